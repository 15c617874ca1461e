"""What factors do in the background."""

from uuid import UUID

from zahra.base.db import Database
from zahra.base.jobs import job
from zahra.shop.identity.factors import letters
from zahra.shop.identity.factors.model import Change
from zahra.shop.identity.people.store import users
from zahra.shop.messaging import Letterhead, Senders, send_letter


@job(tries=4, first_wait=2)
async def tell_of_factors(
    database: Database,
    senders: Senders,
    brand: Letterhead,
    *,
    user_id: UUID,
    change: str,
    notice_id: UUID,
) -> None:
    """Write to the owner; nothing to who has no e-mail address."""
    async with database.snapshot() as snapshot:
        owner = await users.person(snapshot, user_id)
    if owner is None or owner.email is None:
        return
    letter = letters.change_letter(Change(change), brand)
    await send_letter(senders, owner.email, letter, template=letters.TEMPLATE, key=str(notice_id))
