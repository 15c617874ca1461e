"""SQL of the people staff look after."""

from dataclasses import dataclass
from uuid import UUID

from zahra.base.db import Snapshot
from zahra.shop.identity.staff.model import KnownPerson


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for: one person, an exact phone or address, a phone's last four digits, or how
    a name begins. Whoever fits all that is given."""

    user_id: UUID | None = None
    identifier: str | None = None
    last_digits: str | None = None
    name: str | None = None


async def people(
    snapshot: Snapshot, sought: Sought, *, limit: int, after: UUID | None = None
) -> list[KnownPerson]:
    """The newest first."""
    return await snapshot.rows(
        KnownPerson,
        """
        SELECT u.id, u.name, u.status, u.roles, u.created_at, u.last_login_at,
               p.value AS phone, e.value AS email
        FROM users u
             LEFT JOIN identities p ON p.user_id = u.id AND p.kind = 'phone'
                                   AND p.released_at IS NULL
             LEFT JOIN identities e ON e.user_id = u.id AND e.kind = 'email'
                                   AND e.released_at IS NULL
        WHERE (%(id)s::uuid IS NULL OR u.id = %(id)s::uuid)
          AND (%(told)s::text IS NULL OR %(told)s::text IN (p.value, e.value))
          AND (%(digits)s::text IS NULL OR right(p.value, 4) = %(digits)s::text)
          AND (%(name)s::text IS NULL OR starts_with(lower(u.name), lower(%(name)s::text)))
          AND (%(after)s::uuid IS NULL OR u.id < %(after)s::uuid)
        ORDER BY u.id DESC LIMIT %(limit)s
        """,
        id=sought.user_id,
        told=sought.identifier,
        digits=sought.last_digits,
        name=sought.name,
        after=after,
        limit=limit,
    )
