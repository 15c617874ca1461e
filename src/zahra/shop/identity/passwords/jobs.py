"""What passwords have done in the background. Only here is it looked up who somebody is."""

from uuid import UUID

from zahra.base.db import Database
from zahra.base.jobs import job
from zahra.base.keys import Keys
from zahra.shop.identity.identifiers import Identifier
from zahra.shop.identity.model import Status
from zahra.shop.identity.passwords import letters, store
from zahra.shop.identity.passwords.links import link_token
from zahra.shop.identity.people.store import users
from zahra.shop.identity.policy import Policy
from zahra.shop.messaging import Addressed, Senders, send_letter


@job(tries=4, first_wait=4)
async def send_reset_link(
    database: Database,
    senders: Senders,
    keys: Keys,
    policy: Policy,
    brand: Addressed,
    *,
    reset_id: UUID,
    identifier: str,
) -> None:
    """Make a link to a new password and write it to its owner; nothing where there is nobody.

    The second time it is the same link, unless a newer one was asked for.
    """
    to = Identifier(identifier)
    async with database.transaction() as tx:
        account = await users.account_of(tx, to)
        if account is None or account.status is not Status.ACTIVE:
            return
        await users.lock(tx, account.id)
        await store.add_reset(tx, reset_id, account.id, expires_at=tx.now + policy.reset_lifetime)
        if await store.owner_of_reset(tx, reset_id) is None:
            return
    letter = letters.link_letter(link_token(keys, reset_id), brand)
    await send_letter(
        senders, to.value, letter, template=letters.LINK, key=f"{letters.LINK}:{reset_id}"
    )


@job(tries=6, first_wait=5)
async def tell_of_new_password(
    database: Database, senders: Senders, brand: Addressed, contact_id: UUID, change: int
) -> None:
    """Tell somebody, on one of their phones and addresses, that their password is another now."""
    async with database.snapshot() as snapshot:
        value = await store.contact(snapshot, contact_id)
    if value is None:
        return
    to, key = Identifier(value), f"{letters.CHANGED}:{contact_id}:{change}"
    if not to.is_phone:
        await send_letter(
            senders, to.value, letters.changed_letter(brand), template=letters.CHANGED, key=key
        )
        return
    text = letters.changed_sms(brand)
    await senders.sms(to=to.value, text=text, template=letters.CHANGED_SMS, key=key)
