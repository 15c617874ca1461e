"""Writing to the shop itself: disputes have a day by which they must be answered."""

from typing import Protocol
from uuid import UUID

from zahra.base.actors import program
from zahra.base.clock import ist_day
from zahra.base.db import Database
from zahra.base.jobs import job
from zahra.base.money import format_inr
from zahra.shop import disputes
from zahra.shop.disputes import Dispute, DisputeState
from zahra.shop.messaging import Letter, Senders, plain_letter, send_letter
from zahra.shop.orders.model import Order
from zahra.shop.orders.moving import order_row

TEMPLATE = "dispute"
BY = program("disputes")
_WHAT_NOW = {
    DisputeState.OPEN: "Nothing of the order is sent, and no refund of it, until it is decided.",
    DisputeState.UNDER_REVIEW: "The bank is looking at it. Nothing of the order is sent meanwhile.",
    DisputeState.ACTION_REQUIRED: "The bank asks for more papers.",
    DisputeState.WON: "The money stays ours. The order and its refunds go on where they stood.",
    DisputeState.LOST: "The money is gone. Cancel what has not been sent of the order.",
    DisputeState.CLOSED: "Nothing was lost. The order and its refunds go on where they stood.",
}


class Addressed(Protocol):
    """In whose name the shop writes, and where its pages live (no trailing slash)."""

    @property
    def name(self) -> str: ...

    @property
    def url(self) -> str: ...

    @property
    def host(self) -> str: ...


@job(tries=6, first_wait=10)
async def tell_desk(
    database: Database,
    senders: Senders,
    brand: Addressed,
    *,
    desk: str,
    dispute_id: UUID,
    state: str,
) -> None:
    """Tell the desk that a dispute has come to a state, once. Where the shop has no address of its
    own, the exceptions list alone says so. Raises DeliveryFailed: it is tried again."""
    if not desk:
        return
    async with database.snapshot() as snapshot:
        dispute = await disputes.dispute(snapshot, BY, dispute_id)
        order = await order_row(snapshot, dispute.order_id)
    letter = letter_of(dispute, DisputeState(state), order, brand)
    key = f"{TEMPLATE}:{dispute_id}:{state}"
    await send_letter(senders, desk, letter, template=TEMPLATE, key=key)


def letter_of(dispute: Dispute, state: DisputeState, order: Order, brand: Addressed) -> Letter:
    """What the desk is told. It names no buyer."""
    said = state.value.replace("_", " ")
    amount = format_inr(dispute.amount)
    paragraphs = [
        f"The payer's bank disputes {amount} of order {order.number}"
        f" ({dispute.phase.value.replace('_', ' ')}): {said}.",
        _WHAT_NOW[state],
    ]
    if dispute.is_open and dispute.respond_by is not None:
        day = ist_day(dispute.respond_by)
        paragraphs.append(f"To be answered by {day:%a}, {day.day} {day:%b %Y}.")
    paragraphs.append(f"At {dispute.provider} it is {dispute.provider_dispute_id}.")
    return plain_letter(brand, f"Dispute of order {order.number}: {said}", paragraphs)
