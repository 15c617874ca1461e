"""What a PIN code is answered."""

from datetime import date, datetime, timedelta

import pytest
from pydantic import ValidationError

from zahra.app import assemble
from zahra.base.clock import IST
from zahra.base.db import Database, Snapshot, Transaction
from zahra.base.errors import Invalid
from zahra.settings import Settings
from zahra.shop import shipping
from zahra.shop.shipping import CodTerms, Origin, Serviceability

pytestmark = pytest.mark.anyio

ORIGIN = Origin("302001", "08", cut_off_hour=14)
COD = CodTerms(fee=4900, min_total=0, max_total=1000000)
NO_COD = CodTerms(fee=0, min_total=0, max_total=0)


@pytest.fixture
async def known(tx: Transaction) -> Transaction:
    """Two PIN codes that the directory has."""
    await tx.run(
        """
        INSERT INTO pincodes (pincode, state_codes, districts)
        VALUES ('302001', '{08}', '{Jaipur}'), ('400001', '{27}', '{Mumbai,"Mumbai City"}'),
               ('900056', '{}', '{Army}')
        """
    )
    return tx


async def asked(snapshot: Snapshot, pincode: str, *, terms: CodTerms = COD) -> Serviceability:
    return await shipping.serviceability(snapshot, pincode, terms=terms, origin=ORIGIN)


async def test_a_known_pin_is_served(known: Transaction):
    assert await asked(known, "400001") == Serviceability(
        serviceable=True,
        district="Mumbai",
        cities=("Mumbai", "Mumbai City"),
        state="Maharashtra",
        state_code="27",
        cod_available=True,
        cod_max=1000000,
        min_days=4,
        max_days=7,
    )


async def test_an_unknown_pin_passes_as_far_away_and_asks_to_check_it(known: Transaction):
    assert await asked(known, "492999") == Serviceability(
        serviceable=True,
        known=False,
        cod_available=True,
        cod_max=1000000,
        min_days=4,
        max_days=7,
        message=(
            "We do not know the PIN code 492999 yet."
            " Please check it; we deliver there all the same."
        ),
    )


async def test_where_couriers_do_not_go_nothing_is_served(known: Transaction):
    await known.run("UPDATE pincodes SET is_serviceable = false WHERE pincode = '400001'")
    assert await asked(known, "400001") == Serviceability(
        serviceable=False, message="Our couriers do not go to 400001 at present."
    )


async def test_where_couriers_take_no_cash_it_is_not_offered(known: Transaction):
    await known.run("UPDATE pincodes SET takes_cash = false WHERE pincode = '400001'")
    answer = await asked(known, "400001")
    assert (answer.serviceable, answer.cod_available, answer.cod_max) == (True, False, None)


async def test_the_least_cash_limit_of_shop_and_place_counts(known: Transaction):
    await known.run("UPDATE pincodes SET cash_max = 500000 WHERE pincode = '400001'")
    await known.run("UPDATE pincodes SET cash_max = 9900000 WHERE pincode = '302001'")
    assert (await asked(known, "400001")).cod_max == 500000
    assert (await asked(known, "302001")).cod_max == 1000000


async def test_the_army_is_not_served_and_says_why(known: Transaction):
    assert await asked(known, "900056") == Serviceability(
        serviceable=False, message="We cannot deliver to Army Postal Service addresses yet."
    )


async def test_where_cash_is_turned_off_it_is_not_offered(known: Transaction):
    answer = await asked(known, "302001", terms=NO_COD)
    assert (answer.serviceable, answer.cod_available, answer.cod_max) == (True, False, None)


async def test_rubbish_is_refused(known: Transaction):
    with pytest.raises(Invalid):
        await asked(known, "abc")
    with pytest.raises(Invalid):
        await shipping.offers_for(known, ORIGIN, "1")


async def test_the_methods_come_in_the_shops_order_with_their_prices(known: Transaction):
    offers = await shipping.offers_for(known, ORIGIN, "302001", goods_total=99900)
    assert [(offer.key, offer.price, offer.max_days) for offer in offers] == [
        ("standard", 0, 4),
        ("express", 14900, 2),
    ]


async def test_the_promise_counts_from_the_indian_day(database: Database, known: Transaction):
    """Half past midnight in India is still the evening before in UTC."""
    database.ahead = datetime(2026, 11, 24, 0, 30, tzinfo=IST) - known.now
    async with database.snapshot() as snapshot:
        assert snapshot.now.day == 23
        (standard, _) = await shipping.offers_for(snapshot, ORIGIN, "302001")
    assert standard.promised_by - datetime(2026, 11, 24, tzinfo=IST).date() == timedelta(days=4)


async def test_a_method_with_rates_is_priced_by_zone_and_weight(known: Transaction):
    await known.run(
        """
        INSERT INTO shipping_rates VALUES
            ('express', 'A', 5000, 2000, 1, 1), ('express', 'D', 9000, 4500, 3, 5)
        """
    )
    for pincode, grams, price, days in [
        ("302001", 440, 5000, 1),
        ("302001", 1001, 9000, 1),
        ("400001", 750, 13500, 5),
    ]:
        _, express = await shipping.offers_for(known, ORIGIN, pincode, weight_grams=grams)
        assert (express.price, express.max_days) == (price, days)


async def test_where_nobody_knows_the_weight_the_first_slab_is_told(known: Transaction):
    await known.run("INSERT INTO shipping_rates VALUES ('express', 'A', 5000, 2000, 1, 1)")
    _, express = await shipping.offers_for(known, ORIGIN, "302001")
    assert express.price == 5000
    _, heavier = await shipping.offers_for(
        known, ORIGIN, "302001", weight_grams=shipping.LIGHT_GRAMS + 1
    )
    assert heavier.price == 7000


async def test_a_method_with_rates_is_not_offered_where_it_has_none(known: Transaction):
    await known.run("INSERT INTO shipping_rates VALUES ('express', 'A', 5000, 2000, 1, 1)")
    offers = await shipping.offers_for(known, ORIGIN, "400001")
    assert [offer.key for offer in offers] == ["standard"]


def test_an_installation_names_its_own_holidays():
    told = {"holidays": "2026-11-09, 2026-11-10", "database_url": "postgresql://nowhere/none"}
    settings = Settings(_env_file=None, **told)  # pyright: ignore[reportCallIssue]
    assert assemble(settings).terms.origin.holidays == {date(2026, 11, 9), date(2026, 11, 10)}
    with pytest.raises(ValidationError):
        Settings(holidays="Diwali", _env_file=None)  # pyright: ignore[reportCallIssue]
