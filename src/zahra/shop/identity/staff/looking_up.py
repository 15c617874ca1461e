"""What staff see of people, and of what staff did."""

from uuid import UUID

from zahra.base import audit
from zahra.base.actors import Actor, Permission
from zahra.base.db import Snapshot
from zahra.base.errors import NotFound
from zahra.shop.identity.identifiers import email_of, phone_of
from zahra.shop.identity.sessions.store import sessions
from zahra.shop.identity.staff.model import PeoplePage, PersonAtHand
from zahra.shop.identity.staff.store import known
from zahra.shop.identity.staff.store.known import Sought

_MOST = 100


async def people_list(
    snapshot: Snapshot,
    actor: Actor,
    *,
    query: str = "",
    after: UUID | None = None,
    limit: int = 25,
) -> PeoplePage:
    """People, the newest first, masked; at most 100. `query` is a whole phone or e-mail address,
    the last four digits of a phone, or how a name begins. Raises Forbidden without
    `customers:read`."""
    actor.must(Permission.CUSTOMERS_READ)
    most = max(1, min(limit, _MOST))
    found = await known.people(snapshot, sought(query), after=after, limit=most + 1)
    page = tuple(each.masked for each in found[:most])
    return PeoplePage(page, page[-1].id if len(found) > most else None)


async def person_at_hand(snapshot: Snapshot, actor: Actor, user_id: UUID) -> PersonAtHand:
    """One person and where they are signed in. Raises NotFound, Forbidden."""
    actor.must(Permission.CUSTOMERS_READ)
    found = await known.people(snapshot, Sought(user_id=user_id), limit=1)
    if not found:
        raise NotFound
    alive = await sessions.sessions_of(snapshot, user_id, current=None)
    return PersonAtHand(found[0].masked, tuple(alive))


async def audit_log(
    snapshot: Snapshot, actor: Actor, *, asked: audit.Asked = audit.Asked()
) -> list[audit.Entry]:
    """What staff and programs did, the latest first. Raises Forbidden without `audit:read`."""
    actor.must(Permission.AUDIT_READ)
    return await audit.entries(snapshot, asked)


def sought(query: str) -> Sought:
    """What a search box meant.

    >>> sought("098765 43210").identifier, sought("3210").last_digits, sought(" Ash").name
    ('+919876543210', '3210', 'Ash')
    """
    told = query.strip()
    if identifier := (email_of(told) if "@" in told else phone_of(told)):
        return Sought(identifier=identifier)
    if len(told) == 4 and told.isascii() and told.isdigit():
        return Sought(last_digits=told)
    return Sought(name=told or None)
