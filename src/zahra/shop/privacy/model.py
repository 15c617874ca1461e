"""What a copy of somebody's data is."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Export:
    """A copy that was asked for. `content` is JSON in UTF-8, None until it is made."""

    id: UUID
    asked_at: datetime
    ready_at: datetime | None
    expires_at: datetime
    content: bytes | None = None

    @property
    def is_ready(self) -> bool:
        return self.ready_at is not None

    @property
    def document(self) -> dict[str, Any] | None:
        """The copy, read."""
        return None if self.content is None else json.loads(self.content)
