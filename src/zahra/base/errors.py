"""The ways the shop says no. Packages subclass these; the faces turn a kind into a status.

A refusal carries a stable `code` for programs, a sentence for people, and details for both.
Programming mistakes stay ordinary exceptions.
"""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar


class ShopError(Exception):
    """A refusal the caller can understand. `code` is stable; `message` is for a person."""

    code: ClassVar[str] = "error"
    message: ClassVar[str] = "That did not work."

    def __init__(self, message: str | None = None, **details: Any) -> None:
        self.sentence = message or self.message
        self.details: dict[str, Any] = details
        super().__init__(self.sentence)


class NotFound(ShopError):
    """Not there, or not yours to see: the two are never told apart."""

    code = "not_found"
    message = "We could not find that."


class Invalid(ShopError):
    """Understood and wrong. `fields` maps a dotted path to the sentences about it."""

    code = "invalid"
    message = "Some details need another look."

    def __init__(
        self,
        fields: Mapping[str, str | Sequence[str]] | None = None,
        message: str | None = None,
        **details: Any,
    ) -> None:
        super().__init__(message, **details)
        self.fields: dict[str, list[str]] = {
            path: [said] if isinstance(said, str) else list(said)
            for path, said in (fields or {}).items()
        }


class Unauthenticated(ShopError):
    """Nobody we know is asking, or their credentials are no longer good."""

    code = "unauthenticated"
    message = "Please log in to go on."


class Forbidden(ShopError):
    """We know who asks, and they may not."""

    code = "forbidden"
    message = "You are not allowed to do that."


class StepUpRequired(Forbidden):
    """Who asks may, once they have shown again that it is them: the last proof is too old."""

    code = "step_up_required"
    message = "Please confirm that it is you, then try again."


class Conflict(ShopError):
    """A fair request at the wrong moment."""

    code = "conflict"
    message = "That cannot be done right now."


class Unavailable(ShopError):
    """Someone we rely on did not answer. `retry_after` is in seconds."""

    code = "unavailable"
    message = "That is not available at the moment. Please try again shortly."
    retry_after: ClassVar[int] = 5


class TooMany(ShopError):
    """Slow down. `retry_after` is in seconds, rounded up."""

    code = "rate_limited"
    message = "Too many tries. Please wait a little."

    def __init__(
        self, message: str | None = None, *, retry_after: int = 60, **details: Any
    ) -> None:
        super().__init__(message, **details)
        self.retry_after = retry_after
