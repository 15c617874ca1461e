"""What the endpoints for staff take and tell about people and about staff."""

from typing import Any, Generic, TypeVar
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field

from zahra.base import audit
from zahra.base.actors import Kind
from zahra.shop import identity
from zahra.web.api.auth_schemas import SessionOut
from zahra.web.http.schemas import Input, Moment, Output

T = TypeVar("T")


class PlaceMeta(Output):
    """Where a list stands. `after` asks for what comes next; null: this was the end."""

    limit: int
    after: UUID | None


class PlacedList(BaseModel, Generic[T]):
    """A list that is walked from row to row: it stays true while rows are added at its head."""

    ok: bool = True
    data: list[T]
    meta: PlaceMeta


class KnownPersonOut(Output):
    """Somebody the shop knows. Phone and e-mail are masked."""

    id: UUID
    name: str | None
    phone: str | None
    email: str | None
    status: str
    roles: list[identity.Role]
    created_at: Moment
    last_login_at: Moment | None


class PersonAtHandOut(Output):
    """One person, and where they are signed in."""

    person: KnownPersonOut
    sessions: list[SessionOut]


class EndedOut(Output):
    """How many sessions ended."""

    revoked: int


class StatusOut(Output):
    """Whether an account can be used now."""

    id: UUID
    status: str


class StaffMemberOut(Output):
    """Somebody who works here, or has an unused link that makes them `invitedAs`."""

    id: UUID
    name: str | None
    email: str | None
    roles: list[identity.Role]
    status: str
    last_login_at: Moment | None
    has_totp: bool
    passkeys: int
    invited_as: list[identity.Role]
    invited_until: Moment | None


class InvitingIn(Input):
    """Whom to invite, and as what."""

    email: str = Field(max_length=254, examples=["meera@example.com"])
    roles: list[identity.Role] = Field(min_length=1, max_length=len(identity.Role))


class InvitedOut(Output):
    """A link is on its way to their address, and nowhere else."""

    id: UUID


class ChangingRolesIn(Input):
    """Exactly these roles from now on; none makes them a shopper."""

    roles: list[identity.Role] = Field(max_length=len(identity.Role))


class RolesOut(Output):
    """What somebody is now."""

    id: UUID
    roles: list[identity.Role]


class EntryOut(Output):
    """Who did what to what. `detail` holds no secrets, and personal data only masked."""

    id: UUID
    at: Moment
    actor_kind: Kind
    actor_id: UUID | None
    actor_name: str
    action: str
    subject: str
    detail: dict[str, Any]


class AskingLog(BaseModel):
    """Which entries of the audit log: `since` inclusive, `until` exclusive."""

    actor_id: UUID | None = Field(None, alias="actorId")
    action: str = Field("", max_length=100, description="How it begins, say `staff.`")
    subject: str = Field("", max_length=100, description="How it begins, say `user:`")
    since: AwareDatetime | None = None
    until: AwareDatetime | None = None
    after: UUID | None = Field(None, description="The last entry of the page before")
    limit: int = Field(50, ge=1, le=100)

    def asked(self) -> audit.Asked:
        """The same, for the log."""
        return audit.Asked(
            self.actor_id,
            self.action,
            self.subject,
            since=self.since,
            until=self.until,
            after=self.after,
            limit=self.limit,
        )
