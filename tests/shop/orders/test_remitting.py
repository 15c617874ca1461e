"""What couriers remit of the cash they took, line by line, each line once."""

from datetime import timedelta

import pytest

from tests.world.depot import ON_THE_WAY, Depot
from tests.world.doorstep import OFFICE
from tests.world.till import Till
from zahra.base.actors import Actor, Kind, Permission
from zahra.base.db import Database
from zahra.base.errors import Forbidden, StepUpRequired
from zahra.shop import cod, orders
from zahra.shop.cod import RemittanceUnreadable, RemittanceVerdict
from zahra.shop.orders import Placed, Remitted
from zahra.shop.shipping import Shipment

pytestmark = pytest.mark.anyio
HEAD = "AWB,Amount,UTR,Date"
PAYS_NOTHING = "This pays for no parcel: leave it out, and ask the courier about it."


@pytest.fixture
def depot(database: Database) -> Depot:
    return Depot(Till(database))


async def collected(depot: Depot) -> tuple[Placed, Shipment]:
    """An order whose cash a courier has taken: 3,247.00."""
    _, _, placed = await depot.due_at_the_door()
    parcel = await depot.sent(placed)
    await depot.tell(parcel, *ON_THE_WAY)
    return placed, await depot.parcel(parcel)


async def remit(depot: Depot, *lines: str, actor: Actor = OFFICE) -> Remitted:
    text = "\n".join([HEAD, *lines])
    return await orders.import_remittances(depot.till.database, actor, text)


async def status(depot: Depot, placed: Placed) -> str:
    return (await depot.order(placed)).payment_status


async def test_the_whole_sum_makes_the_order_remitted(depot: Depot):
    placed, parcel = await collected(depot)
    done = await remit(depot, f"{parcel.awb},3247.00,UTIB123,2026-11-20")
    assert done == Remitted(1, 0, {RemittanceVerdict.MATCHED: 1})
    assert await status(depot, placed) == "cod_remitted"
    async with depot.till.database.snapshot() as snapshot:
        assert await cod.unremitted(snapshot, before=snapshot.now) == []


async def test_the_same_file_again_is_known(depot: Depot):
    _, parcel = await collected(depot)
    line = f"{parcel.awb},3247,UTIB123,20-11-2026"
    await remit(depot, line)
    before = await depot.till.fingerprint()
    assert await remit(depot, line, line) == Remitted(2, 2, {})
    assert await depot.till.fingerprint() == before


async def test_too_little_leaves_the_rest_owed_until_it_comes(depot: Depot):
    placed, parcel = await collected(depot)
    assert (await remit(depot, f"{parcel.awb},3000,UTIB1,2026-11-20")).verdicts == {"short": 1}
    assert await status(depot, placed) == "cod_collected"
    async with depot.till.database.snapshot() as snapshot:
        (owed,) = await cod.unremitted(snapshot, before=snapshot.now + timedelta(seconds=1))
    assert (owed.order_id, owed.amount, owed.outstanding) == (placed.order.id, 324700, 24700)
    assert (await remit(depot, f"{parcel.awb},247,UTIB2,2026-11-21")).verdicts == {"matched": 1}
    assert await status(depot, placed) == "cod_remitted"


async def test_too_much_and_what_comes_twice_are_told_apart(depot: Depot):
    placed, parcel = await collected(depot)
    assert (await remit(depot, f"{parcel.awb},4000,UTIB1,2026-11-20")).verdicts == {"over": 1}
    assert await status(depot, placed) == "cod_remitted"
    assert (await remit(depot, f"{parcel.awb},3247,UTIB2,2026-11-20")).verdicts == {"twice": 1}


async def test_a_parcel_nobody_knows_is_kept_and_compared_again_when_it_is_known(depot: Depot):
    _, _, placed = await depot.due_at_the_door()
    parcel = await depot.sent(placed)
    line = f"{parcel.number},3247,UTIB1,2026-11-20"
    assert (await remit(depot, line)).verdicts == {"unknown_awb": 1}
    await depot.tell(parcel, *ON_THE_WAY)
    assert (await remit(depot, line)).verdicts == {"matched": 1}
    assert await status(depot, placed) == "cod_remitted"


async def test_cash_is_overdue_a_week_after_it_was_collected(depot: Depot):
    await collected(depot)

    async def overdue() -> int:
        async with depot.till.database.snapshot() as snapshot:
            week_ago = snapshot.now - timedelta(days=7)
            return len(await cod.unremitted(snapshot, before=week_ago))

    await depot.till.later(days=6, hours=23)
    assert await overdue() == 0
    await depot.till.later(hours=2)
    assert await overdue() == 1


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("SR1,12.345,UTIB1,2026-11-20", "An amount is in rupees, such as 2159.50."),
        ("SR1,-5,UTIB1,2026-11-20", PAYS_NOTHING),
        ("SR1,(3247.00),UTIB1,2026-11-20", PAYS_NOTHING),
        ("SR1,0.00,UTIB1,2026-11-20", PAYS_NOTHING),
        ('SR1,"2159,50",UTIB1,2026-11-20', "An amount is in rupees, such as 2159.50."),
        ("SR1,1e3,UTIB1,2026-11-20", "An amount is in rupees, such as 2159.50."),
        ("1.23E+11,100,UTIB1,2026-11-20", "An AWB and a UTR have 3 to 40 letters and digits."),
        ("SR1,100,UTIB1,31-02-2026", "There is no such day."),
        ("SR1,NaN,UTIB1,2026-11-20", "An amount is in rupees, such as 2159.50."),
        ("SR1,100,UTIB1,20 Nov", "A date is written 2026-11-20 or 20-11-2026."),
        ("=1+1,100,UTIB1,2026-11-20", "An AWB and a UTR have 3 to 40 letters and digits."),
        ("SR1,100", "A cell is missing."),
    ],
)
async def test_a_file_with_a_line_that_cannot_be_read_is_refused_whole(
    depot: Depot, line: str, said: str
):
    _, parcel = await collected(depot)
    with pytest.raises(RemittanceUnreadable) as refused:
        await remit(depot, f"{parcel.awb},3247,UTIB1,2026-11-20", line)
    assert refused.value.fields == {"csv.3": [said]}
    assert await depot.till.value("SELECT count(*) FROM cod_remittances") == 0


@pytest.mark.parametrize(
    "text",
    [
        "AWB,Amount\nSR1,1\n",
        "AWB;Amount;UTR;Date\nSR1;1;U12;2026-11-20\n",
        "AWB,Amount,UTR,Date,Amount\nSR1,1,U12,2026-11-20,2\n",
        "\n\n",
    ],
)
async def test_a_file_without_its_columns_is_refused(depot: Depot, text: str):
    with pytest.raises(RemittanceUnreadable) as refused:
        await orders.import_remittances(depot.till.database, OFFICE, text)
    assert refused.value.fields["csv"][0].startswith("The first line must name AWB, amount, UTR")


async def test_what_is_no_csv_is_refused_by_its_line(depot: Depot):
    with pytest.raises(RemittanceUnreadable) as refused:
        await remit(depot, "SR1,1,U12,2026-11-20", f"SR2,1,{'U' * 140_000},2026-11-20")
    assert refused.value.fields == {"csv.3": ["This is no line of a CSV."]}


async def test_a_line_is_named_as_an_editor_counts_it(depot: Depot):
    with pytest.raises(RemittanceUnreadable) as refused:
        await remit(depot, "", ",,,", "SR1,1,U12,2026-11-20", "", "SR2,x,U12,2026-11-20")
    assert list(refused.value.fields) == ["csv.6"]


async def said_of(depot: Depot, *lines: str) -> list[tuple[int, str | None, str]]:
    done = await remit(depot, *lines)
    return [(each.at, each.verdict, each.message) for each in done.remarks]


async def test_the_answer_says_which_line_and_what_to_do(depot: Depot):
    _, parcel = await collected(depot)
    awb = parcel.awb
    unknown = (
        "No cash was taken for a parcel of this number. Check it; if the parcel is delivered later,"
        " send this line again."
    )
    short = "₹247 less than is owed. Ask the courier for the rest; it stays owed until then."
    stranger = "SR404,500,UTIB1,2026-11-20"
    assert await said_of(depot, stranger, "", f"{awb},3000,UTIB1,2026-11-20") == [
        (2, "unknown_awb", unknown),
        (4, "short", short),
    ]
    more = "₹753 more than is owed. Ask the courier what it is for."
    assert await said_of(depot, f"{awb},1000,UTIB2,2026-11-20") == [(2, "over", more)]
    paid = "Another transfer has paid it already. Ask the courier what this one is for."
    assert await said_of(depot, f"{awb},3247,UTIB3,2026-11-20") == [(2, "twice", paid)]
    overlapping = [f"{awb},3000,UTIB1,2026-11-20", stranger]
    assert await said_of(depot, *overlapping) == [(3, "unknown_awb", unknown)], "said before"


async def test_a_known_line_with_another_amount_changes_nothing_and_is_told(depot: Depot):
    """In a file that was put right, or twice in the same one."""
    _, parcel = await collected(depot)
    line, other = (f"{parcel.awb},{rupees},UTIB1,2026-11-20" for rupees in (3247, 3000))
    said = "This transfer was taken in with ₹3,247 for it. Ask the courier which is right."
    assert await said_of(depot, line, other) == [(3, None, said)]
    before = await depot.till.fingerprint()
    assert await said_of(depot, other) == [(2, None, said)]
    assert await depot.till.fingerprint() == before
    stranger = "SR404,500,UTIB1,2026-11-20"
    await remit(depot, stranger)
    (remark,) = await said_of(depot, stranger.replace("500", "600"))
    assert remark[1:] == (None, said.replace("3,247", "500"))
    assert await depot.till.value("SELECT sum(amount) FROM cod_remittances") == 374700


async def test_only_finance_may_and_only_with_a_fresh_proof(depot: Depot):
    _, parcel = await collected(depot)
    line = f"{parcel.awb},3247,UTIB1,2026-11-20"
    shopper = await depot.till.shopper("+919811111111")
    with pytest.raises(Forbidden):
        await remit(depot, line, actor=shopper)
    stale = Actor(
        Kind.STAFF,
        user_id=shopper.user_id,
        session_id=shopper.user_id,
        permissions=frozenset({Permission.FINANCE_WRITE}),
    )
    with pytest.raises(StepUpRequired):
        await remit(depot, line, actor=stale)
    assert await depot.till.value("SELECT count(*) FROM cod_remittances") == 0
