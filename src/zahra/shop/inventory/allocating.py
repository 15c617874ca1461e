"""Promising pieces to an order that is placed."""

from collections.abc import Iterable
from uuid import UUID

from zahra.base.db import Transaction
from zahra.shop.inventory.deciding import stock_to_change, tell_bands
from zahra.shop.inventory.model import Cause, Movement, MovementKind, Wanted
from zahra.shop.inventory.rules import available_to, gathered, refuse_shortage
from zahra.shop.inventory.store import allocations, ledger


async def allocate_stock(tx: Transaction, order_id: UUID, wanted: Iterable[Wanted]) -> None:
    """Promise all of it or nothing; what the order holds is used up. `on_hand` stays as it is.

    What it was promised before is not promised twice. Raises OutOfStock, naming what is short.
    """
    lines = gathered(wanted)
    stock = await stock_to_change(tx, lines)
    promised = {
        each.variant_id: each.qty for each in await allocations.allocations_of(tx, order_id)
    }
    missing = {v: qty - promised.get(v, 0) for v, qty in lines.items()}
    missing = {v: qty for v, qty in missing.items() if qty > 0}
    if not missing:
        return
    refuse_shortage(missing, available_to(order_id, stock))
    movements = [Movement(v, MovementKind.ALLOCATED, allocated=qty) for v, qty in missing.items()]
    await ledger.move(tx, movements, Cause("orders", order_id=order_id))
    await allocations.upsert_allocations(tx, order_id, {v: lines[v] for v in missing})
    change = {v: stock[v].held_for(order_id) - missing.get(v, 0) for v in stock}
    await tell_bands(tx, stock, change)


async def convert_holds(tx: Transaction, order_id: UUID, wanted: Iterable[Wanted]) -> None:
    """Make a promise of what was held, now that it is paid for.

    A hold that has lapsed stands in line again: Raises OutOfStock when its pieces went to others.
    """
    await allocate_stock(tx, order_id, wanted)
