"""Showing again that it is you, before what a stolen session must not do.

Whoever did so is fresh for ten minutes (`Actor.must_be_fresh`). Shoppers do it by a code to their
own phone or e-mail address, by their password or by their authenticator app. Staff never by a code
that somebody sent, nor by a password alone: theirs is the app, or a passkey.
"""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from zahra.base.actors import Actor, Kind
from zahra.base.db import Database, Snapshot, Transaction
from zahra.base.errors import Unauthenticated
from zahra.base.keys import Keys
from zahra.shop.identity.codes.challenge import Purpose
from zahra.shop.identity.codes.proving import ProvenCode, TypedCode, prove_code, use_code
from zahra.shop.identity.codes.sending import SentCode, send_code
from zahra.shop.identity.errors import WayNotOpen
from zahra.shop.identity.identifiers import Channel
from zahra.shop.identity.model import Person
from zahra.shop.identity.people.profiles import person
from zahra.shop.identity.policy import Policy
from zahra.shop.identity.sessions.renewing import renew_secret
from zahra.shop.identity.watching import store as events
from zahra.shop.identity.watching.model import AuthEvent


class Way(StrEnum):
    """How somebody shows again that it is them."""

    OTP = "otp"
    PASSWORD = "password"
    TOTP = "totp"


@dataclass(frozen=True, slots=True)
class SteppingUp:
    """A proof: the code or the password as typed.

    Of a code also where it went (None: where it goes by itself), and a browser's `binding` or a
    program's `challenge_id`.
    """

    way: Way
    proof: str
    channel: Channel | None = None
    binding: str | None = None
    challenge_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Ways:
    """What is open to somebody, the usual first; `channels` are where a code may go."""

    ways: tuple[Way, ...]
    channels: tuple[Channel, ...] = ()


async def ways_to_step_up(snapshot: Snapshot, actor: Actor) -> Ways:
    """How this actor may show that it is them. Raises Unauthenticated where there is no session."""
    _session_of(actor)
    if actor.kind is Kind.STAFF:
        return Ways((Way.TOTP,))
    channels = tuple(_addresses(await person(snapshot, actor)))
    return Ways((Way.OTP,) if channels else (), channels)


async def send_step_up_code(
    tx: Transaction,
    keys: Keys,
    actor: Actor,
    *,
    channel: Channel | None = None,
    binding: str | None,
    policy: Policy = Policy(),
) -> SentCode:
    """Send a code to the actor's own phone, or e-mail address.

    Raises WayNotOpen for staff and where there is no such address, and what `send_code` raises.
    """
    to = await _own_address(tx, actor, channel)
    return await send_code(tx, keys, to, binding=binding, purpose=Purpose.STEP_UP, policy=policy)


async def step_up(
    database: Database, keys: Keys, actor: Actor, asked: SteppingUp, *, policy: Policy = Policy()
) -> str | None:
    """Note that the person behind a session has just shown that it is them.

    Answers a browser's new secret, which takes the old one's place at once; None for a program.
    Raises WayNotOpen, Unauthenticated where the session is over, and what the proof raises.
    """
    session_id = _session_of(actor)
    proven = await _prove(database, keys, actor, asked, policy)
    async with database.transaction() as tx:
        if proven is not None:
            await use_code(tx, proven)
        secret = await renew_secret(tx, actor)
        detail = {"by": asked.way.value}
        event = AuthEvent("step_up.ok", user_id=actor.person, session_id=session_id, detail=detail)
        await events.note(tx, event)
    return secret


async def _prove(
    database: Database, keys: Keys, actor: Actor, asked: SteppingUp, policy: Policy
) -> ProvenCode | None:
    """Check the proof; a right code is used up by whoever called."""
    async with database.snapshot() as snapshot:
        if asked.way not in (await ways_to_step_up(snapshot, actor)).ways:
            raise WayNotOpen
        to = await _own_address(snapshot, actor, asked.channel)
    typed = TypedCode(to, asked.proof, Purpose.STEP_UP, asked.binding, asked.challenge_id)
    return await prove_code(database, keys, typed, policy=policy)


async def _own_address(snapshot: Snapshot, actor: Actor, channel: Channel | None) -> str:
    if actor.kind is Kind.STAFF:
        raise WayNotOpen
    found = _addresses(await person(snapshot, actor))
    to = next(iter(found.values()), None) if channel is None else found.get(channel)
    if to is None:
        raise WayNotOpen
    return to


def _addresses(someone: Person) -> dict[Channel, str]:
    """Where codes can go: by SMS where there is a phone."""
    by = {Channel.SMS: someone.phone, Channel.EMAIL: someone.email}
    return {channel: address for channel, address in by.items() if address is not None}


def _session_of(actor: Actor) -> UUID:
    if actor.session_id is None:
        raise Unauthenticated
    return actor.session_id
