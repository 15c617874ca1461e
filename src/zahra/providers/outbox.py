"""The development sender: one JSON file per message under the data folder, nothing leaves.

Files cross processes, so that the page `/__dev/outbox` shows what a worker sent, and no code
enters the database. Writing the same message again replaces its file: a repeat is harmless.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from zahra.shop.messaging.provider import Email, Sms


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@dataclass(frozen=True, slots=True)
class SentMessage:
    """A message that would have been sent. `channel` is `sms` or `email`."""

    channel: str
    to: str
    template: str
    subject: str
    text: str
    html: str = ""
    sent_at: str = field(default_factory=_now)


class Outbox:
    """A carrier of SMS and e-mail that goes nowhere."""

    name = "outbox"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def carry_sms(self, sms: Sms, delivery_id: UUID) -> str:
        return self._write(sms.key, SentMessage("sms", sms.to, sms.template, "", sms.text))

    async def carry_email(self, email: Email, delivery_id: UUID) -> str:
        message = SentMessage(
            "email", email.to, email.template, email.subject, email.text, email.html
        )
        return self._write(email.key, message)

    async def close(self) -> None:
        """Nothing is held open."""

    def messages(self) -> list[SentMessage]:
        """Everything sent, newest first."""
        return sorted(self._read(), key=lambda message: message.sent_at, reverse=True)

    def _read(self) -> Iterator[SentMessage]:
        for path in self._folder.glob("*.json"):
            yield SentMessage(**json.loads(path.read_text("utf-8")))

    def _write(self, key: str, message: SentMessage) -> str:
        self._folder.mkdir(parents=True, exist_ok=True)
        name = hashlib.sha256(key.encode()).hexdigest()[:24]
        partial = self._folder / f"{name}.{os.getpid()}.partial"
        partial.write_text(json.dumps(asdict(message), ensure_ascii=False), "utf-8")
        partial.replace(self._folder / f"{name}.json")
        return name
