"""Who asks. A face makes an `Actor` from a cookie, a token or the command line and passes it on."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from zahra.base.errors import Forbidden, StepUpRequired, Unauthenticated

FRESH = timedelta(minutes=10)  # how long a proof is good for sensitive acts


class Permission(StrEnum):
    """What staff and programs may be allowed to do, one name per admin verb."""

    ORDERS_READ = "orders:read"
    ORDERS_WRITE = "orders:write"
    CUSTOMERS_READ = "customers:read"
    CUSTOMERS_WRITE = "customers:write"
    REFUNDS_CREATE = "refunds:create"
    CATALOGUE_WRITE = "catalogue:write"
    STOCK_WRITE = "stock:write"
    PROMOTIONS_WRITE = "promotions:write"
    SHIPPING_WRITE = "shipping:write"
    RETURNS_WRITE = "returns:write"
    FINANCE_READ = "finance:read"
    FINANCE_WRITE = "finance:write"
    STAFF_WRITE = "staff:write"
    AUDIT_READ = "audit:read"
    SECURITY_READ = "security:read"


class Kind(StrEnum):
    """Guest: nobody known yet. Program: the shop itself (jobs, seeds, the command line)."""

    GUEST = "guest"
    SHOPPER = "shopper"
    STAFF = "staff"
    PROGRAM = "program"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks, proved. `user_id` is None for guests and the shop's own programs.

    `proven_at` is when the person behind a session last showed that it is them: at login or by a
    step-up. An API key has no session; whoever made it proved themselves then.
    """

    kind: Kind
    user_id: UUID | None = None
    session_id: UUID | None = None
    name: str = ""
    permissions: frozenset[Permission] = field(default_factory=frozenset[Permission])
    proven_at: datetime | None = None

    def may(self, permission: Permission) -> bool:
        """Whether this actor holds a permission; the shop's own programs hold all."""
        return self.kind is Kind.PROGRAM or permission in self.permissions

    def must(self, permission: Permission) -> None:
        """Raise Unauthenticated for a guest, Forbidden for anyone else without the permission."""
        if self.may(permission):
            return
        if self.kind is Kind.GUEST:
            raise Unauthenticated
        raise Forbidden(permission=permission)

    def must_be_fresh(self, now: datetime) -> None:
        """Raise StepUpRequired unless the person proved themselves in the last ten minutes.

        For what a stolen session must not do: refunds, exports, changes of staff, phone, e-mail
        or password, erasure. Programs and API keys have nobody in front of them and pass.
        """
        has_nobody = self.kind is Kind.PROGRAM or (
            self.kind is Kind.STAFF and self.session_id is None
        )
        if not has_nobody and (self.proven_at is None or now - self.proven_at > FRESH):
            raise StepUpRequired

    @property
    def person(self) -> UUID:
        """The user asking. Raises Unauthenticated where there is none."""
        if self.user_id is None:
            raise Unauthenticated
        return self.user_id

    @property
    def label(self) -> str:
        """How history names this actor. Never a shopper by name: history outlives erasure."""
        is_known = self.kind in (Kind.STAFF, Kind.PROGRAM)
        return self.name if is_known and self.name else self.kind.value


GUEST = Actor(Kind.GUEST)


def program(name: str) -> Actor:
    """The shop itself, under the name of the program that acts."""
    return Actor(Kind.PROGRAM, name=name)
