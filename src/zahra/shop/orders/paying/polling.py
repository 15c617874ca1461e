"""Asking about what nobody told us: attempts, refunds and events that were left lying."""

from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from functools import partial
from uuid import UUID

import structlog

from zahra.base.db import Database
from zahra.shop import payments
from zahra.shop.orders.giving_back.refunding import send_soon
from zahra.shop.orders.paying.disputing import follow_dispute
from zahra.shop.orders.paying.settling import settle
from zahra.shop.payments import Due, EventState, GatewayDown, Gateways, KeptEvent

log = structlog.get_logger("zahra.orders")
BATCH = 200
MOST_SILENCES = 3  # of a gateway in one round: one attempt it cannot answer about is not an outage
PATIENCE = timedelta(minutes=2)  # with an event that its own job has not finished
STRANGER_AFTER = timedelta(hours=1)  # an event about a payment that is none of ours


async def poll_gateways(database: Database, gateways: Gateways) -> None:
    """Settle attempts that are due to be asked about."""
    async with database.snapshot() as snapshot:
        due = await payments.attempts_to_ask_about(snapshot, gateways.clocks, limit=BATCH)
    await _each(due, partial(settle, database, gateways))


async def send_waiting_refunds(database: Database, gateways: Gateways) -> None:
    """Leave a job for every granted refund that has been waiting for long."""
    async with database.transaction() as tx:
        before = tx.now - gateways.clocks.refund_again
        for refund_id in await payments.refunds_not_on_their_way(tx, before=before, limit=BATCH):
            await send_soon(tx, refund_id)


async def settle_waiting_events(database: Database, gateways: Gateways) -> None:
    """Work on every event that its own job has not finished."""
    async with database.snapshot() as snapshot:
        before = snapshot.now - PATIENCE
        left = await payments.events_left_lying(snapshot, before=before, limit=BATCH)
    await _each(left, partial(settle_kept_event, database, gateways))


async def _each(due: Sequence[Due], work: Callable[[UUID], Awaitable[object]]) -> None:
    """Work on all that is due. A gateway that is silent again and again is left alone until the
    next round, and keeps nobody from asking the others."""
    silent = Counter[str]()  # in a row
    for each in due:
        if silent[each.provider] == MOST_SILENCES:
            continue
        try:
            await work(each.id)
        except GatewayDown:
            silent[each.provider] += 1
            log.warning("polling_postponed", gateway=each.provider, why="it is silent")
        except Exception:  # one order must not keep the others from being asked about
            log.exception("settling_failed", about=each.id.hex)
        else:
            silent[each.provider] = 0


async def settle_kept_event(database: Database, gateways: Gateways, event_id: UUID) -> None:
    """Settle the attempt an event is about; what it says itself is never believed.

    One that can only repeat what is written down already does not ask the gateway again.

    An event about nothing we know is parked: it may have come before our own call returned. After
    an hour it is a stranger's, and ignored. Raises GatewayDown.
    """
    async with database.snapshot() as snapshot:
        event = await payments.kept_event(snapshot, event_id)
        is_strange = snapshot.now - event.received_at > STRANGER_AFTER
    if event.state not in (EventState.RECEIVED, EventState.PARKED):
        return
    if event.is_old_news:
        state, note = EventState.PROCESSED, "known already"
    elif await _settled(database, gateways, event):
        state, note = EventState.PROCESSED, ""
    elif is_strange:
        state, note = EventState.IGNORED, "about no payment of ours"
    else:
        state, note = EventState.PARKED, "about nothing we know yet"
    async with database.transaction() as tx:
        await payments.close_event(tx, event_id, state, note=note)


async def _settled(database: Database, gateways: Gateways, event: KeptEvent) -> bool:
    """Settle what an event is about: an attempt, or a dispute of its payment. Whether that is
    known."""
    if event.attempt_id is None:
        return False
    if event.dispute_id is None:
        await settle(database, gateways, event.attempt_id)
        return True
    told = event.told or b""
    return await follow_dispute(database, gateways, event.attempt_id, event.dispute_id, told=told)
