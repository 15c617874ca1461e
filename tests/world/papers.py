"""What is invoiced in tests: the worked example of the reference, and other shipments."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from uuid import UUID

from zahra.base import ids
from zahra.shop import tax
from zahra.shop.invoices import BilledPiece, Billing, Invoice, InvoiceKind, PaidBy, Party
from zahra.shop.invoices.snapshots import Snapshot, invoice_snapshot, summed

SELLER = tax.Seller(
    "08AAEFZ2607Q1ZL",
    "08",
    "Zahra Textiles LLP",
    "14 Gangori Bazaar, Jaipur",
    care="Customer care: care@zahra.example, +91 141 400 0000. Grievance officer: Meera Joshi, "
    "grievance@zahra.example.",
)
RULES = (tax.TaxRule("Woven apparel", "62", 250000, 5, 18),)
ASHA = Party("Asha Verma", "12 Johari Bazaar", "Jaipur", "Rajasthan", "08", "302001")
BINA = Party("Bina Rao", "5 Sea View", "Mumbai", "Maharashtra", "27", "400001", "Marine Drive")
_GOODS = (("Buta Kurta", 249900, 236011, 1), ("Dupatta", 149900, 283137, 2))
WORKED = (*_GOODS, ("Raw Silk Anarkali", 349900, 330452, 1))  # title, price, net of line, qty


def a_billing(
    *,
    to: Party = ASHA,
    seller: tax.Seller = SELLER,
    goods: Sequence[tuple[str, int, int, int]] = WORKED,
    freight: int = 9900,
    gstin: str | None = None,
    order_id: UUID | None = None,
) -> Billing:
    """A shipment of these goods, taxed as the shop taxes; the worked example unless told."""
    supply = tax.supply_between(seller.state_code, to.state_code)
    wanted = [tax.Goods("62114200", net, qty) for _, _, net, qty in goods]
    charges = [tax.Charge(tax.ChargeKind.SHIPPING, freight)]
    assessed = tax.assess(RULES, supply, wanted, charges)
    pieces = [
        BilledPiece(
            line_id, at, f"ZK-{price}", title, "M", "Indigo", "62114200", price, price, taxed
        )
        for (title, price, _, _), line in zip(goods, assessed.lines, strict=True)
        for line_id in [ids.new()]
        for at, taxed in enumerate(line, start=1)
    ]
    return Billing(
        order_id=order_id or ids.new(),
        order_number="ZH-7K3M9Q2X",
        shipment_id=ids.new(),
        seller=seller,
        buyer=to,
        ship_to=to,
        place_of_supply=to.state_code,
        gstin=gstin,
        pieces=tuple(pieces),
        charges=assessed.charges,
        paid_by=PaidBy.PREPAID,
    )


def a_paper(billing: Billing | None = None, number: str = "ZAH/26-27/000123") -> Snapshot:
    """What stands on the invoice of a shipment, of 23 November 2026."""
    of = billing or a_billing()
    amounts = [*(piece.taxed for piece in of.pieces), *(part.taxed for part in of.charges)]
    sums = summed(amounts)
    invoice = Invoice(
        id=ids.new(),
        kind=InvoiceKind.INVOICE,
        gstin=of.seller.gstin,
        series=of.seller.series,
        fiscal_year="26-27",
        serial=123,
        number=number,
        dated=date(2026, 11, 23),
        issued_at=datetime(2026, 11, 23, 6, 30, tzinfo=UTC),
        order_id=of.order_id,
        order_number=of.order_number,
        shipment_id=of.shipment_id,
        original_id=None,
        giveback_id=None,
        supply=tax.supply_between(of.seller.state_code, of.place_of_supply),
        place_of_supply=of.place_of_supply,
        buyer_gstin=of.gstin,
        voided_at=None,
        replaces_id=None,
        total=sums.pop("net"),
        **sums,
    )
    return invoice_snapshot(invoice, of)
