"""Showing again that it is you, before what a stolen session must not do.

Whoever did so is fresh for ten minutes (`Actor.must_be_fresh`). Shoppers do it by a code to their
own phone or e-mail address, by their password, their authenticator app or a passkey. Staff never by
a code that somebody sent, nor by a password alone: theirs is the app, or a passkey.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

from zahra.base.actors import Actor, Kind
from zahra.base.db import Database, Snapshot, Transaction
from zahra.base.keys import Keys
from zahra.shop.identity.codes.challenge import Purpose
from zahra.shop.identity.codes.proving import TypedCode, prove_code, use_code
from zahra.shop.identity.codes.sending import SentCode, send_code
from zahra.shop.identity.errors import WayNotOpen
from zahra.shop.identity.factors.errors import PasskeyRefused
from zahra.shop.identity.factors.holding import factors_of
from zahra.shop.identity.factors.proving import prove_totp
from zahra.shop.identity.factors.relying_party import RelyingParty
from zahra.shop.identity.factors.using_passkeys import prove_passkey
from zahra.shop.identity.identifiers import Channel
from zahra.shop.identity.model import UNKNOWN_DEVICE, Device, Person
from zahra.shop.identity.passwords.changing import password_changed_at, prove_password
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
    PASSKEY = "passkey"


@dataclass(frozen=True, slots=True)
class PasskeyGiven:
    """A browser's answer to what `begin_passkey_step_up` asked it."""

    party: RelyingParty
    token: str = field(repr=False)
    credential: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class SteppingUp:
    """A proof: the code or the password as typed, or a passkey's answer.

    Of a code also where it went (None: where it goes by itself), and a browser's `binding` or a
    program's `challenge_id`.
    """

    way: Way
    proof: str = field(default="", repr=False)
    channel: Channel | None = None
    binding: str | None = field(default=None, repr=False)
    challenge_id: UUID | None = None
    passkey: PasskeyGiven | None = None

    def typed(self, to: str) -> TypedCode:
        """The code, as one that was sent to this address of the person's own."""
        return TypedCode(to, self.proof, Purpose.STEP_UP, self.binding, self.challenge_id)


@dataclass(frozen=True, slots=True)
class Ways:
    """What is open to somebody, the usual first; `addresses` are where a code may go."""

    ways: tuple[Way, ...]
    addresses: Mapping[Channel, str] = field(default_factory=dict[Channel, str])

    def address(self, channel: Channel | None) -> str:
        """Where a code goes: by this channel, or by itself. Raises WayNotOpen."""
        if channel is None:
            channel = next(iter(self.addresses), Channel.SMS)
        if channel not in self.addresses:
            raise WayNotOpen
        return self.addresses[channel]


async def ways_to_step_up(snapshot: Snapshot, actor: Actor) -> Ways:
    """How this actor may show that it is them: an API key in no way, nobody sits at it."""
    if actor.user_id is not None and actor.session_id is None:
        return Ways(())
    factors = await factors_of(snapshot, actor)
    held = {Way.TOTP: factors.has_totp, Way.PASSKEY: factors.passkeys > 0}
    addresses: Mapping[Channel, str] = {}
    if actor.kind is not Kind.STAFF:
        addresses = _addresses(await person(snapshot, actor))
        held[Way.OTP] = bool(addresses)
        held[Way.PASSWORD] = await password_changed_at(snapshot, actor) is not None
    return Ways(tuple(way for way in Way if held.get(way)), addresses)


async def send_step_up_code(
    tx: Transaction,
    keys: Keys,
    actor: Actor,
    *,
    channel: Channel | None = None,
    binding: str | None,
    device: Device = UNKNOWN_DEVICE,
    policy: Policy = Policy(),
) -> SentCode:
    """Send a code to the actor's own phone, or e-mail address; to a device of theirs also where
    strangers have used up the others.

    Raises WayNotOpen for staff and where there is no such address, and what `send_code` raises.
    """
    to = (await ways_to_step_up(tx, actor)).address(channel)
    return await send_code(
        tx, keys, to, binding=binding, purpose=Purpose.STEP_UP, device=device, policy=policy
    )


async def step_up(
    database: Database, keys: Keys, actor: Actor, asked: SteppingUp, *, policy: Policy = Policy()
) -> str | None:
    """Note that the person behind a session has just shown that it is them.

    Answers a browser's new secret, which takes the old one's place at once; None for a program.
    Raises WayNotOpen, Unauthenticated where the session is over, and what the proof raises.
    """
    async with database.snapshot() as snapshot:
        open_ways = await ways_to_step_up(snapshot, actor)
    if asked.way not in open_ways.ways:
        raise WayNotOpen
    proven = None
    if asked.way is Way.OTP:
        typed = asked.typed(open_ways.address(asked.channel))
        proven = await prove_code(database, keys, typed, policy=policy)
    elif asked.way is Way.PASSWORD:
        await prove_password(database, actor, asked.proof, policy=policy)
    elif asked.way is Way.TOTP:
        await prove_totp(database, keys, actor, asked.proof, policy=policy)
    else:
        await _check_passkey(database, actor, asked.passkey)
    async with database.transaction() as tx:
        if proven is not None:
            await use_code(tx, proven)
        secret = await renew_secret(tx, actor)
        await _note(tx, actor, asked.way)
    return secret


async def _check_passkey(database: Database, actor: Actor, given: PasskeyGiven | None) -> None:
    if given is None:
        raise PasskeyRefused
    await prove_passkey(
        database, actor, given.party, token=given.token, credential=given.credential
    )


async def _note(tx: Transaction, actor: Actor, way: Way) -> None:
    event = AuthEvent(
        "step_up.ok",
        user_id=actor.person,
        session_id=actor.session_id,
        detail={"by": way.value},
    )
    await events.note(tx, event)


def _addresses(someone: Person) -> dict[Channel, str]:
    """Where codes can go: by SMS where there is a phone."""
    by = {Channel.SMS: someone.phone, Channel.EMAIL: someone.email}
    return {channel: address for channel, address in by.items() if address is not None}
