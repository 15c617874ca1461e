"""Closing attempts: in our books under the order's lock, at their gateway by a job."""

from uuid import UUID

import structlog

from zahra.base.db import Database, Transaction
from zahra.base.jobs import job
from zahra.shop.payments.gateways import Gateways
from zahra.shop.payments.model import Attempt
from zahra.shop.payments.provider import GatewayRefused
from zahra.shop.payments.states import ATTEMPT_LIFE, AttemptEvent
from zahra.shop.payments.store import attempts as store

log = structlog.get_logger("zahra.payments")


async def close_attempts(tx: Transaction, order_id: UUID, event: AttemptEvent) -> None:
    """Cancel or expire what is live of an order's attempts. The order's lock is held."""
    for attempt in await store.attempts_of_order(tx, order_id):
        if attempt.is_live:
            await close_attempt(tx, attempt, event)


async def close_attempt(tx: Transaction, attempt: Attempt, event: AttemptEvent) -> Attempt:
    """Cancel or expire one. Links, and pages of gateways that can be closed, are closed there
    too; money that comes all the same is taken or given back."""
    closed = await store.move(tx, attempt, ATTEMPT_LIFE.after(attempt.state, event))
    await close_soon(tx, closed)
    return closed


async def close_soon(tx: Transaction, attempt: Attempt) -> None:
    """Leave the job that closes it at its gateway, where there is something to close."""
    if attempt.pay_url is not None:
        await tx.defer(close_at_gateway, once=f"close:{attempt.id}", attempt_id=attempt.id)


@job(tries=6, first_wait=4)
async def close_at_gateway(database: Database, gateways: Gateways, attempt_id: UUID) -> None:
    """Make the gateway's page of a closed attempt unpayable. Raises GatewayDown, to be tried
    again; a gateway that will not is left alone."""
    async with database.snapshot() as snapshot:
        attempt = await store.attempt(snapshot, attempt_id)
    if attempt is None or attempt.provider_order_id is None or attempt.is_live:
        return
    try:
        await gateways.named(attempt.provider).close_order(attempt.provider_order_id)
    except GatewayRefused as no:
        log.warning("gateway_order_not_closed", attempt=attempt.id.hex, **no.details)
