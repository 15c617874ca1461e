"""Who may be let in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from zahra.base.actors import Permission


@dataclass(frozen=True, slots=True)
class Allowed:
    """Who may: everybody, somebody who is logged in, or staff with a permission.

    `body` is what a verb must be sent before it looks at who asks for it; bytes are a file.
    """

    who: str
    permission: Permission | None = None
    body: Mapping[str, Any] = field(default_factory=dict[str, Any])


EVERYBODY, SHOPPER = Allowed("everybody"), Allowed("shopper")
IN_PERSON = Allowed("in person")  # a shopper, and never an API key: it is nobody in person
ANY_STAFF = Allowed("staff")


def staff(permission: Permission, **body: Any) -> Allowed:
    """Staff who hold a permission."""
    return Allowed("staff", permission, body)
