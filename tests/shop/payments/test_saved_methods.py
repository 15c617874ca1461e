"""Ways of paying that a gateway keeps: by reference, by agreement, and gone when asked."""

import pytest
from psycopg.errors import CheckViolation

from tests.world.fake_gateway import FakeGateway
from tests.world.till import Errands
from zahra.base import ids
from zahra.base.actors import Actor, Kind
from zahra.base.db import Database
from zahra.base.errors import NotFound
from zahra.shop import payments
from zahra.shop.payments import GatewayDown, Gateways, Payer, SavedMethod

pytestmark = pytest.mark.anyio


def somebody() -> Actor:
    return Actor(Kind.SHOPPER, ids.new())


@pytest.fixture
def gateway() -> FakeGateway:
    return FakeGateway()


@pytest.fixture
def gateways(gateway: FakeGateway) -> Gateways:
    return Gateways([gateway])


async def agree(database: Database, gateways: Gateways, who: Actor) -> str:
    """Who they are at the gateway from then on."""
    await payments.start_keeping(database, gateways, who, Payer("Asha", "+919876543210", None))
    async with database.snapshot() as snapshot:
        customer = await payments.customer_at(snapshot, who, "razorpay")
    assert customer
    return customer


async def kept(database: Database, gateways: Gateways, who: Actor) -> list[str]:
    saved = await payments.refresh_saved(database, gateways, who)
    return sorted(str(each.last_four) for each in saved.methods)


async def test_nobody_has_a_customer_there_before_they_agreed(
    database: Database, gateways: Gateways, gateway: FakeGateway
):
    async with database.snapshot() as snapshot:
        assert await payments.customer_at(snapshot, somebody(), "razorpay") is None
    assert await kept(database, gateways, somebody()) == []
    assert gateway.calls == {}


async def test_what_the_gateway_keeps_is_shown_and_what_it_dropped_is_not(
    database: Database, gateways: Gateways, gateway: FakeGateway
):
    who = somebody()
    customer = await agree(database, gateways, who)
    gateway.keep_card(customer, "1007")
    gateway.keep_card(customer, "1002")
    assert await kept(database, gateways, who) == ["1002", "1007"]
    gateway.tokens[customer].pop(0)
    assert await kept(database, gateways, who) == ["1002"]
    assert await kept(database, gateways, somebody()) == []


async def test_removing_has_the_gateway_delete_it_first(
    database: Database, gateways: Gateways, gateway: FakeGateway
):
    who = somebody()
    customer = await agree(database, gateways, who)
    gateway.keep_card(customer)
    (saved,) = (await payments.refresh_saved(database, gateways, who)).methods
    with pytest.raises(NotFound):
        await payments.remove_saved(database, gateways, somebody(), saved.id)
    gateway.silent.add("forget_token")
    with pytest.raises(GatewayDown):
        await payments.remove_saved(database, gateways, who, saved.id)
    assert await kept(database, gateways, who) == ["1007"]
    gateway.silent.clear()
    await payments.remove_saved(database, gateways, who, saved.id)
    assert gateway.tokens[customer] == []
    assert await kept(database, gateways, who) == []


async def test_a_silent_gateway_shows_what_it_last_told(
    database: Database, gateways: Gateways, gateway: FakeGateway
):
    who = somebody()
    gateway.keep_card(await agree(database, gateways, who))
    assert await kept(database, gateways, who) == ["1007"]
    gateway.silent.add("tokens_of")
    assert await kept(database, gateways, who) == ["1007"]


async def test_taking_it_back_forgets_here_and_there(
    database: Database, gateways: Gateways, gateway: FakeGateway
):
    errands = Errands()
    database.queue = errands
    who = somebody()
    customer = await agree(database, gateways, who)
    gateway.keep_card(customer)
    await payments.refresh_saved(database, gateways, who)
    async with database.transaction() as tx:
        await payments.stop_keeping(tx, who)
    async with database.snapshot() as snapshot:
        saved = await payments.saved_methods(snapshot, who)
        assert (saved.agreed_at, saved.methods) == (None, ())
        assert await payments.methods_told(snapshot, who.person) == []
    ((job, args, _),) = errands.waiting
    await job(gateways=gateways, **args)
    assert gateway.tokens[customer] == []


async def test_whoever_gets_a_number_after_another_sees_no_card_of_theirs(
    database: Database, gateways: Gateways, gateway: FakeGateway, monkeypatch: pytest.MonkeyPatch
):
    before, after = somebody(), somebody()
    customer = await agree(database, gateways, before)
    gateway.keep_card(customer, "1007")
    assert await kept(database, gateways, before) == ["1007"]

    async def by_contact(opening: payments.OpeningCustomer) -> str:
        return customer  # the number is the same, and so is the customer

    monkeypatch.setattr(gateway, "open_customer", by_contact)
    assert await agree(database, gateways, after) == customer
    assert await kept(database, gateways, after) == []
    assert gateway.tokens[customer] == []
    assert await kept(database, gateways, before) == []
    gateway.keep_card(customer, "1002")
    await agree(database, gateways, after)
    assert await kept(database, gateways, after) == ["1002"], "one's own stay when one agrees again"


async def test_more_than_four_digits_of_a_card_fit_nowhere(
    database: Database, gateways: Gateways, gateway: FakeGateway
):
    who = somebody()
    gateway.keep_card(await agree(database, gateways, who), "x007")
    with pytest.raises(CheckViolation, match="saved_methods_last_four"):
        await payments.refresh_saved(database, gateways, who)
    assert not {"number", "pan", "expiry"} & set(SavedMethod.__slots__)
