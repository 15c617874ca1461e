"""What the start page tells staff."""

from collections.abc import Mapping
from dataclasses import dataclass

from zahra.base.actors import Permission

MAY: Mapping[Permission, str] = {
    Permission.ORDERS_READ: "See every order",
    Permission.ORDERS_WRITE: "Work on orders",
    Permission.CUSTOMERS_READ: "Look up people",
    Permission.CUSTOMERS_WRITE: "Sign people out, close and open their accounts",
    Permission.REFUNDS_CREATE: "Give money back",
    Permission.CATALOGUE_WRITE: "Change what is for sale",
    Permission.STOCK_WRITE: "Correct the stock",
    Permission.PROMOTIONS_WRITE: "Run promotions and coupons",
    Permission.SHIPPING_WRITE: "Set PIN codes, rates and couriers",
    Permission.RETURNS_WRITE: "Receive and judge returns",
    Permission.FINANCE_READ: "Read the books and GST registers",
    Permission.FINANCE_WRITE: "Match settlements, change tax rules",
    Permission.STAFF_WRITE: "Invite staff and give them roles",
    Permission.AUDIT_READ: "Read what staff did",
    Permission.SECURITY_READ: "Watch over sign-ins and messages",
}


@dataclass(frozen=True, slots=True)
class HomePage:
    """`may` says in words what this person's roles allow."""

    name: str | None
    may: tuple[str, ...]
    recovery_codes: int
    sessions: int
