"""Following disputes: what a payer's bank wants back holds the goods, and what is owed besides.

While one is open nothing of its order is picked, packed or dispatched, and no refund of the payment
is sent: its gateway would refuse it, and what is paid twice does not come back. Once it is won both
go on where they stood. What is lost cannot be given back once more, and no goods are sent for it.
"""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

import structlog

from zahra.base.db import Database, Transaction
from zahra.shop import disputes, payments
from zahra.shop.disputes import Dispute, DisputeFact, Disputing
from zahra.shop.orders.giving_back.refunding import send_soon
from zahra.shop.orders.paying.settling import settle
from zahra.shop.orders.paying.telling_desk import tell_desk
from zahra.shop.orders.returning import lock_order
from zahra.shop.payments import Attempt, GatewayDown, GatewayRefused, Gateways, Payment

log = structlog.get_logger("zahra.orders")
BATCH = 200


async def follow_dispute(
    database: Database, gateways: Gateways, attempt_id: UUID, dispute_id: str, *, told: bytes = b""
) -> bool:
    """Bring a dispute to where its gateway says it is; whether its payment is known.

    The payment is asked about first: a refund made before must be known before money is lost.
    Raises NotFound, and GatewayDown: then nothing of the dispute has changed.
    """
    order = await settle(database, gateways, attempt_id)
    async with database.snapshot() as snapshot:
        attempt = await payments.attempt(snapshot, attempt_id)
    fact = await _asked(gateways, attempt, dispute_id, told)
    if fact is None:
        return True
    return await database.run(partial(_apply, order_id=order.id, attempt=attempt, fact=fact))


async def ask_about_disputes(database: Database, gateways: Gateways) -> None:
    """Ask about every open dispute: a webhook may have been lost. A silent gateway is left alone
    until the next time."""
    async with database.snapshot() as snapshot:
        due = await disputes.undecided(snapshot, limit=BATCH)
    silent = set[str]()
    for each in due:
        if each.provider in silent or each.provider not in gateways:
            continue
        try:
            await follow_dispute(database, gateways, each.attempt_id, each.provider_dispute_id)
        except GatewayDown:
            silent.add(each.provider)
        except Exception:  # one must not keep the others from being asked about
            log.exception("dispute_not_followed", dispute=each.id.hex)


async def _asked(
    gateways: Gateways, attempt: Attempt, dispute_id: str, told: bytes
) -> DisputeFact | None:
    """What the gateway says; None where it says nothing. Raises GatewayDown."""
    gateway = gateways.named(attempt.provider)
    if not isinstance(gateway, Disputing):
        return None
    try:
        return await gateway.dispute(dispute_id, told)
    except GatewayRefused as no:
        if no.is_about_our_keys:
            raise GatewayDown(why="our keys are refused") from no
        log.error("dispute_unknown", attempt=attempt.id.hex, **no.details)
        return None


async def _apply(tx: Transaction, *, order_id: UUID, attempt: Attempt, fact: DisputeFact) -> bool:
    order = await lock_order(tx, order_id)
    known = await payments.payments_of_order(tx, order.id)
    payment = await _disputed(tx, known, attempt, fact)
    if payment is None:
        return False
    applied = await disputes.apply_dispute(tx, payment, fact)
    for refund in applied.to_send:
        await send_soon(tx, refund.id)
    if applied.has_moved:
        await _tell(tx, applied.dispute)
    return True


async def _tell(tx: Transaction, dispute: Dispute) -> None:
    """Leave the job that writes to whoever answers disputes, once a step."""
    once = f"dispute:{dispute.id}:{dispute.state.value}"
    await tx.defer(tell_desk, once=once, dispute_id=dispute.id, state=dispute.state.value)


async def _disputed(
    tx: Transaction, known: Sequence[Payment], attempt: Attempt, fact: DisputeFact
) -> Payment | None:
    """The payment a fact is about, by the gateway's name of it or of what it paid for; only money
    that we have had can be disputed. A dispute stays with the payment it was first told of: told of
    another order's it is nobody's."""
    own = [p for p in known if p.attempt_id == attempt.id and p.is_captured]
    by_order = own if fact.payment_id == attempt.provider_order_id else []
    named = [p for p in own if p.provider_payment_id == fact.payment_id]
    told = await disputes.dispute_named(tx, attempt.provider, fact.id)
    found = [*named, *by_order]
    if told is not None and found:
        found = [p for p in own if p.id == told.payment_id]
    return next(iter(found), None)
