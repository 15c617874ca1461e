"""Packing: pieces become a parcel, which is told what to take at the door."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, replace
from uuid import UUID

from zahra.base import audit
from zahra.base.actors import Actor, Permission
from zahra.base.db import Transaction
from zahra.base.errors import Invalid
from zahra.base.lifecycle import WrongMoment
from zahra.base.money import Paise
from zahra.shop import shipping
from zahra.shop.orders.billing import charges_to_bill
from zahra.shop.orders.cash.switching import close_link
from zahra.shop.orders.fulfilling.holding import must_not_be_disputed
from zahra.shop.orders.fulfilling.picking import must_be_placed
from zahra.shop.orders.giving_back.spreading import open_parcels
from zahra.shop.orders.model import Copy, Order
from zahra.shop.orders.pieces import Packing, Piece
from zahra.shop.orders.returning import lock_order
from zahra.shop.orders.standing import restate
from zahra.shop.orders.states import FulfilmentStatus
from zahra.shop.orders.store import moving
from zahra.shop.orders.store import pieces as store
from zahra.shop.shipping import BY_HAND, Consignee, Content, Opening, Shipment, ShipmentEvent


async def pack_shipment(
    tx: Transaction, actor: Actor, packing: Packing, *, couriers: Collection[str] = (BY_HAND,)
) -> Shipment:
    """Make a parcel of pieces that wait (`shipping:write`); audited. What it takes at the door is
    reckoned: its pieces and, with the first parcel, freight and fees, as far as that much is still
    due. Nobody is offered to pay that online any more. `couriers` are those the shop works with.

    Raises NotFound, WrongMoment before picking has begun, OrderDisputed, Invalid for pieces that do
    not wait and for a courier that nobody could ask about the parcel.
    """
    actor.must(Permission.SHIPPING_WRITE)
    if packing.courier not in couriers:
        raise Invalid({"courier": f"Choose from {', '.join(sorted(couriers))}."})
    order = await lock_order(tx, packing.order_id)
    must_be_placed(order, "pack")
    if order.fulfilment_status is FulfilmentStatus.UNFULFILLED:
        raise WrongMoment(
            state=order.fulfilment_status, event="pack", allowed=[FulfilmentStatus.PICKING]
        )
    await must_not_be_disputed(tx, order)
    pieces = await store.pieces_of(tx, order.id)
    packed = chosen(pieces, packing.lines)
    copy = await moving.copy_of(tx, order.id)
    assert copy is not None
    opening = await _opening(tx, order, copy, pieces, packed)
    asked = replace(opening, courier=packing.courier, parcel=packing.parcel or opening.parcel)
    await close_link(tx, order)
    made = await shipping.open_shipment(tx, asked)
    await store.keep(tx, [replace(piece, shipment_id=made.id) for piece in packed])
    after = await restate(tx, order, by=actor.label)
    await _note_packed(tx, actor, made, order, after)
    return made


async def _note_packed(
    tx: Transaction, actor: Actor, made: Shipment, before: Order, after: Order
) -> None:
    detail = {
        "before": before.fulfilment_status,
        "after": after.fulfilment_status,
        "pieces": sum(content.qty for content in made.contents),
        "courier": made.courier,
        "collectable": made.collectable,
    }
    subject = f"shipment:{made.number}"
    await audit.note(tx, actor, "shipment.packed", subject=subject, detail=detail)


async def unpack_shipment(
    tx: Transaction, actor: Actor, order: Order, shipment_id: UUID, *, note: str
) -> None:
    """Take a parcel apart that has not left: its pieces wait again. The order's lock is held."""
    parcel = await shipping.shipment_to_change(tx, shipment_id)
    if not parcel.is_over:
        cancel = ShipmentEvent.CANCEL
        await shipping.move_shipment(tx, parcel, cancel, by=actor.label, note=note)
    await free_pieces(tx, order.id, shipment_id)


async def free_pieces(tx: Transaction, order_id: UUID, shipment_id: UUID) -> None:
    """What was packed in a parcel that will not leave waits again."""
    packed = [
        replace(piece, shipment_id=None)
        for piece in await store.pieces_of(tx, order_id)
        if piece.is_waiting and piece.shipment_id == shipment_id
    ]
    await store.keep(tx, packed)


def still_in(parcel: Shipment, pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces that a parcel taken apart was made of, where every one of them waits unpacked;
    none where one has gone another way."""
    wanted = Counter[tuple[str, Paise]]()
    for content in parcel.contents:
        wanted[content.sku, content.price] += content.qty
    found = list[Piece]()
    for piece in pieces:
        is_loose = piece.is_waiting and piece.shipment_id is None
        if is_loose and wanted[piece.sku, piece.net] > 0:
            wanted[piece.sku, piece.net] -= 1
            found.append(piece)
    return [] if any(wanted.values()) else found


def chosen(pieces: Sequence[Piece], lines: Mapping[UUID, int] | None) -> list[Piece]:
    """The pieces to pack: so many of each line, all that wait where nothing is said. Raises
    Invalid."""
    waiting = [piece for piece in pieces if piece.is_waiting and piece.shipment_id is None]
    if lines is None:
        lines = Counter(piece.line_id for piece in waiting)
    found: list[Piece] = []
    for line_id, qty in lines.items():
        of_line = [piece for piece in waiting if piece.line_id == line_id]
        if not 0 < qty <= len(of_line):
            raise Invalid({"items": f"{len(of_line)} of this wait to be packed, not {qty}."})
        found += of_line[:qty]
    if not found:
        raise Invalid({"items": "Nothing of this order waits to be packed."})
    return found


async def _opening(
    tx: Transaction, order: Order, copy: Copy, pieces: Sequence[Piece], packed: Sequence[Piece]
) -> Opening:
    parcels = {each.id: each for each in await shipping.shipments_of(tx, order.id)}
    charges = await charges_to_bill(tx, order.id)
    is_first = not open_parcels(pieces)
    declared = sum(piece.net for piece in packed)
    declared += sum(part.taxed.net for part in charges) if is_first else 0
    asked = sum(parcels[parcel].collectable for parcel in open_parcels(pieces))
    return Opening(
        order_id=order.id,
        number=order.number,
        collectable=to_collect(order.collectable, asked, declared),
        declared=declared,
        address=Consignee(**asdict(copy.shipping_address)),
        parcel=shipping.usual_parcel(sum(piece.weight_grams for piece in packed)),
        contents=_contents(packed),
        promised_by=copy.promised_by,
        email=order.email,
    )


def to_collect(due: Paise, asked: Paise, worth: Paise) -> Paise:
    """What a parcel takes at the door: what it is worth, as far as that much is still due and no
    other parcel was sent to take it.

    >>> to_collect(207900, 107900, 100000), to_collect(150000, 107900, 100000)
    (100000, 42100)
    """
    return max(0, min(worth, due - asked))


def _contents(packed: Sequence[Piece]) -> tuple[Content, ...]:
    """Pieces of one kind and price together, as a waybill lists them."""
    counted = Counter((p.sku, f"{p.title}, {p.size}", p.hsn, p.net) for p in packed)
    return tuple(
        Content(sku, title, hsn, qty, price) for (sku, title, hsn, price), qty in counted.items()
    )
