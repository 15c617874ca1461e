"""Getting a message to somebody: the port to carriers, and what became of each message."""

from zahra.shop.messaging.arriving import Finding, Verdict
from zahra.shop.messaging.counting import figures, keep_mail_check, mail_checks
from zahra.shop.messaging.letters import Letter, plain_letter
from zahra.shop.messaging.model import (
    Channel,
    ChannelFigures,
    DeliveryFigures,
    MailCheck,
    MailCheckKind,
)
from zahra.shop.messaging.provider import DeliveryFailed, Letterhead, Senders

__all__ = [
    "Channel",
    "ChannelFigures",
    "DeliveryFailed",
    "DeliveryFigures",
    "Finding",
    "Letter",
    "Letterhead",
    "MailCheck",
    "MailCheckKind",
    "Senders",
    "Verdict",
    "figures",
    "keep_mail_check",
    "mail_checks",
    "plain_letter",
]
