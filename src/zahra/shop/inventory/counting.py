"""What comes in, and what a count finds: the ways `on_hand` changes without an order."""

from collections.abc import Mapping
from uuid import UUID

from zahra.base import audit
from zahra.base.actors import Actor, Permission
from zahra.base.db import Transaction
from zahra.base.errors import Invalid, NotFound
from zahra.shop.inventory.deciding import stock_to_change, tell_bands
from zahra.shop.inventory.errors import StockPromised
from zahra.shop.inventory.model import Cause, Movement, MovementKind, Stock
from zahra.shop.inventory.store import ledger, levels


async def receive_stock(
    tx: Transaction, actor: Actor, variant_id: UUID, qty: int, *, reason: str
) -> None:
    """Put `qty` pieces of a variant on the shelf."""
    await receive_delivery(tx, actor, {variant_id: qty}, reason=reason)


async def receive_delivery(
    tx: Transaction, actor: Actor, pieces: Mapping[UUID, int], *, reason: str
) -> None:
    """Put a delivery on the shelf: pieces by variant, each at least one."""
    actor.must(Permission.STOCK_WRITE)
    if not pieces or min(pieces.values()) < 1:
        raise Invalid({"qty": "Receive at least one piece."})
    stock = await _stock_of(tx, pieces)
    movements = [Movement(v, MovementKind.RECEIVED, on_hand=qty) for v, qty in pieces.items()]
    await ledger.move(tx, movements, Cause(actor.label, reason=reason))
    detail = {str(variant_id): qty for variant_id, qty in pieces.items()}
    await audit.note(tx, actor, "stock.received", subject=reason, detail=detail)
    await tell_bands(tx, stock, pieces)


async def load_stock(
    tx: Transaction, actor: Actor, pieces: Mapping[UUID, int], *, reason: str
) -> None:
    """The opening stock of variants that never had any, by the thousand. Nothing is announced:
    have the cards written with `refresh_cards`."""
    actor.must(Permission.STOCK_WRITE)
    await ledger.load(tx, pieces, Cause(actor.label, reason=reason))
    await audit.note(tx, actor, "stock.loaded", subject=f"{len(pieces)} variants")


async def adjust_stock(
    tx: Transaction, actor: Actor, variant_id: UUID, delta: int, *, reason: str
) -> None:
    """Correct `on_hand` to what a count has found; a counter-entry, never a changed line.

    Raises StockPromised when orders were promised more than would be left. Holds do not stop a
    count: the last to pay will be told that it is gone.
    """
    actor.must(Permission.STOCK_WRITE)
    if not reason.strip():
        raise Invalid({"reason": "Say why: found, damaged, lost."})
    if delta == 0:
        raise Invalid({"delta": "Say by how many pieces."})
    stock = await _stock_of(tx, {variant_id: delta})
    level = stock[variant_id].level
    if level.on_hand + delta < 0:
        raise Invalid({"delta": f"There are only {level.on_hand}."})
    if level.unpromised + delta < 0:
        raise StockPromised(promised=level.allocated, would_be=level.on_hand + delta)
    movement = Movement(variant_id, MovementKind.ADJUSTED, on_hand=delta)
    await ledger.move(tx, [movement], Cause(actor.label, reason=reason))
    detail = {"delta": delta, "reason": reason}
    await audit.note(tx, actor, "stock.adjusted", subject=str(variant_id), detail=detail)
    await tell_bands(tx, stock, {variant_id: delta})


async def _stock_of(tx: Transaction, pieces: Mapping[UUID, int]) -> dict[UUID, Stock]:
    await levels.open_levels(tx, pieces)
    stock = await stock_to_change(tx, pieces)
    if len(stock) < len(pieces):
        raise NotFound
    return stock
