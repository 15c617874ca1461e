"""What a courier is told who fetches a return: from where, and what."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict

from zahra.base.actors import Actor, Kind
from zahra.base.db import Snapshot
from zahra.shop import orders
from zahra.shop.orders import Piece
from zahra.shop.returns.model import Return
from zahra.shop.returns.store import returns as store
from zahra.shop.shipping import Consignee, Consignment, Content, Parcel

BAG_GRAMS, BAG_CM = 120, (35, 28, 6)  # what goods usually travel in


async def consignment_of(snapshot: Snapshot, given: Return, *, number: str) -> Consignment:
    """The pieces of a return, fetched from where their order went; nothing is collected."""
    buyer = Actor(Kind.SHOPPER, given.user_id)
    whole = await orders.order(snapshot, buyer, given.order_id)
    items = await store.items_of(snapshot, [given.id])
    taken = {(item.order_line_id, piece) for item in items for piece in item.pieces}
    bought = await orders.pieces_of(snapshot, given.order_id)
    pieces = [piece for piece in bought if (piece.line_id, piece.piece) in taken]
    return Consignment(
        number=number,
        ordered_at=given.created_at,
        address=Consignee(**asdict(whole.copy.shipping_address)),
        parcel=Parcel(BAG_GRAMS + sum(piece.weight_grams for piece in pieces), *BAG_CM),
        contents=_contents(pieces),
        declared=sum(piece.net for piece in pieces),
        collectable=0,
        email=whole.order.email,
    )


def _contents(pieces: Sequence[Piece]) -> tuple[Content, ...]:
    """Pieces of one kind and price together, as a waybill lists them."""
    counted = Counter((p.sku, f"{p.title}, {p.size}", p.hsn, p.net) for p in pieces)
    return tuple(
        Content(sku, title, hsn, qty, price) for (sku, title, hsn, price), qty in counted.items()
    )
