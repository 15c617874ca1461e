"""What staff affairs do in the background."""

from uuid import UUID

from zahra.base import ids
from zahra.base.db import Database
from zahra.base.jobs import job
from zahra.base.keys import Keys
from zahra.shop.identity.people.store import users
from zahra.shop.identity.staff import letters
from zahra.shop.identity.staff.store import enrolments
from zahra.shop.identity.staff.tokens import token_of
from zahra.shop.messaging import Addressed, Senders, send_letter


@job(tries=4, first_wait=2)
async def send_enrolment(
    database: Database, senders: Senders, keys: Keys, brand: Addressed, user_id: UUID
) -> None:
    """Compute an invitation's token again and send its link; nothing once it is no longer good."""
    async with database.snapshot() as snapshot:
        salted = await enrolments.salted(snapshot, user_id)
        invited = await users.person(snapshot, user_id)
    if salted is None or invited is None or invited.email is None:
        return
    token = token_of(keys, salted)
    letter = letters.invitation_letter(f"{brand.url}/admin/enrol?token={token}", brand)
    await send_letter(
        senders,
        invited.email,
        letter,
        template=letters.TEMPLATE,
        key=f"enrolment:{ids.token_hash(token).hex()[:32]}",
    )
