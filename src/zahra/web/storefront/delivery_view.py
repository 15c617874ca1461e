"""What the page shows that a link about a failed delivery opens."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from zahra.shop.shipping import FailedAttempt, NdrState, Wish, days_to_pick
from zahra.web.ui.forms import UNTOUCHED, FormState

_DONE = (NdrState.ANSWERED, NdrState.PUSHED)


@dataclass(frozen=True, slots=True)
class FailedDeliveryPage:
    """A parcel that could not be handed over. Of its address only the place is shown: whoever
    reads the message may be somebody else. `wish` is what was answered before."""

    token: str
    number: str
    place: str
    attempt: int
    state: Literal["open", "answered", "over"]
    days: tuple[tuple[str, str], ...]
    wish: Wish | None = None
    deliver_on: date | None = None
    can_change: bool = False
    form: FormState = UNTOUCHED

    @classmethod
    def of(
        cls, token: str, found: FailedAttempt, *, today: date, form: FormState
    ) -> "FailedDeliveryPage":
        ndr, parcel = found.ndr, found.shipment
        is_done = ndr.state in _DONE
        if form is UNTOUCHED and ndr.deliver_on:
            form = FormState({"deliver_on": ndr.deliver_on.isoformat()})
        return cls(
            token=token,
            number=parcel.number,
            place=f"{parcel.address.city} {parcel.pincode}",
            attempt=ndr.attempt,
            state="answered" if is_done else "open" if found.can_be_answered else "over",
            days=tuple(map(_named, days_to_pick(today))),
            wish=ndr.wish,
            deliver_on=ndr.deliver_on,
            can_change=found.can_be_answered,
            form=form,
        )


def _named(day: date) -> tuple[str, str]:
    """A day as a form sends it, and as it is read.

    >>> _named(date(2026, 11, 25))
    ('2026-11-25', 'Wednesday, 25 November')
    """
    return day.isoformat(), f"{day:%A}, {day.day} {day:%B}"
