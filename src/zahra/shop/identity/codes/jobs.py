"""What identity does in the background."""

from datetime import timedelta
from uuid import UUID

from zahra.base.db import Database, Snapshot
from zahra.base.jobs import job
from zahra.base.keys import Keys
from zahra.shop import messaging
from zahra.shop.identity.codes import letters
from zahra.shop.identity.codes import store as challenges
from zahra.shop.identity.codes.challenge import Challenge, Purpose, code_of
from zahra.shop.identity.codes.guarding import take_of_reserve
from zahra.shop.identity.identifiers import Channel, Identifier
from zahra.shop.identity.people.store import users
from zahra.shop.identity.policy import Policy
from zahra.shop.identity.watching import store as events
from zahra.shop.identity.watching.model import AuthEvent
from zahra.shop.messaging import Letterhead, Senders

PATIENCE = timedelta(seconds=20)  # with a carrier of SMS that does not say it arrived


@job(tries=4, first_wait=2)
async def deliver_code(
    database: Database, senders: Senders, keys: Keys, brand: Letterhead, challenge_id: UUID
) -> None:
    """Compute a challenge's code again and send it; nothing once it can no longer be answered, nor
    a code for a new password to a phone that nobody logs in with."""
    async with database.snapshot() as snapshot:
        challenge = await challenges.challenge_to_send(snapshot, challenge_id)
        if challenge is None or not await _is_wanted(snapshot, challenge):
            return
    await _send(senders, challenge, code_of(keys, challenge), brand)
    if challenge.channel is Channel.SMS and messaging.other_way(senders):
        async with database.transaction() as tx:
            at, key = tx.now + PATIENCE, _key(challenge)
            await tx.defer(
                deliver_code_elsewhere, at=at, once=key, challenge_id=challenge.id, key=key
            )


@job(tries=4, first_wait=2)
async def deliver_code_from_reserve(
    database: Database,
    senders: Senders,
    keys: Keys,
    brand: Letterhead,
    policy: Policy,
    *,
    challenge_id: UUID,
    is_familiar: bool = False,
) -> None:
    """As `deliver_code` where the hour's SMS are used up: to a number that somebody logs in with,
    while the reserve lasts. To others nothing goes, and the diary says so."""
    async with database.transaction() as tx:
        challenge = await challenges.challenge_to_send(tx, challenge_id)
        if challenge is None:
            return
        to = Identifier(challenge.identifier)
        if not await take_of_reserve(tx, to, policy, is_familiar=is_familiar):
            withheld = AuthEvent("otp.withheld", "refused", identifier_masked=to.masked)
            return await events.note(tx, withheld)
    await deliver_code(database, senders, keys, brand, challenge_id)


@job(tries=2)
async def deliver_code_elsewhere(
    database: Database,
    senders: Senders,
    keys: Keys,
    brand: Letterhead,
    *,
    challenge_id: UUID,
    key: str,
) -> None:
    """Give the code to another carrier when the first did not say in time that it arrived.

    Nothing once it was answered, or sent again meanwhile: the later message is watched by itself.
    """
    async with database.snapshot() as snapshot:
        challenge = await challenges.challenge_to_send(snapshot, challenge_id)
        is_delivered = await messaging.is_delivered(snapshot, key)
    other = messaging.other_way(senders)
    if challenge is None or is_delivered or other is None or _key(challenge) != key:
        return
    text = letters.sms_for(challenge.purpose, code_of(keys, challenge), brand)
    template = letters.template_of(challenge.purpose)
    await other.sms_elsewhere(to=challenge.identifier, text=text, template=template, key=key)


async def _is_wanted(snapshot: Snapshot, challenge: Challenge) -> bool:
    """Only here, where nobody waits for the answer, is it looked up whether somebody is there."""
    if challenge.purpose is not Purpose.RESET:
        return True
    account = await users.account_of(snapshot, Identifier(challenge.identifier))
    return account is not None and account.may_reset_by_phone


async def _send(senders: Senders, challenge: Challenge, code: str, brand: Letterhead) -> None:
    to, key = challenge.identifier, _key(challenge)
    template = letters.template_of(challenge.purpose)
    if challenge.channel is Channel.SMS:
        text = letters.sms_for(challenge.purpose, code, brand)
        await senders.sms(to=to, text=text, template=template, key=key)
        return
    email = letters.code_email(code, brand)
    await messaging.send_letter(senders, to, email, template=template, key=key)


def _key(challenge: Challenge) -> str:
    """One message: carriers and the record of deliveries know it by this."""
    return f"{challenge.id}:{challenge.send_count}"
