"""Where refunds go that are paid out: an account of the buyer's own, named by nobody else.

Who chose none, or whose bank has refused, is asked for one and answers here.
"""

from uuid import UUID

from zahra.base.actors import Actor
from zahra.base.db import Snapshot, Transaction
from zahra.base.errors import Invalid, NotFound
from zahra.shop import payments
from zahra.shop.orders.events import PayoutNeedsAccount
from zahra.shop.orders.payouts import PayoutSeen
from zahra.shop.orders.returning import lock_order
from zahra.shop.orders.store import payouts as store
from zahra.shop.payments import PayoutState, Refund


async def owe_to_account(tx: Transaction, refund: Refund, account_id: UUID | None) -> None:
    """Owe a refund to an account of its buyer's; whoever has none is asked for one. The order's
    lock is held."""
    payout = await payments.open_payout(tx, refund, account_id=account_id)
    if payout.state is PayoutState.NEEDS_ACCOUNT:
        await tx.announce(PayoutNeedsAccount(refund.order_id, refund.id, refund.amount))


async def payouts_of(snapshot: Snapshot, actor: Actor) -> list[PayoutSeen]:
    """The actor's own payouts, the latest first."""
    return await store.payouts_of(snapshot, actor.person)


async def name_payout_account(
    tx: Transaction, actor: Actor, payout_id: UUID, account_id: UUID
) -> PayoutSeen:
    """Send a payout of the actor's own to an account of the actor's own. The same again changes
    nothing, wherever it has come since.

    Raises NotFound, Invalid for an account that is not theirs, WrongMoment once it is on its way.
    """
    if (seen := await store.payout_of(tx, actor.person, payout_id)) is None:
        raise NotFound
    if not await payments.is_own_account(tx, actor.person, account_id):
        raise Invalid({"accountId": "Choose one of your own accounts."})
    await lock_order(tx, seen.order_id)
    if (payout := await payments.payout_to_change(tx, payout_id)) is None:
        raise NotFound
    await payments.send_payout_to(tx, payout, account_id)
    named = await store.payout_of(tx, actor.person, payout_id)
    assert named is not None
    return named
