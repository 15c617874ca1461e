"""What is owed for pieces that passed: money, store credit, or another piece that is sent out.

All of it is one transaction. The value of pieces that are exchanged becomes store credit that the
new order spends at once, so an even exchange moves no money; a rest goes back by what was paid.
"""

from uuid import UUID

from zahra.base import audit
from zahra.base.actors import Actor, Permission
from zahra.base.db import Transaction
from zahra.shop import orders
from zahra.shop.orders import Giveback, GivebackKind, GivingBack, Order, Piece, Replacing
from zahra.shop.payments import Destination
from zahra.shop.returns.events import ReturnSettled
from zahra.shop.returns.exchanging import move_exchange
from zahra.shop.returns.model import Exchange, Return
from zahra.shop.returns.moving import follow_returns, move_return, return_to_change
from zahra.shop.returns.states import RETURN_LIFE, ExchangeEvent, ExchangeState, ReturnEvent
from zahra.shop.returns.store import exchanges
from zahra.shop.returns.store import returns as store
from zahra.shop.returns.worth import Worth, gives_charges_back, worth_of
from zahra.shop.tax import Seller


async def refund_return(
    tx: Transaction, actor: Actor, return_id: UUID, *, seller: Seller
) -> Return:
    """Give what is owed for the pieces that passed, and send out what was wanted in exchange; once.

    A difference for something dearer is paid before that leaves. Raises WrongMoment,
    StepUpRequired, PaymentDisputed where a disputed payment would become store credit.
    """
    actor.must(Permission.REFUNDS_CREATE)
    actor.must_be_fresh(tx.now)
    order, given = await return_to_change(tx, return_id)
    RETURN_LIFE.after(given.state, ReturnEvent.REFUND)
    pieces = await orders.pieces_of(tx, order.id)
    exchange = await _kept(tx, given)
    worth = worth_of(await store.items_of(tx, [given.id]), pieces, is_kept=exchange is not None)
    made = await _give_back(tx, actor, order, given, worth, exchange=exchange)
    given = await move_return(tx, given, ReturnEvent.REFUND, by=actor.label, giveback_id=made.id)
    sent = None
    if exchange is not None and worth.instead:
        asked = Replacing(
            exchange.id,
            worth.instead,
            credit=min(worth.kept, made.refunded),
            pay_by=exchange.held_until,
            seller=seller,
            by=actor.label,
        )
        sent = await orders.replace_pieces(tx, order, asked)
    await _conclude(tx, actor, given, made, sent)
    return given


async def _kept(tx: Transaction, given: Return) -> Exchange | None:
    """What is kept for this return, if it is still. What has lapsed is let go: then money goes
    back."""
    exchange = await exchanges.exchange_of(tx, given.id)
    if exchange is None or exchange.is_kept(tx.now):
        return exchange
    if exchange.state is ExchangeState.HELD:
        await move_exchange(tx, exchange, ExchangeEvent.RELEASE)
    return None


async def _give_back(
    tx: Transaction,
    actor: Actor,
    order: Order,
    given: Return,
    worth: Worth,
    *,
    exchange: Exchange | None,
) -> Giveback:
    is_payout = given.destination is Destination.PAYOUT
    is_credit = given.destination is Destination.STORE_CREDIT
    giving = GivingBack(
        GivebackKind.RETURN,
        (*worth.refunded, *worth.exchanged),
        reason=f"return {given.number}",
        key=f"return:{given.id}",
        by=actor.label,
        with_charges=await _at_fault(tx, order.id),
        cash_to=Destination.PAYOUT if is_payout else Destination.STORE_CREDIT,
        account_id=given.payout_destination_id,
        as_credit=order.total if is_credit else worth.as_credit,
        spent=worth.kept,
        spent_on=exchange.id if exchange and worth.kept else None,
    )
    return await orders.give_back(tx, order, giving)


async def _at_fault(tx: Transaction, order_id: UUID) -> bool:
    """Whether freight and fees go back, by all that has come back of the order and comes now."""
    known = await store.returns_of_order(tx, order_id)
    items = await store.items_of(tx, [given.id for given in known])
    pieces: list[Piece] = await orders.pieces_of(tx, order_id)
    return gives_charges_back(items, pieces)


async def _conclude(
    tx: Transaction, actor: Actor, given: Return, made: Giveback, sent: Order | None
) -> None:
    await follow_returns(tx, given.order_id, by=actor.label)
    detail = {"refunded": made.refunded, "goods": made.goods, "charges": made.charges}
    await audit.note(tx, actor, "return.refunded", subject=given.number, detail=detail)
    refunded = made.refunded - (sent.credit_used if sent else 0)
    await tx.announce(
        ReturnSettled(
            given.id,
            given.number,
            given.order_id,
            refunded=refunded,
            replacement=sent.number if sent else None,
            due=sent.due_online if sent else 0,
            giveback_id=made.id,
        )
    )
