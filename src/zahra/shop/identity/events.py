"""Facts identity announces."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from zahra.base.events import Event


@dataclass(frozen=True, slots=True)
class LoggedIn(Event):
    """Somebody proved who they are. `cart_token` is the bag they filled as a guest, if any."""

    user_id: UUID
    cart_token: str | None


@dataclass(frozen=True, slots=True)
class CodeAnswered(Event):
    """A login code was right; the session of whoever it belongs to opens next.

    `is_new`: their account was made by it. `is_named`: the answer came from the browser that asked,
    or named the challenge, so that whoever asked and whoever answers are the same.
    """

    challenge_id: UUID
    user_id: UUID
    is_new: bool
    is_named: bool


@dataclass(frozen=True, slots=True)
class PhoneTold(Event):
    """Somebody who signed up with their e-mail address told a phone too, not proved yet: they may
    prove it until then."""

    user_id: UUID
    phone: str
    until: datetime
