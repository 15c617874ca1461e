"""What can happen at the door."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from zahra.shop.identity.model import IpAddress


@dataclass(frozen=True, slots=True)
class AuthEvent:
    """One thing that happened. `identifier_masked` and `detail` hold nothing secret or personal."""

    type: str
    outcome: str = "ok"
    user_id: UUID | None = None
    session_id: UUID | None = None
    identifier_masked: str | None = None
    ip: IpAddress | None = None
    detail: dict[str, Any] = field(default_factory=dict[str, Any])
