"""A person's orders, told and forgotten. Of a sale the shop keeps what tax law wants kept."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Any
from uuid import UUID

from zahra.base.actors import Actor, Kind
from zahra.base.db import Snapshot, Transaction
from zahra.shop import payments
from zahra.shop.orders.showing import orders_of
from zahra.shop.orders.store import forgetting as store

AFTER_CANCELLING = timedelta(days=30)  # late money may still come, and must go back
AFTER_PLACING = timedelta(days=60)  # a parcel, a return and its refund are over by then
_PAGE = 100


async def told_about(snapshot: Snapshot, user_id: UUID) -> Sequence[Mapping[str, Any]]:
    """All of somebody's orders with everything their owner may see of them, newest first."""
    owner, told = Actor(Kind.SHOPPER, user_id), list[Mapping[str, Any]]()
    while True:
        page = await orders_of(snapshot, owner, limit=_PAGE, offset=len(told))
        told.extend(asdict(order) for order in page.orders)
        if len(page.orders) < _PAGE:
            return told


async def disputes_told(snapshot: Snapshot, user_id: UUID) -> Sequence[Mapping[str, Any]]:
    """What their bank has disputed of what they paid for, oldest first."""
    return await store.disputes_told(snapshot, user_id)


async def waiting_of(snapshot: Snapshot, user_id: UUID) -> list[str]:
    """The numbers of somebody's orders that wait for money or a confirmation."""
    return await store.waiting_of(snapshot, user_id)


async def forget_erased(tx: Transaction) -> None:
    """Of people whose accounts are gone: blank what an order that is over no longer needs.

    A sale keeps the name and the address of its invoice (CGST Rules, rule 46) and loses phone,
    e-mail address, landmark and note. What was never sold keeps the PIN code and the state.
    """
    over = {"cancelled": tx.now - AFTER_CANCELLING, "placed": tx.now - AFTER_PLACING}
    await store.forget_erased(tx, cancelled_before=over["cancelled"], placed_before=over["placed"])


async def forget_letters_of_gateways(tx: Transaction) -> None:
    """Of people whose accounts are gone: blank what gateways wrote about their orders. It repeats
    phone and e-mail address, and what the law wants kept of a payment stands elsewhere."""
    await payments.forget_bodies(tx, await store.erased_and_written_about(tx))
