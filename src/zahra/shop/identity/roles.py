"""The roles of staff, and what each may do. Who has none is a shopper."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from zahra.base.actors import Actor, Permission


class Role(StrEnum):
    """What somebody does in the shop; one person may do several things."""

    OWNER = "owner"
    MANAGER = "manager"
    CATALOGUE = "catalogue"
    FULFILMENT = "fulfilment"
    SUPPORT = "support"
    FINANCE = "finance"
    VIEWER = "viewer"


_EVERYTHING = frozenset(Permission)
_P = Permission
MAY: Mapping[Role, frozenset[Permission]] = {
    Role.OWNER: _EVERYTHING,
    Role.MANAGER: _EVERYTHING - {_P.STAFF_WRITE},
    Role.CATALOGUE: frozenset({_P.CATALOGUE_WRITE, _P.STOCK_WRITE, _P.PROMOTIONS_WRITE}),
    Role.FULFILMENT: frozenset(
        {_P.ORDERS_READ, _P.ORDERS_WRITE, _P.STOCK_WRITE, _P.SHIPPING_WRITE, _P.RETURNS_WRITE}
    ),
    Role.SUPPORT: frozenset(
        {_P.ORDERS_READ, _P.CUSTOMERS_READ, _P.CUSTOMERS_WRITE, _P.RETURNS_WRITE}
    ),
    Role.FINANCE: frozenset(
        {_P.ORDERS_READ, _P.REFUNDS_CREATE, _P.AUDIT_READ, _P.FINANCE_READ, _P.FINANCE_WRITE}
    ),
    Role.VIEWER: frozenset({_P.ORDERS_READ}),
}


def permissions_of(roles: Iterable[str]) -> frozenset[Permission]:
    """What these roles may together; a name that no longer is a role gives nothing.

    >>> Permission.STAFF_WRITE in permissions_of(["manager"]), permissions_of(["jester"])
    (False, frozenset())
    """
    held = set(roles)
    return frozenset(may for role in Role if role.value in held for may in MAY[role])


def must_be_able_to_give(actor: Actor, roles: Iterable[Role]) -> None:
    """Raise Forbidden for roles that may do what the actor may not: a key that was made to manage
    staff would otherwise open everything."""
    for permission in sorted(permissions_of(roles)):
        actor.must(permission)
