"""What GSTR-1 asks for, to the byte: supplies, credit notes, goods and numbers of a month."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.world.papers import ASHA, BINA, SELLER, a_billing
from zahra.base import audit, ids
from zahra.base.actors import Actor, Kind, Permission
from zahra.base.clock import ist_day
from zahra.base.db import Database, Transaction
from zahra.base.errors import Forbidden, Invalid, StepUpRequired, Unauthenticated
from zahra.shop import invoices
from zahra.shop.invoices import Crediting, Invoice, Register
from zahra.shop.invoices.filing import csv_of, safe
from zahra.shop.invoices.registers import SupplyRow
from zahra.shop.tax import ChargeKind

pytestmark = pytest.mark.anyio
LARGE = (("Bridal Lehenga", 10_000_001, 10_000_001, 1),)
JUST_SMALL = (("Bridal Lehenga", 10_000_000, 10_000_000, 1),)


def keeper(tx: Transaction, *may: Permission) -> Actor:
    wanted = frozenset(may or (Permission.FINANCE_READ,))
    return Actor(Kind.STAFF, ids.new(), ids.new(), "meera", wanted, proven_at=tx.now)


def asked(tx: Transaction, register: str, *, digits: int = 6) -> invoices.Filing:
    month = f"{ist_day(tx.now):%Y-%m}"
    return invoices.filing_of(Register(register), month, gstin=SELLER.gstin, hsn_digits=digits)


async def lines_of(tx: Transaction, register: str, *, digits: int = 6) -> list[str]:
    """The file's lines without its head; a line ends with CR LF."""
    raw = await invoices.export_register(tx, keeper(tx), asked(tx, register, digits=digits))
    assert raw.endswith(b"\r\n")
    return raw.decode().split("\r\n")[1:-1]


async def issue(tx: Transaction, billing: invoices.Billing) -> tuple[Invoice, invoices.Billing]:
    return await invoices.issue_invoice(tx, billing), billing


async def give_back(tx: Transaction, invoice: Invoice, *keys: invoices.PieceKey) -> Invoice:
    freight = (ChargeKind.SHIPPING,)
    wanted = Crediting(ids.new(), invoice.id, keys, freight, "too small")
    return await invoices.issue_credit_note(tx, wanted)


def today(tx: Transaction) -> str:
    return f"{ist_day(tx.now):%d-%b-%Y}"


async def test_small_supplies_are_summed_by_place_and_rate(tx: Transaction):
    await issue(tx, a_billing())
    await issue(tx, a_billing())
    await issue(tx, a_billing(to=BINA))
    assert await lines_of(tx, "b2cs") == [
        "08-Rajasthan,5,10003.74,0.00,250.10,250.10",
        "08-Rajasthan,18,5666.14,0.00,509.96,509.96",
        "27-Maharashtra,5,5001.88,250.09,0.00,0.00",
        "27-Maharashtra,18,2833.08,509.95,0.00,0.00",
    ]
    assert await lines_of(tx, "b2cl") == await lines_of(tx, "b2b") == []


async def test_what_came_back_is_taken_off_small_supplies(tx: Transaction):
    invoice, billing = await issue(tx, a_billing())
    first = next(piece.key for piece in billing.pieces)
    await give_back(tx, invoice, first)
    assert await lines_of(tx, "b2cs") == [
        "08-Rajasthan,5,2696.53,0.00,67.42,67.42",
        "08-Rajasthan,18,2800.44,0.00,252.04,252.04",
    ]
    assert await lines_of(tx, "cdnur") == await lines_of(tx, "cdnr") == []


async def test_a_return_in_another_month_than_its_sale_leaves_a_negative_supply(
    database: Database, tx: Transaction
):
    invoice, billing = await issue(tx, a_billing())
    database.ahead = timedelta(days=31)
    async with database.transaction() as later:
        await give_back(later, invoice, *(piece.key for piece in billing.pieces))
        assert await lines_of(later, "b2cs") == [
            "08-Rajasthan,5,-5001.87,0.00,-125.05,-125.05",
            "08-Rajasthan,18,-2833.07,0.00,-254.98,-254.98",
        ]


async def test_over_a_lakh_to_another_state_is_told_one_by_one(tx: Transaction):
    large, billing = await issue(tx, a_billing(to=BINA, goods=LARGE, freight=0))
    await issue(tx, a_billing(to=BINA, goods=JUST_SMALL, freight=0))
    await issue(tx, a_billing(to=ASHA, goods=LARGE, freight=0))  # inside the state: never large
    note = await give_back(tx, large, billing.pieces[0].key)
    row = "100000.01,27-Maharashtra,18,84745.77,15254.24,0.00,0.00"
    assert await lines_of(tx, "b2cl") == [f"{large.number},{today(tx)},{row}"]
    assert await lines_of(tx, "cdnur") == [
        f"{note.number},{today(tx)},{large.number},{today(tx)},{row}"
    ]
    assert await lines_of(tx, "b2cs") == [
        "08-Rajasthan,18,84745.77,0.00,7627.12,7627.12",
        "27-Maharashtra,18,84745.76,15254.24,0.00,0.00",
    ]


async def test_registered_buyers_are_told_by_name_and_their_credit_notes_too(tx: Transaction):
    buyer = replace(BINA, name='Rao & Sons, "Textiles"')
    invoice, billing = await issue(tx, a_billing(to=buyer, gstin="27AAPFU0939F1ZV", freight=0))
    note = await give_back(tx, invoice, billing.pieces[0].key)
    head = '27AAPFU0939F1ZV,"Rao & Sons, ""Textiles"""'
    assert await lines_of(tx, "b2b") == [
        f"{head},{invoice.number},{today(tx)},8496.00,27-Maharashtra,5,4944.27,247.21,0.00,0.00",
        f"{head},{invoice.number},{today(tx)},8496.00,27-Maharashtra,18,2800.44,504.08,0.00,0.00",
    ]
    assert await lines_of(tx, "cdnr") == [
        f"{head},{note.number},{today(tx)},{invoice.number},{today(tx)},2360.11,27-Maharashtra,5,"
        "2247.72,112.39,0.00,0.00"
    ]
    assert await lines_of(tx, "b2cs") == []


async def test_goods_are_summed_by_hsn_with_their_freight_and_without_its_quantity(
    tx: Transaction,
):
    invoice, billing = await issue(tx, a_billing())
    await give_back(tx, invoice, billing.pieces[0].key)
    await issue(tx, a_billing(to=BINA, gstin="27AAPFU0939F1ZV"))
    assert await lines_of(tx, "hsn", digits=4) == [
        "B2B,6211,PCS,3,5251.97,5,5001.88,250.09,0.00,0.00",
        "B2B,6211,PCS,1,3343.03,18,2833.08,509.95,0.00,0.00",
        "B2C,6211,PCS,2,2831.37,5,2696.53,0.00,67.42,67.42",
        "B2C,6211,PCS,1,3304.52,18,2800.44,0.00,252.04,252.04",
    ]
    assert (await lines_of(tx, "hsn", digits=8))[0].startswith("B2B,62114200,")


async def test_numbers_are_told_by_series_and_what_was_voided_counts_there_alone(
    tx: Transaction,
):
    first, billing = await issue(tx, a_billing())
    wrong, _ = await issue(tx, a_billing())
    last, _ = await issue(tx, a_billing())
    note = await give_back(tx, first, *(piece.key for piece in billing.pieces))
    by = keeper(tx, Permission.FINANCE_WRITE)
    await invoices.void_invoice(tx, by, wrong.id, reason="issued by hand")
    assert await lines_of(tx, "documents") == [
        f"Invoices for outward supply,{first.number},{last.number},3,1",
        f"Credit note,{note.number},{note.number},1,0",
    ]
    assert await lines_of(tx, "b2cs") == [
        "08-Rajasthan,5,5001.87,0.00,125.05,125.05",
        "08-Rajasthan,18,2833.07,0.00,254.98,254.98",
    ]


async def test_another_registration_and_another_month_are_not_told(
    database: Database, tx: Transaction
):
    await issue(tx, a_billing(seller=replace(SELLER, gstin="08AABFB1234Q1Z0")))
    database.ahead = timedelta(days=31)
    async with database.transaction() as later:
        await issue(later, a_billing())
    assert await lines_of(tx, "documents") == await lines_of(tx, "hsn") == []


def test_the_file_is_what_it_is_to_the_byte():
    rows = [SupplyRow("38", 5, -9428, 0, -236, -236)]
    assert csv_of(Register.B2CS, rows) == (
        b"Place of supply,Rate,Taxable value,IGST,CGST,SGST/UTGST\r\n"
        b"38-Ladakh,5,-94.28,0.00,-2.36,-2.36\r\n"
    )


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
async def test_a_name_is_never_a_formula(tx: Transaction, start: str):
    assert safe(f"{start}1+1") == f"'{start}1+1"
    buyer = replace(BINA, name=f"{start}cmd|' /C calc'!A0")
    await issue(tx, a_billing(to=buyer, gstin="27AAPFU0939F1ZV"))
    raw = await invoices.export_register(tx, keeper(tx), asked(tx, "b2b"))
    cell = raw.decode().partition("27AAPFU0939F1ZV,")[2].lstrip('"')
    assert cell.startswith(f"'{start}cmd")


async def test_taking_a_register_out_is_written_down(tx: Transaction):
    await issue(tx, a_billing())
    await lines_of(tx, "b2cs")
    (entry,) = await audit.entries(tx, audit.Asked(action="gst."))
    month = f"{ist_day(tx.now):%Y-%m}"
    assert (entry.action, entry.subject) == ("gst.export", "register:b2cs")
    assert entry.detail == {"month": month, "rows": 2}


async def test_only_who_may_read_the_books_and_only_freshly_proved_takes_them_out(
    tx: Transaction,
):
    nobody = replace(keeper(tx, Permission.ORDERS_READ))
    stale = replace(keeper(tx), proven_at=tx.now - timedelta(minutes=11))
    guest = Actor(Kind.GUEST)
    for actor, refusal in ((nobody, Forbidden), (stale, StepUpRequired), (guest, Unauthenticated)):
        with pytest.raises(refusal):
            await invoices.export_register(tx, actor, asked(tx, "b2cs"))
    assert await audit.entries(tx, audit.Asked(action="gst.")) == []
    with pytest.raises(Forbidden):
        await invoices.register_of(tx, nobody, asked(tx, "b2cs"))


@pytest.mark.parametrize(
    "month", ["", "2026", "2026-13", "2026-1", "1999-01", "२०२६-०१", "2026-01 "]
)
def test_what_is_no_month_is_refused(month: str):
    with pytest.raises(Invalid):
        invoices.filing_of(Register.HSN, month, gstin=SELLER.gstin, hsn_digits=6)


def test_december_ends_with_the_year():
    asked = invoices.filing_of(Register.HSN, "2026-12", gstin=SELLER.gstin, hsn_digits=6)
    assert (asked.first, asked.until) == (date(2026, 12, 1), date(2027, 1, 1))


COLUMNS = ("taxable", "igst", "cgst", "sgst")
OF_BUYERS = {
    Register.B2B: 1,
    Register.B2CL: 1,
    Register.B2CS: 1,
    Register.CDNR: -1,
    Register.CDNUR: -1,
}


async def sums_of(tx: Transaction, register: Register) -> tuple[int, ...]:
    found = await invoices.register_of(tx, keeper(tx), asked(tx, register))
    return tuple(sum(getattr(row, name) for row in found) for name in COLUMNS)


async def test_what_is_told_by_buyer_is_what_is_told_by_goods(tx: Transaction):
    """An accountant's check: every rupee stands in one register of buyers, and in the goods."""
    ladakh = replace(BINA, city="Leh", state="Ladakh", state_code="38", pincode="194101")
    odd = (("Jutti", 270000, 525001, 2), ("Kurta", 99900, 0, 1))
    for buyer, gstin, goods in (
        (ASHA, None, odd),
        (BINA, None, LARGE),
        (BINA, "27AAPFU0939F1ZV", JUST_SMALL),
        (ASHA, "08AAPFU0939F1ZV", odd),
        (ladakh, None, odd),
    ):
        invoice, billing = await issue(tx, a_billing(to=buyer, gstin=gstin, goods=goods))
        await give_back(tx, invoice, billing.pieces[0].key)
    by_buyer = [0, 0, 0, 0]
    for register, sign in OF_BUYERS.items():
        sums = await sums_of(tx, register)
        by_buyer = [so_far + sign * more for so_far, more in zip(by_buyer, sums, strict=True)]
    assert by_buyer == list(await sums_of(tx, Register.HSN))
    listed = await invoices.all_invoices(tx, keeper(tx), invoices.Sought())
    signed = [(1 - 2 * each.invoice.is_credit_note, each.invoice) for each in listed]
    assert by_buyer[:3] == [
        sum(sign * getattr(invoice, name) for sign, invoice in signed) for name in COLUMNS[:3]
    ]
    assert by_buyer[3] == sum(sign * (each.sgst + each.utgst) for sign, each in signed)
