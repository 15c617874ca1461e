"""Keeping what is wanted in exchange, from the request until the old piece has passed.

An exchange has the id of the order that will send it out: stock that is held for the one is
promised to the other without ever being free in between.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from zahra.base import ids
from zahra.base.db import Snapshot, Transaction
from zahra.base.money import Paise
from zahra.shop import catalog, inventory, orders
from zahra.shop.inventory import OutOfStock, Wanted
from zahra.shop.orders import Piece
from zahra.shop.returns.errors import NoSuchExchange
from zahra.shop.returns.model import CHECKING, TRAVEL, Asking, Exchange, Return, ReturnItem
from zahra.shop.returns.states import EXCHANGE_LIFE, ExchangeEvent, ExchangeState
from zahra.shop.returns.store import exchanges as store
from zahra.shop.returns.worth import difference_between


async def differences_of(snapshot: Snapshot, order_id: UUID, asking: Asking) -> dict[UUID, Paise]:
    """By how much each piece in exchange is dearer than the old one, by line, as
    `worth.difference_between` has it.

    Only another size or colour of the same style is exchanged. Raises NoSuchExchange.
    """
    wanted = {i.order_line_id: i.exchange_variant_id for i in asking.items if i.exchange_variant_id}
    if not wanted:
        return {}
    pieces = await orders.pieces_of(snapshot, order_id)
    bought = {line_id: [p for p in pieces if p.line_id == line_id] for line_id in wanted}
    variants = {own[0].variant_id for own in bought.values()} | set(wanted.values())
    facts = await catalog.variant_facts(snapshot, variants)
    return {
        line_id: _difference(bought[line_id], facts, variant_id)
        for line_id, variant_id in wanted.items()
    }


def _difference(
    bought: Sequence[Piece], facts: dict[UUID, catalog.VariantFacts], variant_id: UUID
) -> Paise:
    old, new = facts.get(bought[0].variant_id), facts.get(variant_id)
    if new is None or not new.is_sellable or old is None or old.style_id != new.style_id:
        raise NoSuchExchange({"exchangeVariantId": NoSuchExchange.message})
    paid = sum(piece.net for piece in bought) // len(bought)
    return difference_between(old.price, new.price, paid=paid)


async def hold_exchange(tx: Transaction, given: Return, items: Iterable[ReturnItem]) -> None:
    """Keep what is wanted in exchange, all of it or nothing. Raises OutOfStock."""
    wanted = wanted_of((item, item.qty) for item in items)
    if not wanted:
        return
    until = given.hand_over_by + TRAVEL
    exchange = Exchange(ids.new(), given.id, ExchangeState.HELD, until, tx.now)
    await store.insert(tx, exchange)
    await inventory.hold_stock(tx, exchange.id, wanted, until=until)


async def go_on_holding(
    tx: Transaction, given: Return, items: Iterable[ReturnItem], *, until: datetime
) -> None:
    """Keep it longer, for a parcel that is on its way. What has lapsed and was sold since is
    gone: then the money goes back instead."""
    exchange = await store.exchange_of(tx, given.id)
    if exchange is None or exchange.state is not ExchangeState.HELD:
        return
    until = max(exchange.held_until, until + CHECKING)
    try:
        wanted = wanted_of((item, item.qty) for item in items)
        await inventory.hold_stock(tx, exchange.id, wanted, until=until)
    except OutOfStock:
        return
    await store.keep(tx, exchange.id, state=exchange.state, held_until=until)


async def release_exchange(tx: Transaction, given: Return) -> None:
    """Let go of what was kept; nothing where that is over."""
    exchange = await store.exchange_of(tx, given.id)
    if exchange is None or exchange.state is not ExchangeState.HELD:
        return
    await move_exchange(tx, exchange, ExchangeEvent.RELEASE)
    await inventory.release_stock(tx, exchange.id)


async def keep_what_passed(
    tx: Transaction, given: Return, items: Sequence[ReturnItem], *, pay_by: datetime | None
) -> None:
    """Promise what is owed for the pieces that passed, or go on holding it until `pay_by` where a
    difference is to be paid first. Nothing passed, or it is gone: it is released."""
    exchange = await store.exchange_of(tx, given.id)
    if exchange is None or exchange.state is not ExchangeState.HELD:
        return
    owed = wanted_of((item, item.taken) for item in items)
    try:
        if owed and pay_by is None:
            await inventory.allocate_stock(tx, exchange.id, owed)
            await move_exchange(tx, exchange, ExchangeEvent.ALLOCATE)
            return
        if owed and pay_by is not None:
            if len(owed) < len(wanted_of((item, item.qty) for item in items)):
                await inventory.release_stock(tx, exchange.id)
            await inventory.hold_stock(tx, exchange.id, owed, until=pay_by)
            await store.keep(tx, exchange.id, state=exchange.state, held_until=pay_by)
            return
    except OutOfStock:
        pass
    await release_exchange(tx, given)


async def move_exchange(tx: Transaction, exchange: Exchange, event: ExchangeEvent) -> None:
    """Write where an exchange stands after an event. Raises WrongMoment."""
    state = EXCHANGE_LIFE.after(exchange.state, event)
    await store.keep(tx, exchange.id, state=state, held_until=exchange.held_until)


def wanted_of(counted: Iterable[tuple[ReturnItem, int]]) -> list[Wanted]:
    """The stock these exchanges want: items, each with so many pieces."""
    return [
        Wanted(item.exchange_variant_id, qty)
        for item, qty in counted
        if item.exchange_variant_id is not None and qty > 0
    ]
