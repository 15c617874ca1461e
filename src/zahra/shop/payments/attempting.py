"""Trying to pay: one live attempt an order, opened at its gateway outside any transaction."""

from datetime import datetime
from functools import partial
from uuid import UUID

import structlog

from zahra.base.db import Database, Snapshot, Transaction
from zahra.base.errors import NotFound
from zahra.base.money import Paise
from zahra.shop.payments.choosing import note_silence
from zahra.shop.payments.closing import close_attempt, close_soon
from zahra.shop.payments.gateways import Gateways
from zahra.shop.payments.model import Attempt
from zahra.shop.payments.provider import (
    GatewayDown,
    GatewayOrder,
    GatewayRefused,
    OpeningLink,
    OpeningOrder,
)
from zahra.shop.payments.states import ATTEMPT_LIFE, AttemptEvent, AttemptState
from zahra.shop.payments.store import attempts as store

log = structlog.get_logger("zahra.payments")
ONE_TRY_EACH = ("payu",)  # its transaction ids take one try: the next needs another


async def open_attempt(
    tx: Transaction,
    order_id: UUID,
    amount: Paise,
    *,
    provider: str,
    key: str,
    expires_at: datetime,
) -> Attempt:
    """A first attempt at paying an order. The order's lock is held, or nobody knows it yet."""
    return await store.insert(
        tx, order_id, amount, provider=provider, key=key, expires_at=expires_at
    )


async def resume_attempt(
    tx: Transaction,
    order_id: UUID,
    amount: Paise,
    *,
    provider: str,
    key: str,
    expires_at: datetime,
) -> Attempt:
    """The attempt to go on with by this gateway. The order's lock is held.

    A live one is found again, and a failed one too, because its gateway order refuses a second
    payment. Another gateway's live one is cancelled, and a link. The same `key` never makes two.
    """
    for attempt in await store.attempts_of_order(tx, order_id):
        is_same = (attempt.provider, attempt.amount) == (provider, amount) and not attempt.is_link
        if is_same and (attempt.is_live or _can_reopen(attempt)):
            return await _reopened(tx, attempt)
        if attempt.is_live:
            await close_attempt(tx, attempt, AttemptEvent.CANCEL)
    if (made := await store.attempt_by_key(tx, order_id, key)) is not None:
        return made
    return await open_attempt(
        tx, order_id, amount, provider=provider, key=key, expires_at=expires_at
    )


async def open_at_gateway(
    database: Database, gateways: Gateways, attempt: Attempt, *, number: str
) -> Attempt:
    """Open the gateway's order, or link, and keep its id. No transaction is open meanwhile.

    After a lost answer a repeat finds the same gateway order by its receipt. A refusal fails the
    attempt. Raises GatewayDown, and the attempt stays as it was.
    """
    if attempt.state is not AttemptState.CREATED:
        return attempt
    try:
        opened = await _opened(gateways, attempt, number)
    except GatewayDown:
        await note_silence(database, attempt.provider)
        raise
    except GatewayRefused as no:
        if no.is_about_our_keys:  # nobody can pay there until somebody mends it
            await note_silence(database, attempt.provider)
        log.error("gateway_order_refused", order=number, attempt=attempt.id.hex, **no.details)
        return await database.run(partial(_note_refused, attempt_id=attempt.id, no=no))
    return await database.run(partial(_note_opened, attempt_id=attempt.id, opened=opened))


async def attempt(snapshot: Snapshot, attempt_id: UUID) -> Attempt:
    """An attempt by its id. Raises NotFound."""
    if (found := await store.attempt(snapshot, attempt_id)) is None:
        raise NotFound
    return found


async def _opened(gateways: Gateways, attempt: Attempt, number: str) -> GatewayOrder:
    gateway, back = gateways.named(attempt.provider), gateways.return_to(number, attempt.id)
    asked = (attempt.receipt, attempt.amount, attempt.currency, number)
    if attempt.is_link:
        return await gateway.open_link(OpeningLink(*asked, attempt.expires_at, back))
    return await gateway.open_order(OpeningOrder(*asked, return_to=back))


async def _note_opened(tx: Transaction, *, attempt_id: UUID, opened: GatewayOrder) -> Attempt:
    """Keep the gateway's id even on an attempt that was closed meanwhile: money may come."""
    before = AttemptState.CREATED
    after = ATTEMPT_LIFE.after(before, AttemptEvent.OPEN)
    moved = await store.move_opened(tx, attempt_id, opened, before=before, after=after)
    found = moved or await store.keep_gateway_order(tx, attempt_id, opened)
    if found is None:
        raise NotFound
    if not found.is_live:
        await close_soon(tx, found)
    return found


async def _note_refused(tx: Transaction, *, attempt_id: UUID, no: GatewayRefused) -> Attempt:
    found = await _to_change(tx, attempt_id)
    if found.state is not AttemptState.CREATED:
        return found
    why = str(no.details.get("reason") or no.details.get("gateway_code") or no.sentence)
    state = ATTEMPT_LIFE.after(found.state, AttemptEvent.FAIL)
    return await store.note_refused(tx, found, state, why)


async def _to_change(tx: Transaction, attempt_id: UUID) -> Attempt:
    if (found := await store.attempt_to_change(tx, attempt_id)) is None:
        raise NotFound
    return found


def _can_reopen(attempt: Attempt) -> bool:
    is_open_there = attempt.provider_order_id is not None
    takes_another = attempt.provider not in ONE_TRY_EACH
    return attempt.state is AttemptState.FAILED and is_open_there and takes_another


async def _reopened(tx: Transaction, attempt: Attempt) -> Attempt:
    return attempt if attempt.is_live else await _move(tx, attempt, AttemptEvent.OPEN)


async def _move(tx: Transaction, attempt: Attempt, event: AttemptEvent) -> Attempt:
    return await store.move(tx, attempt, ATTEMPT_LIFE.after(attempt.state, event))
