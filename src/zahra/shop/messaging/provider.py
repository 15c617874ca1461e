"""The port to those who carry SMS and e-mail."""

from typing import Protocol

from zahra.base.errors import Unavailable


class DeliveryFailed(Unavailable):
    """The carrier did not take the message; trying again with the same key is harmless."""

    code = "delivery_failed"
    message = "The message could not be sent."


class Senders(Protocol):
    """Sends one message. `key` makes a repeat harmless; `template` is its registered name.

    Raises DeliveryFailed.
    """

    async def sms(self, *, to: str, text: str, template: str, key: str) -> None: ...

    async def email(
        self, *, to: str, subject: str, text: str, html: str, template: str, key: str
    ) -> None: ...


class Letterhead(Protocol):
    """In whose name messages go out: the brand and the host its pages live on."""

    @property
    def name(self) -> str: ...

    @property
    def host(self) -> str: ...
