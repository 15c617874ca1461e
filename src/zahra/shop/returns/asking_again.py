"""Having a courier sent once more, after one came in vain, was refused or stayed away."""

from dataclasses import replace
from uuid import UUID

from zahra.base import audit
from zahra.base.actors import Actor, Permission
from zahra.base.db import Transaction
from zahra.base.errors import NotFound
from zahra.shop.returns.errors import PickupNotFailed
from zahra.shop.returns.fetching import open_pickup
from zahra.shop.returns.jobs import book_pickup
from zahra.shop.returns.model import Return, WholeReturn
from zahra.shop.returns.moving import return_to_change
from zahra.shop.returns.pickups import ReturnPickup
from zahra.shop.returns.states import TO_FETCH, PickupState
from zahra.shop.returns.store import pickups as store
from zahra.shop.shipping import BookingState


async def ask_pickup_again(tx: Transaction, actor: Actor, return_id: UUID) -> Return:
    """Ask for another pickup of one's own return, after somebody came in vain or was called off;
    staff also after a courier's no. Asked twice it is asked once.

    Raises NotFound, PickupNotFailed.
    """
    order, given = await return_to_change(tx, return_id)
    is_staff = actor.may(Permission.RETURNS_WRITE)
    if order.user_id != actor.user_id and not is_staff:
        raise NotFound
    known = await store.pickups_of(tx, given.id)
    if not known or given.state not in TO_FETCH:
        raise PickupNotFailed
    last = known[-1]
    if last.state is PickupState.CANCELLED and (last.called_off_at is None or is_staff):
        await open_pickup(tx, given, last.courier)
    elif last.booking is BookingState.BOOKED and last.state is PickupState.FAILED:
        await store.keep(tx, replace(last, booking=BookingState.OPENED))
    elif last.booking is BookingState.REFUSED and is_staff:
        await store.keep(tx, replace(last, booking=_before_the_no(last)))
    elif not (last.is_expected and last.booking in (BookingState.ASKED, BookingState.OPENED)):
        raise PickupNotFailed
    if order.user_id != actor.user_id:
        await audit.note(tx, actor, "return.pickup_asked_again", subject=given.number)
    await tx.defer(book_pickup, return_id=given.id, once=f"pickup:{given.id}")
    return given


def may_ask_again(whole: WholeReturn) -> bool:
    """Whether a return's owner may ask for another pickup now."""
    if not whole.pickups or whole.given.state not in TO_FETCH:
        return False
    last = whole.pickups[-1]
    is_failed = last.state is PickupState.FAILED and last.booking is BookingState.BOOKED
    return is_failed or (last.state is PickupState.CANCELLED and last.called_off_at is None)


def _before_the_no(pickup: ReturnPickup) -> BookingState:
    return BookingState.ASKED if pickup.order is None else BookingState.OPENED
