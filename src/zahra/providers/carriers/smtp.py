"""E-mail through any SMTP server, encrypted on the way.

A plain SMTP server reports nothing later: what its answer does not tell is never known. It tells
at once when nobody lives at an address.
"""

import re
import ssl
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from urllib.parse import unquote, urlsplit
from uuid import UUID

import aiosmtplib

from zahra.shop.messaging.provider import AddressRefused, CarrierDown, Email, MessageRefused

_PORTS = {"smtp": 587, "smtps": 465}
_NEAR = ("localhost", "127.0.0.1", "::1")
_SECONDS = 6.0
_ENHANCED = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_DEAD = ("5.1.1", "5.1.2", "5.1.3", "5.1.10", "5.2.1")  # RFC 3463, 7505: address, or disabled


@dataclass(frozen=True, slots=True)
class SmtpAccount:
    """A server and who we are to it. `sender` is a From header; letters that cannot be delivered go
    back to `bounces`, or else to the sender.

    `implicit_tls` speaks TLS from the first byte; without it STARTTLS is demanded, except of a
    relay on this machine.
    """

    host: str
    port: int
    sender: str
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    implicit_tls: bool = False
    bounces: str = ""
    tls: ssl.SSLContext | None = field(default=None, repr=False)  # only for a server of one's own

    @classmethod
    def at(cls, url: str, sender: str, *, bounces: str = "") -> "SmtpAccount":
        """From `smtp://user:password@host:587`, or `smtps://…`. Raises ValueError."""
        parts = urlsplit(url)
        try:
            host, port = parts.hostname, parts.port or _PORTS[parts.scheme]
        except (ValueError, KeyError):
            host, port = None, 0  # their words quote the password
        if not host:
            raise ValueError("SMTP_URL is smtp://user:password@host:587 or smtps://…")
        return cls(
            host,
            port,
            sender,
            unquote(parts.username) if parts.username else None,
            unquote(parts.password) if parts.password else None,
            implicit_tls=parts.scheme == "smtps",
            bounces=bounces,
        )


class Smtp:
    """An e-mail carrier."""

    name = "smtp"

    def __init__(self, account: SmtpAccount) -> None:
        self._account = account

    async def carry_email(self, email: Email, delivery_id: UUID) -> str:
        try:
            letter = letter_of(email, self._account.sender, delivery_id)
        except (ValueError, MessageError):
            raise MessageRefused("unwritable") from None
        try:
            await self._send(letter)
        except aiosmtplib.SMTPRecipientsRefused as refused:
            raise _refusal(refused.recipients[0]) from None
        except aiosmtplib.SMTPDataError as refused:
            raise _refusal(refused) from None
        except aiosmtplib.SMTPResponseException as refused:
            raise CarrierDown(f"smtp {refused.code}") from None
        except (aiosmtplib.SMTPNotSupported, ValueError) as why:
            raise MessageRefused(type(why).__name__) from None
        except (aiosmtplib.SMTPException, OSError) as trouble:
            raise CarrierDown(type(trouble).__name__) from None
        return letter["Message-ID"]

    async def close(self) -> None:
        """Every message has a connection of its own."""

    async def _send(self, letter: EmailMessage) -> None:
        account = self._account
        starts_tls = not account.implicit_tls and account.host not in _NEAR
        await aiosmtplib.send(
            letter,
            sender=account.bounces or None,
            hostname=account.host,
            port=account.port,
            username=account.username,
            password=account.password,
            use_tls=account.implicit_tls,
            start_tls=starts_tls,
            tls_context=account.tls,
            timeout=_SECONDS,
        )


def letter_of(email: Email, sender: str, delivery_id: UUID) -> EmailMessage:
    """The message as it travels; a repeat has the same Message-ID. Raises ValueError."""
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = sender, email.to, email.subject
    letter["Date"] = format_datetime(datetime.now(UTC))
    domain = parseaddr(sender)[1].rpartition("@")[2]
    letter["Message-ID"] = f"<{delivery_id}@{domain}>"
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(email.text)
    letter.add_alternative(email.html, subtype="html")
    return letter


def is_dead(said: str) -> bool:
    """Whether a refusal means that nobody receives mail there, now or tomorrow.

    Only the enhanced code says so: a bare 550 may as well be about us.

    >>> is_dead("5.1.1 No such user"), is_dead("5.7.1 Your network is blocked"), is_dead("No")
    (True, False, False)
    """
    found = _ENHANCED.search(said)
    return found is not None and found[1] in _DEAD


def _refusal(refused: aiosmtplib.SMTPResponseException) -> AddressRefused | MessageRefused:
    kind = AddressRefused if is_dead(refused.message) else MessageRefused
    return kind(f"smtp {refused.code}")
