"""Keeping pieces for an order while it is being paid, and giving them back."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from zahra.base.db import Transaction
from zahra.shop.inventory.deciding import stock_to_change, tell_bands
from zahra.shop.inventory.errors import NotPromised
from zahra.shop.inventory.model import Cause, Movement, MovementKind, Wanted
from zahra.shop.inventory.rules import available_to, gathered, refuse_shortage
from zahra.shop.inventory.store import allocations, holds, ledger


async def hold_stock(
    tx: Transaction, order_id: UUID, wanted: Iterable[Wanted], *, until: datetime
) -> None:
    """Hold all of it or nothing until `until` (exclusive); nothing needs to run for it to end.

    Asked again for the same order it renews the hold, to exactly what is wanted now.
    Raises OutOfStock, naming every line that is short.
    """
    lines = gathered(wanted)
    stock = await stock_to_change(tx, lines)
    refuse_shortage(lines, available_to(order_id, stock))
    await holds.upsert_holds(tx, order_id, lines, until=until)
    change = {v: stock[v].held_for(order_id) - qty for v, qty in lines.items()}
    await tell_bands(tx, stock, change)


async def release_stock(tx: Transaction, order_id: UUID) -> None:
    """Give back all that the order holds or was promised. Once: the second time nothing is left.

    What has been shipped stays shipped.
    """
    stock = await stock_to_change(tx, await holds.touched_by(tx, order_id))
    if not stock:
        return
    rest = await allocations.release_rest(tx, order_id)
    taken_back = {each.variant_id: each.qty for each in rest}
    await holds.release_holds(tx, order_id)
    await _write_released(tx, order_id, taken_back)
    change = {v: each.held_for(order_id) + taken_back.get(v, 0) for v, each in stock.items()}
    await tell_bands(tx, stock, change)


async def release_part(tx: Transaction, order_id: UUID, wanted: Iterable[Wanted]) -> None:
    """Take back part of what a placed order was promised and has not been sent. The order's lock
    is held, and its pieces say that this part was not released before.

    Raises NotPromised for more than is still promised: then nothing has changed.
    """
    lines = gathered(wanted)
    stock = await stock_to_change(tx, lines)
    promised = await allocations.allocations_of(tx, order_id)
    outstanding = {each.variant_id: each.outstanding for each in promised}
    if any(qty > outstanding.get(variant_id, 0) for variant_id, qty in lines.items()):
        raise NotPromised
    await allocations.release(tx, order_id, lines)
    await _write_released(tx, order_id, lines)
    await tell_bands(tx, stock, lines)


async def _write_released(tx: Transaction, order_id: UUID, pieces: Mapping[UUID, int]) -> None:
    movements = [Movement(v, MovementKind.RELEASED, allocated=-qty) for v, qty in pieces.items()]
    if movements:
        await ledger.move(tx, movements, Cause("orders", order_id=order_id))
