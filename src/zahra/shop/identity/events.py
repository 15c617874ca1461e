"""Facts identity announces."""

from dataclasses import dataclass
from uuid import UUID

from zahra.base.events import Event


@dataclass(frozen=True, slots=True)
class LoggedIn(Event):
    """Somebody proved who they are. `cart_token` is the bag they filled as a guest, if any."""

    user_id: UUID
    cart_token: str | None
