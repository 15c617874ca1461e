"""What contacts do in the background."""

from uuid import UUID

from zahra.base.db import Database
from zahra.base.jobs import job
from zahra.shop.identity.contacts import letters, store
from zahra.shop.identity.contacts.model import ContactKind
from zahra.shop.messaging import Letterhead, Senders, send_letter


@job(tries=6, first_wait=5)
async def tell_of_change(
    database: Database, senders: Senders, brand: Letterhead, contact_id: UUID, kind: str
) -> None:
    """Tell somebody, there where they were or still are reached, that their phone or e-mail
    address has changed."""
    async with database.snapshot() as snapshot:
        to = await store.contact(snapshot, contact_id)
    if to is None:
        return
    changed, key = ContactKind(kind), f"contact_changed:{contact_id}:{kind}"
    if to.kind is ContactKind.PHONE:
        text = letters.change_sms(changed, brand)
        await senders.sms(to=to.value, text=text, template=letters.TEMPLATE, key=key)
        return
    letter = letters.change_letter(changed, brand)
    await send_letter(senders, to.value, letter, template=letters.TEMPLATE, key=key)
