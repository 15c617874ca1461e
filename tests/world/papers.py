"""What is invoiced in tests: the worked example of the reference, and other shipments."""

from collections.abc import Sequence
from uuid import UUID

from zahra.base import ids
from zahra.shop import tax
from zahra.shop.invoices import BilledPiece, Billing, PaidBy, Party

SELLER = tax.Seller("08AAEFZ2607Q1ZL", "08", "Zahra Textiles LLP", "14 Gangori Bazaar, Jaipur")
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
