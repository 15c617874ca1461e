"""Who asks. A face makes an `Actor` from a cookie, a token or the command line and passes it on."""

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from zahra.base.errors import Forbidden, Unauthenticated


class Permission(StrEnum):
    """What staff and programs may be allowed to do, one name per admin verb."""

    ORDERS_READ = "orders:read"
    ORDERS_WRITE = "orders:write"
    CUSTOMERS_READ = "customers:read"
    REFUNDS_CREATE = "refunds:create"
    CATALOGUE_WRITE = "catalogue:write"
    STOCK_WRITE = "stock:write"
    STAFF_WRITE = "staff:write"


class Kind(StrEnum):
    """Guest: nobody known yet. Program: the shop itself (jobs, seeds, the command line)."""

    GUEST = "guest"
    SHOPPER = "shopper"
    STAFF = "staff"
    PROGRAM = "program"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks, proved. `user_id` is None for guests and the shop's own programs."""

    kind: Kind
    user_id: UUID | None = None
    session_id: UUID | None = None
    name: str = ""
    permissions: frozenset[Permission] = field(default_factory=frozenset[Permission])

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

    @property
    def person(self) -> UUID:
        """The user asking. Raises Unauthenticated where there is none."""
        if self.user_id is None:
            raise Unauthenticated
        return self.user_id

    @property
    def label(self) -> str:
        """How history names this actor."""
        return self.name or self.kind.value


GUEST = Actor(Kind.GUEST)


def program(name: str) -> Actor:
    """The shop itself, under the name of the program that acts."""
    return Actor(Kind.PROGRAM, name=name)
