"""How somebody reads of the courier who fetches a return."""

from collections.abc import Mapping

from zahra.shop.returns import PickupState, ReturnPickup, ReturnState, WholeReturn
from zahra.shop.shipping import BookingState
from zahra.web.storefront.returns_view import Coming
from zahra.web.ui.filters import ist_day

_NOTES: Mapping[PickupState, str] = {
    PickupState.SCHEDULED: "Please have the pieces ready in their bag, with their tags.",
    PickupState.ON_ITS_WAY: "It is on its way to us.",
    PickupState.DELIVERED: "The courier has brought it. We count the pieces next.",
    PickupState.LOST: "The courier cannot find it. That is not your loss: we write to you.",
}
_ARRANGING = "We are arranging who fetches it, and write to you with the day."
_ASKED_AGAIN = "We have asked the courier to come again, and write to you with the day."


def coming_of(whole: WholeReturn) -> Coming | None:
    """Who fetches a return and when; None while nobody is to, and where it is here already."""
    given = whole.given
    asked = [each for each in whole.pickups if each.called_off_at is None]
    if given.state not in (
        ReturnState.APPROVED,
        ReturnState.PICKUP_SCHEDULED,
        ReturnState.PICKED_UP,
    ):
        return None
    if asked:
        return _by_machine(asked[-1])
    if given.courier is None:
        return Coming(note=_ARRANGING)
    if given.state is ReturnState.PICKED_UP:
        note = _NOTES[PickupState.ON_ITS_WAY]
        return Coming(given.courier, awb=given.awb or "", note=note)
    return Coming(given.courier, given.pickup_on, given.awb or "")


def _by_machine(pickup: ReturnPickup) -> Coming:
    if pickup.state is PickupState.WAITING:
        return Coming(note=_ARRANGING)
    is_failed = pickup.state is PickupState.FAILED
    is_asked_again = is_failed and pickup.booking is not BookingState.BOOKED
    return Coming(
        by=pickup.carrier or pickup.courier,
        on=pickup.pickup_on if pickup.state is PickupState.SCHEDULED else None,
        awb=pickup.awb or "",
        tracking_url=pickup.tracking_url or "",
        trouble=_trouble(pickup),
        note=_ASKED_AGAIN if is_asked_again else _NOTES.get(pickup.state, ""),
    )


def _trouble(pickup: ReturnPickup) -> str:
    if pickup.state is PickupState.FAILED:
        why = f": \u201c{pickup.said}\u201d" if pickup.said else ""
        return f"The courier came on {ist_day(pickup.state_at)} and could not fetch it{why}."
    if pickup.state is PickupState.CANCELLED:
        return "The courier has called this pickup off."
    return ""
