"""What identity does in the background."""

from uuid import UUID

from zahra.base.db import Database
from zahra.base.jobs import job
from zahra.base.keys import Keys
from zahra.shop.identity.codes import letters
from zahra.shop.identity.codes import store as challenges
from zahra.shop.identity.codes.challenge import Challenge, code_of
from zahra.shop.identity.identifiers import Channel
from zahra.shop.messaging import Letterhead, Senders


@job(tries=4, first_wait=2)
async def deliver_code(
    database: Database, senders: Senders, keys: Keys, brand: Letterhead, challenge_id: UUID
) -> None:
    """Compute a challenge's code again and send it; nothing once it can no longer be answered."""
    async with database.snapshot() as snapshot:
        challenge = await challenges.challenge_to_send(snapshot, challenge_id)
    if challenge is not None:
        await _send(senders, challenge, code_of(keys, challenge), brand)


async def _send(senders: Senders, challenge: Challenge, code: str, brand: Letterhead) -> None:
    to, key = challenge.identifier, f"{challenge.id}:{challenge.send_count}"
    if challenge.channel is Channel.SMS:
        text = letters.code_sms(code, brand)
        await senders.sms(to=to, text=text, template=letters.TEMPLATE, key=key)
        return
    email = letters.code_email(code, brand)
    await senders.email(
        to=to,
        subject=email.subject,
        text=email.text,
        html=email.html,
        template=letters.TEMPLATE,
        key=key,
    )
