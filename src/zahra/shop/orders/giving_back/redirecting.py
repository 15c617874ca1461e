"""Sending a refused refund another way: what a gateway will not give back is owed all the same.

A bank may be gone, a payment too old (Razorpay: 6 months). Staff decide where it goes instead.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from zahra.base import audit
from zahra.base.actors import Actor, Permission
from zahra.base.db import Transaction
from zahra.base.errors import Invalid, NotFound
from zahra.shop import credit, payments
from zahra.shop.orders.events import RefundRedirected
from zahra.shop.orders.giving_back.naming_accounts import owe_to_account
from zahra.shop.orders.giving_back.refunding import follow_money, send_soon
from zahra.shop.orders.giving_back.spreading import Share, spread, tenders_of
from zahra.shop.orders.model import Order
from zahra.shop.orders.returning import lock_order
from zahra.shop.payments import (
    Destination,
    NothingToRefund,
    NotRefused,
    Payment,
    Refund,
    RefundState,
)


@dataclass(frozen=True, slots=True)
class Redirecting:
    """Where a refused refund goes instead: to its source once more, into store credit, or to one
    of the buyer's accounts; they are asked for one where none is named."""

    destination: Destination
    account_id: UUID | None = None


async def redirect_refund(
    tx: Transaction, actor: Actor, refund_id: UUID, wish: Redirecting
) -> Sequence[Refund]:
    """Grant a refused refund anew, by another way, once; asked again, what was granted then. More
    than one where no single payment of the order has enough left.

    Raises StepUpRequired, NotFound, NotRefused, NothingToRefund, PaymentDisputed, and Invalid for
    an account that is not the buyer's.
    """
    actor.must(Permission.REFUNDS_CREATE)
    actor.must_be_fresh(tx.now)
    if (seen := await payments.refund(tx, refund_id)) is None:
        raise NotFound
    order = await lock_order(tx, seen.order_id)
    refused = await payments.refund(tx, refund_id)
    assert refused is not None
    if made := await payments.refunds_instead_of(tx, refund_id):
        return _same(refused, made, wish)
    if refused.state is not RefundState.FAILED:
        raise NotRefused(state=refused.state.value)
    await _check_account(tx, order, wish)
    known = await payments.payments_of_order(tx, order.id)
    shares = _shares(refused, known, wish.destination)
    granted = [
        await payments.grant_instead(
            tx,
            share.tender,
            share.amount,
            refused,
            destination=wish.destination,
            asked_by=actor.label,
        )
        for share in shares
    ]
    await _send(tx, order, refused, granted, wish)
    await follow_money(tx, order, await payments.payments_of_order(tx, order.id), by=actor.label)
    detail = {"order": order.number, "amount": refused.amount, "to": wish.destination.value}
    await audit.note(tx, actor, "refund.redirected", subject=str(refund_id), detail=detail)
    return granted


def _same(refused: Refund, made: Sequence[Refund], wish: Redirecting) -> Sequence[Refund]:
    if any(refund.destination is not wish.destination for refund in made):
        raise NotRefused(state=refused.state.value)
    return made


async def _check_account(tx: Transaction, order: Order, wish: Redirecting) -> None:
    if wish.account_id is None:
        return
    is_payout = wish.destination is Destination.PAYOUT
    if not is_payout or not await payments.is_own_account(tx, order.user_id, wish.account_id):
        raise Invalid({"accountId": "Name one of the buyer's own accounts, or none."})


def _shares(refused: Refund, known: Sequence[Payment], destination: Destination) -> Sequence[Share]:
    """Of which payments it goes: of its own, and what of that went back for other pieces since, of
    the others that paid for the order. A gateway can only give back its own, and no other pays for
    what a bank has taken. Raises NothingToRefund where less is left than is owed."""
    own = [payment for payment in known if payment.id == refused.payment_id]
    others = [tender for tender in tenders_of(known) if tender.id != refused.payment_id]
    may_share = any(each.is_tender and not each.lost for each in own)
    has_others = destination is not Destination.SOURCE and may_share
    shares = spread(refused.amount, [*own, *others] if has_others else own)
    if sum(share.amount for share in shares) < refused.amount:
        raise NothingToRefund
    return shares


async def _send(
    tx: Transaction, order: Order, refused: Refund, granted: Sequence[Refund], wish: Redirecting
) -> None:
    """Have it on its way, and its owner told where to."""
    for refund in granted:
        if wish.destination is Destination.SOURCE:
            await send_soon(tx, refund.id)
        elif wish.destination is Destination.PAYOUT:
            await owe_to_account(tx, refund, wish.account_id)
        else:
            await payments.note_settled(tx, refund)
    if wish.destination is Destination.STORE_CREDIT:
        key = f"refused:{refused.id.hex}"
        await credit.give(tx, order.user_id, refused.amount, key=key, order_id=order.id)
    if wish.destination is Destination.STORE_CREDIT or wish.account_id is not None:
        news = RefundRedirected(order.id, refused.id, refused.amount, wish.destination)
        await tx.announce(news)
