"""What a program is given when it signs in and each time it refreshes."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from zahra.base.keys import Keys
from zahra.shop.identity.policy import Policy
from zahra.shop.identity.sessions.access_tokens import Claims, issue_access_token
from zahra.shop.identity.sessions.refresh_tokens import RefreshToken


@dataclass(frozen=True, slots=True)
class Tokens:
    """A pair. `expires_in` is the access token's life in seconds; `is_replay` says that this
    refresh token was given before, to the same caller, whose answer got lost."""

    access_token: str
    refresh_token: str
    expires_in: int
    session_id: UUID
    is_replay: bool = False


@dataclass(frozen=True, slots=True)
class Issuing:
    """With which keys and rules tokens are made, and when."""

    keys: Keys
    policy: Policy
    now: datetime

    def pair(self, claims: Claims, refresh: RefreshToken, *, is_replay: bool = False) -> Tokens:
        """A fresh access token beside a refresh token of the same session."""
        access, life = issue_access_token(self.keys, claims, now=self.now, policy=self.policy)
        return Tokens(access, refresh.text, life, claims.session_id, is_replay)
