"""Pieces that leave the shelf with a parcel, and pieces that come back to it."""

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from zahra.base.db import Transaction
from zahra.shop.inventory.deciding import stock_to_change, tell_bands
from zahra.shop.inventory.errors import NotPromised
from zahra.shop.inventory.model import Cause, Movement, MovementKind, Wanted
from zahra.shop.inventory.rules import gathered
from zahra.shop.inventory.store import allocations, ledger


async def ship_stock(
    tx: Transaction, order_id: UUID, wanted: Iterable[Wanted], *, shipment_id: UUID
) -> None:
    """Take a parcel's pieces off the shelf: `on_hand` and the order's promise fall together.

    Once a parcel; the second time nothing happens. What may be sold does not change. Raises
    NotPromised for pieces that are not promised to this order.
    """
    lines = gathered(wanted)
    await stock_to_change(tx, lines)
    cause = Cause("orders", order_id=order_id, shipment_id=shipment_id)
    if await ledger.is_written(tx, cause):
        return
    promised = await allocations.allocations_of(tx, order_id)
    outstanding = {each.variant_id: each.outstanding for each in promised}
    if any(qty > outstanding.get(variant_id, 0) for variant_id, qty in lines.items()):
        raise NotPromised
    await allocations.ship(tx, order_id, lines)
    movements = [
        Movement(v, MovementKind.SHIPPED, on_hand=-qty, allocated=-qty) for v, qty in lines.items()
    ]
    await ledger.move(tx, movements, cause)


async def take_back(
    tx: Transaction,
    *,
    resellable: Iterable[Wanted] = (),
    damaged: Iterable[Wanted] = (),
    cause: Cause,
) -> None:
    """Put what came back on the shelf, by the count at the dock; once for a return or an RTO.

    Damaged pieces are on hand, for a picker can count them, but never for sale: a count writes
    them off (`adjust_stock`). `cause` names the return or the RTO.
    """
    if cause.return_id is None and cause.rto_id is None:
        raise ValueError("only a return or a parcel that came back brings stock back")
    good, bad = gathered(resellable), gathered(damaged)
    stock = await stock_to_change(tx, sorted({*good, *bad}))
    if not stock or await ledger.is_written(tx, replace(cause, shipment_id=None)):
        return
    movements = [
        Movement(
            variant_id,
            MovementKind.RECEIVED,
            on_hand=good.get(variant_id, 0) + bad.get(variant_id, 0),
            unavailable=bad.get(variant_id, 0),
        )
        for variant_id in stock
    ]
    await ledger.move(tx, movements, cause)
    await tell_bands(tx, stock, good)
