"""The ports to those who carry SMS and e-mail.

The shop's verbs are given `Senders`. Behind it, `Carriers` gives each message to carriers in turn;
every company is one carrier.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable
from uuid import UUID

from zahra.base.errors import Unavailable
from zahra.shop.messaging.states import DeliveryEvent


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


@dataclass(frozen=True, slots=True)
class Sms:
    """One SMS to a phone in E.164."""

    to: str
    text: str
    template: str
    key: str


@dataclass(frozen=True, slots=True)
class Email:
    """One e-mail."""

    to: str
    subject: str
    text: str
    html: str
    template: str
    key: str


class NotCarried(Exception):
    """A carrier did not take a message. `reason` is a code of the carrier's, never its words:
    they quote addresses."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class CarrierDown(NotCarried):
    """No usable answer, or none that is about this message: it says nothing of the next carrier."""


class MessageRefused(NotCarried):
    """A clear no to this message. Another carrier may still take it."""


class AddressRefused(NotCarried):
    """Nobody receives mail at this address, whoever carries it."""


class SmsCarrier(Protocol):
    """Carries SMS. `delivery_id` is ours and comes back with what it reports; what is returned is
    its own name for the message. Raises NotCarried."""

    @property
    def name(self) -> str: ...

    async def carry_sms(self, sms: Sms, delivery_id: UUID) -> str: ...

    async def close(self) -> None: ...


class EmailCarrier(Protocol):
    """Carries e-mail; see SmsCarrier."""

    @property
    def name(self) -> str: ...

    async def carry_email(self, email: Email, delivery_id: UUID) -> str: ...

    async def close(self) -> None: ...


class ForgedReport(Exception):
    """No secret of ours proves that the carrier sent this."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a carrier says became of a delivery, by our name for it or, without one, by its own."""

    event: DeliveryEvent
    delivery_id: UUID | None
    carrier_id: str | None
    reason: str = ""


@runtime_checkable
class Reporter(Protocol):
    """A carrier that reports to our webhook. `query` is the address's, without its `?`.

    Raises ForgedReport; what is genuine and says nothing for us is no report.
    """

    def read_reports(
        self, raw: bytes, headers: Mapping[str, str], *, query: str
    ) -> Sequence[Report]: ...
