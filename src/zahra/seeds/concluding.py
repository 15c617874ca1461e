"""What became of a past order after it was made: paid, paid at the second try, left, given back."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from zahra.base.actors import Actor
from zahra.seeds.catalogue import Ending, PastOrder
from zahra.seeds.staging import Stage
from zahra.shop import orders, payments

_PAYING = timedelta(minutes=1)  # from the order to the bank's word
_RETRYING = timedelta(minutes=4)  # from one try to the next
_COMPLAINING = timedelta(days=6)  # until somebody writes about a fault


@dataclass(frozen=True, slots=True)
class Ordered:
    """An order that was made at a moment, and the people it concerns."""

    told: PastOrder
    placed: orders.Placed
    buyer: Actor
    owner: Actor
    at: datetime

    @property
    def attempt(self) -> payments.Attempt:
        """The attempt at paying it; a second try is the same attempt."""
        assert self.placed.attempt is not None
        return self.placed.attempt


async def stand(stage: Stage, ordered: Ordered) -> None:
    """Nothing more happens to it."""


async def be_sure_of(stage: Stage, ordered: Ordered) -> None:
    """It is paid at the door; where the ladder wants to be sure, the owner has rung them up."""
    if ordered.placed.order.is_placed:
        return
    stage.move_to(ordered.at + _PAYING)
    async with stage.shop.database.transaction() as tx:
        named = ordered.placed.order.id
        await orders.confirm_for_buyer(tx, ordered.owner, named, reason="spoke on the phone")


async def pay(stage: Stage, ordered: Ordered) -> None:
    """The bank takes the money."""
    at = ordered.at + _PAYING
    stage.move_to(at)
    await _hear(stage, ordered, stage.bank.take, at)


async def pay_the_second_time(stage: Stage, ordered: Ordered) -> None:
    """The bank declines, and minutes later it does not."""
    shop, at = stage.shop, ordered.at + _PAYING
    stage.move_to(at)
    await _hear(stage, ordered, stage.bank.decline, at)
    stage.move_to(at + _RETRYING)
    await orders.open_payment(
        shop.database,
        shop.gateways,
        ordered.buyer,
        ordered.placed.order.id,
        ordered.attempt.provider,
        key=f"demo:{ordered.told.key}:again",
    )
    await _hear(stage, ordered, stage.bank.take, at + _RETRYING)


async def leave(stage: Stage, ordered: Ordered) -> None:
    """Nobody pays, and the time runs out."""
    shop = stage.shop
    stage.move_to(ordered.at + shop.gateways.clocks.expire + _PAYING)
    await orders.jobs.expire_orders(shop.database, shop.gateways)


async def get_some_back(stage: Stage, ordered: Ordered) -> None:
    """Days after it came the owner gives back what the last line cost."""
    shop = stage.shop
    stage.move_to(ordered.at + _COMPLAINING)
    async with shop.database.transaction() as tx:
        whole = await orders.order(tx, ordered.buyer, ordered.placed.order.id)
        refund = await orders.refund_payment(
            tx,
            ordered.owner,
            ordered.attempt.id,
            whole.lines[-1].total,
            reason="a pulled thread",
            key=f"demo:{ordered.told.key}",
        )
    await orders.jobs.execute_refund(shop.database, shop.gateways, refund.id)


async def _hear(stage: Stage, ordered: Ordered, word: Callable[..., None], at: datetime) -> None:
    """The bank says its word at a moment, and the shop asks what it was."""
    attempt, shop = ordered.attempt, stage.shop
    word(attempt.provider_order_id, ordered.told.instrument, at=at)
    await orders.settle(shop.database, shop.gateways, attempt.id)


AFTERWARDS: Mapping[Ending, Callable[[Stage, Ordered], Awaitable[None]]] = {
    Ending.PLACED_PAID: pay,
    Ending.PLACED_AFTER_RETRY: pay_the_second_time,
    Ending.PLACED_COD: be_sure_of,
    Ending.PARTLY_REFUNDED: pay,
    Ending.PENDING_PAYMENT: stand,
    Ending.CANCELLED_EXPIRED: leave,
}
LATER: Mapping[Ending, Callable[[Stage, Ordered], Awaitable[None]]] = {
    Ending.PARTLY_REFUNDED: get_some_back,
}
