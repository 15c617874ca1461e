"""Asking to send something back: judged by what was frozen on the order's lines, and what is
wanted in exchange is kept from this moment on."""

from collections.abc import Mapping
from uuid import UUID

from zahra.base import audit, ids
from zahra.base.actors import Actor, Kind, Permission
from zahra.base.db import Transaction
from zahra.base.errors import NotFound
from zahra.shop import orders, payments, uploads
from zahra.shop.orders import Order
from zahra.shop.payments import Destination
from zahra.shop.returns.errors import NoDestination
from zahra.shop.returns.exchanging import differences_of, hold_exchange
from zahra.shop.returns.model import HAND_OVER, Asking, Return, ReturnItem, Step
from zahra.shop.returns.moving import follow_returns, tell
from zahra.shop.returns.rules import check_asking, chosen_pieces, returnable_lines
from zahra.shop.returns.states import ReturnState
from zahra.shop.returns.store import returns as store

PREFIX = "RT"


async def ask_return(tx: Transaction, actor: Actor, order_id: UUID, asking: Asking) -> Return:
    """Ask to send pieces of one's own order back, once per `asking.key`; staff ask for its owner,
    and with `override` they take what is too late.

    Raises NotFound, Invalid for photos that are not the asker's, NotReturnable, NoSuchExchange,
    OutOfStock, NoDestination, and StepUpRequired where money is to go to an account.
    """
    order = await orders.lock_order(tx, order_id)
    _check_asker(actor, order, asking)
    check_asking(asking)
    if (made := await store.return_by_key(tx, order_id, asking.key)) is not None:
        return made
    await uploads.must_be_own(tx, actor, _photos(asking))
    await _check_destination(tx, actor, order, asking)
    lines = returnable_lines(
        await orders.pieces_of(tx, order_id),
        await store.taken_of_order(tx, order_id),
        faulty={item.order_line_id for item in asking.items if item.reason.is_shops_fault},
        now=tx.now,
        is_late_fine=asking.override is not None,
    )
    chosen = chosen_pieces(asking, lines)
    given = _return(order, asking, tx)
    items = await _items(tx, given, asking, chosen)
    await store.insert(tx, given, items, key=asking.key)
    await store.move(tx, given, Step(tx.now, None, given.state, actor.label, asking.override or ""))
    await hold_exchange(tx, given, items)
    await follow_returns(tx, order.id, by=actor.label)
    if order.user_id != actor.user_id:
        detail = {"order": order.number, "is_override": asking.override is not None}
        await audit.note(tx, actor, "return.asked", subject=given.number, detail=detail)
    await tell(tx, given)
    return given


def _check_asker(actor: Actor, order: Order, asking: Asking) -> None:
    """Another's order does not exist; only staff who handle returns take what is too late."""
    if actor.kind is Kind.SHOPPER and order.user_id == actor.person:
        if asking.override is not None:
            actor.must(Permission.RETURNS_WRITE)
        return
    if not actor.may(Permission.RETURNS_WRITE) and order.user_id != actor.person:
        raise NotFound
    if asking.override is not None:
        actor.must(Permission.RETURNS_WRITE)


async def _check_destination(tx: Transaction, actor: Actor, order: Order, asking: Asking) -> None:
    """An account is the owner's own, named by them with a fresh proof."""
    if asking.destination is not Destination.PAYOUT:
        return
    if asking.account_id is None:
        raise NoDestination({"accountId": NoDestination.message})
    actor.must_be_fresh(tx.now)
    if not await payments.is_own_account(tx, order.user_id, asking.account_id):
        raise NoDestination({"accountId": NoDestination.message})


def _photos(asking: Asking) -> dict[str, tuple[str, ...]]:
    return {f"items.{at}.photos": item.photos for at, item in enumerate(asking.items)}


def _return(order: Order, asking: Asking, tx: Transaction) -> Return:
    is_payout = asking.destination is Destination.PAYOUT
    return Return(
        id=ids.new(),
        number=ids.human_number(PREFIX),
        order_id=order.id,
        user_id=order.user_id,
        state=ReturnState.REQUESTED,
        destination=asking.destination,
        payout_destination_id=asking.account_id if is_payout else None,
        override=asking.override,
        note=asking.note,
        courier=None,
        awb=None,
        pickup_on=None,
        hand_over_by=tx.now + HAND_OVER,
        giveback_id=None,
        created_at=tx.now,
        received_at=None,
        closed_at=None,
    )


async def _items(
    tx: Transaction, given: Return, asking: Asking, chosen: Mapping[UUID, tuple[int, ...]]
) -> list[ReturnItem]:
    differences = await differences_of(tx, given.order_id, asking)
    return [
        ReturnItem(
            id=ids.new(),
            return_id=given.id,
            order_line_id=item.order_line_id,
            qty=item.qty,
            reason=item.reason,
            note=item.note,
            photos=item.photos,
            resolution=item.resolution,
            exchange_variant_id=item.exchange_variant_id,
            difference=differences.get(item.order_line_id, 0),
            pieces=chosen[item.order_line_id],
        )
        for item in asking.items
    ]
