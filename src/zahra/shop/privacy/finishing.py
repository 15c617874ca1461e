"""The end of an erasure: the last letter, and what could not go before it."""

from uuid import UUID

from zahra.base.db import Database
from zahra.shop import identity, notifications, orders, returns
from zahra.shop.identity import ContactKind
from zahra.shop.messaging import Letterhead, Senders, send_letter
from zahra.shop.privacy import letters, store


async def finish(database: Database, senders: Senders, brand: Letterhead, user_id: UUID) -> None:
    """Tell somebody that their account is gone, then forget where they were told.

    Raises DeliveryFailed: then nothing is forgotten yet, and `forget_leftovers` does it in a day.
    """
    async with database.snapshot() as snapshot:
        contacts = await identity.contacts_of_erased(snapshot, user_id)
    if contacts:
        await _say_goodbye(senders, brand, contacts[0], key=f"account_erased:{user_id}")
    async with database.transaction() as tx:
        await identity.forget_contacts(tx, user_id)
    await forget_what_is_over(database)


async def forget_leftovers(database: Database) -> None:
    """Delete copies that have run out and contacts nobody needs; then `forget_what_is_over`."""
    async with database.transaction() as tx:
        await store.forget_expired(tx)
        await identity.forget_leftovers(tx)
    await forget_what_is_over(database)


async def forget_what_is_over(database: Database) -> None:
    """Of people who are gone, forget what their orders and our letters no longer need: while
    parcels, refunds and returns are under way somebody must be reached. Gateways write till then.
    """
    async with database.transaction() as tx:
        await orders.forget_erased(tx)
        await orders.forget_letters_of_gateways(tx)
        await notifications.forget_erased(tx)
        await returns.forget_erased(tx)


async def _say_goodbye(
    senders: Senders, brand: Letterhead, to: identity.Contact, *, key: str
) -> None:
    if to.kind is ContactKind.PHONE:
        text = letters.goodbye_sms(brand)
        await senders.sms(to=to.value, text=text, template=letters.TEMPLATE, key=key)
        return
    letter = letters.goodbye(brand)
    await send_letter(senders, to.value, letter, template=letters.TEMPLATE, key=key)
