"""Keeping pieces for an order while it is being paid, and giving them back."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from zahra.base.db import Transaction
from zahra.shop.inventory import store
from zahra.shop.inventory.deciding import stock_to_change, tell_bands
from zahra.shop.inventory.model import Cause, Movement, MovementKind, Wanted
from zahra.shop.inventory.rules import available_to, gathered, refuse_shortage


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
    await store.upsert_holds(tx, order_id, lines, until=until)
    change = {v: stock[v].held_for(order_id) - qty for v, qty in lines.items()}
    await tell_bands(tx, stock, change)


async def release_stock(tx: Transaction, order_id: UUID) -> None:
    """Give back all that the order holds or was promised. Once: the second time nothing is left.

    What has been shipped stays shipped.
    """
    stock = await stock_to_change(tx, await store.touched_by(tx, order_id))
    if not stock:
        return
    taken_back = await store.release_allocations(tx, order_id)
    await store.release_holds(tx, order_id)
    movements = [
        Movement(each.variant_id, MovementKind.RELEASED, allocated=-each.qty) for each in taken_back
    ]
    if movements:
        await store.move(tx, movements, Cause("orders", order_id=order_id))
    change = {variant_id: each.held_for(order_id) for variant_id, each in stock.items()}
    for each in taken_back:
        change[each.variant_id] += each.qty
    await tell_bands(tx, stock, change)
