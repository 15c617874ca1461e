"""What a message on its way is, and what is known of many."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from zahra.shop.messaging.arriving import Finding, Verdict


class Channel(StrEnum):
    """How a message travels."""

    SMS = "sms"
    EMAIL = "email"


@dataclass(frozen=True, slots=True)
class ChannelFigures:
    """What became of the messages of one carrier, or of a whole channel (`carrier` None).

    `sent` counts every message that was given to a carrier, whatever became of it; `suppressed`
    those that were given to none, because mail to the address came back before. Seconds run from
    giving a message to the carrier's word that it arrived; None where no carrier said so.
    """

    channel: Channel
    carrier: str | None
    sent: int
    delivered: int
    failed: int
    bounced: int
    complained: int
    suppressed: int
    p50_seconds: float | None
    p95_seconds: float | None


@dataclass(frozen=True, slots=True)
class DeliveryFigures:
    """Messages given to carriers from `since` until `until` (exclusive)."""

    since: datetime
    until: datetime
    channels: tuple[ChannelFigures, ...] = ()
    carriers: tuple[ChannelFigures, ...] = ()


class MailCheckKind(StrEnum):
    """Whether DNS was asked, or a letter was sent."""

    CHECK = "check"
    TEST = "test"


@dataclass(frozen=True, slots=True)
class MailCheck:
    """What looking after our mail found at a moment."""

    id: UUID
    at: datetime
    kind: MailCheckKind
    verdict: Verdict
    findings: tuple[Finding, ...]
