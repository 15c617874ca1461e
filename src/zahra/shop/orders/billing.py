"""What an invoice is asked for with: a parcel's pieces, and charges on the order's first one."""

from collections.abc import Sequence
from uuid import UUID

from zahra.base.db import Snapshot
from zahra.shop import invoices
from zahra.shop.invoices import BilledPiece, Billing, PaidBy, Party
from zahra.shop.orders.model import Address, Copy, Order
from zahra.shop.orders.pieces import Piece
from zahra.shop.orders.store.pieces import charges_of
from zahra.shop.tax import ChargePart, Seller


async def charges_to_bill(snapshot: Snapshot, order_id: UUID) -> tuple[ChargePart, ...]:
    """Freight and fees that stand on no invoice yet: all of them go on the first one."""
    if any(not each.is_credit_note for each in await invoices.invoices_of(snapshot, order_id)):
        return ()
    charges = await charges_of(snapshot, order_id)
    return tuple(ChargePart(each.kind, each.taxed) for each in charges if not each.giveback_id)


def billing_of(
    order: Order,
    copy: Copy,
    pieces: Sequence[Piece],
    charges: tuple[ChargePart, ...],
    *,
    seller: Seller,
) -> Billing:
    """What is invoiced when a parcel leaves. `pieces` are all in it."""
    (shipment_id,) = {piece.shipment_id for piece in pieces}
    assert shipment_id is not None
    return Billing(
        order_id=order.id,
        order_number=order.number,
        shipment_id=shipment_id,
        seller=seller,
        buyer=_party(copy.billing_address),
        ship_to=_party(copy.shipping_address),
        place_of_supply=copy.place_of_supply,
        gstin=copy.gstin,
        pieces=tuple(_billed(piece) for piece in pieces),
        charges=charges,
        paid_by=PaidBy.COD if order.is_cod else PaidBy.PREPAID,
    )


def _party(address: Address) -> Party:
    return Party(
        name=address.name,
        line1=address.line1,
        city=address.city,
        state=address.state,
        state_code=address.state_code,
        pincode=address.pincode,
        line2=address.line2,
    )


def _billed(piece: Piece) -> BilledPiece:
    return BilledPiece(
        line_id=piece.line_id,
        piece=piece.piece,
        sku=piece.sku,
        title=piece.title,
        size=piece.size,
        colour=piece.colour,
        hsn=piece.hsn,
        mrp=piece.mrp,
        unit_price=piece.unit_price,
        taxed=piece.taxed,
    )
