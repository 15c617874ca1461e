"""Getting a message to somebody: the port to carriers, and what became of each message."""

from zahra.shop.messaging.arriving import Finding, MailNames, Verdict
from zahra.shop.messaging.carriers import Carriers, carrier_named, hang_up, other_way
from zahra.shop.messaging.counting import figures, keep_mail_check, mail_checks
from zahra.shop.messaging.jobs import forget_old_deliveries
from zahra.shop.messaging.letters import Letter, plain_letter, send_letter
from zahra.shop.messaging.mail_checking import check_mail
from zahra.shop.messaging.model import (
    Channel,
    ChannelFigures,
    DeliveryFigures,
    MailCheck,
    MailCheckKind,
)
from zahra.shop.messaging.provider import (
    DeliveryFailed,
    EmailCarrier,
    ForgedReport,
    Letterhead,
    Reporter,
    Senders,
    SmsCarrier,
)
from zahra.shop.messaging.recording import Record, hear_reports, is_delivered
from zahra.shop.messaging.registered import (
    SMS_TEXTS,
    Addressed,
    registered_text,
    variables_in,
)
from zahra.shop.messaging.states import DeliveryEvent

__all__ = [
    "SMS_TEXTS",
    "Addressed",
    "Carriers",
    "Channel",
    "ChannelFigures",
    "DeliveryEvent",
    "DeliveryFailed",
    "DeliveryFigures",
    "EmailCarrier",
    "Finding",
    "ForgedReport",
    "Letter",
    "Letterhead",
    "MailCheck",
    "MailCheckKind",
    "MailNames",
    "Record",
    "Reporter",
    "Senders",
    "SmsCarrier",
    "Verdict",
    "carrier_named",
    "check_mail",
    "figures",
    "forget_old_deliveries",
    "hang_up",
    "hear_reports",
    "is_delivered",
    "keep_mail_check",
    "mail_checks",
    "other_way",
    "plain_letter",
    "registered_text",
    "send_letter",
    "variables_in",
]
