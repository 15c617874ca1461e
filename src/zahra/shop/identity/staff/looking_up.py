"""What staff see of people, and of what staff did."""

from uuid import UUID

from zahra.base import audit
from zahra.base.actors import Actor
from zahra.base.db import Snapshot
from zahra.shop.identity.staff.model import PeoplePage, PersonAtHand


async def people_list(
    snapshot: Snapshot,
    actor: Actor,
    *,
    query: str = "",
    after: UUID | None = None,
    limit: int = 25,
) -> PeoplePage:
    """People, the newest first, masked. `query` is a whole phone or e-mail address, the last four
    digits of a phone, or how a name begins. Raises Forbidden without `customers:read`."""
    raise NotImplementedError


async def person_at_hand(snapshot: Snapshot, actor: Actor, user_id: UUID) -> PersonAtHand:
    """One person and where they are signed in. Raises NotFound, Forbidden."""
    raise NotImplementedError


async def audit_log(
    snapshot: Snapshot,
    actor: Actor,
    *,
    asked: audit.Asked = audit.Asked(),
) -> list[audit.Entry]:
    """What staff and programs did, the latest first. Raises Forbidden without `audit:read`."""
    raise NotImplementedError
