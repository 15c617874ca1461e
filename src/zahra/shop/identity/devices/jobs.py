"""What devices have done in the background."""

from uuid import UUID

from zahra.base.db import Database
from zahra.base.jobs import job
from zahra.shop.identity.devices import letters, store
from zahra.shop.identity.people.store import users
from zahra.shop.messaging import Letterhead, Senders, send_letter


@job(tries=4, first_wait=4)
async def tell_of_new_device(
    database: Database, senders: Senders, brand: Letterhead, session_id: UUID
) -> None:
    """Write to the owner of a session; nothing to one without an e-mail address.

    Not by SMS: the phone is what most log in by, and whoever took it would be told first.
    """
    async with database.snapshot() as snapshot:
        arrival = await store.arrival(snapshot, session_id)
        owner = arrival and await users.person(snapshot, arrival.user_id)
    if arrival is None or owner is None or owner.email is None:
        return
    letter = letters.new_device_letter(arrival, brand)
    await send_letter(
        senders,
        owner.email,
        letter,
        template=letters.TEMPLATE,
        key=f"new-device:{session_id}:{int(arrival.at.timestamp())}",
    )
