"""Signing in by a passkey alone, and showing by one that it is still you: it proves the device,
and the device proved the person."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from zahra.base.actors import Actor
from zahra.base.db import Database, Transaction
from zahra.base.keys import Keys
from zahra.shop.identity.factors import ceremonies as beginning
from zahra.shop.identity.factors.authenticators import (
    Used,
    credential_id,
    is_copied,
    passkey_used,
    request_options,
)
from zahra.shop.identity.factors.errors import PasskeyRefused
from zahra.shop.identity.factors.model import (
    Ceremony,
    CeremonyKind,
    Method,
    PasskeyAsked,
    SigningInWithPasskey,
    StoredPasskey,
)
from zahra.shop.identity.factors.passkeys import CHALLENGE_BYTES, take_challenge
from zahra.shop.identity.factors.proving import note_failure
from zahra.shop.identity.factors.relying_party import RelyingParty
from zahra.shop.identity.factors.second_factor import must_belong
from zahra.shop.identity.factors.store import passkeys
from zahra.shop.identity.policy import Policy
from zahra.shop.identity.sessions.signing_in import SignedIn, SigningIn, sign_in
from zahra.shop.identity.watching import store as events
from zahra.shop.identity.watching.model import AuthEvent

_AMR = ("hwk", "user", "mfa")  # RFC 8176: a key in hardware, the person's gesture, two factors


async def begin_passkey_sign_in(
    tx: Transaction, party: RelyingParty, *, policy: Policy = Policy()
) -> PasskeyAsked:
    """What to hand to `navigator.credentials.get`, for whoever it will be."""
    return await _ask(tx, party, Ceremony(CeremonyKind.PASSKEY_SIGN_IN), policy=policy)


async def sign_in_with_passkey(
    database: Database,
    keys: Keys,
    party: RelyingParty,
    asked: SigningInWithPasskey,
    *,
    policy: Policy = Policy(),
) -> SignedIn:
    """Sign in. Announces LoggedIn.

    Raises PasskeyRefused for every kind of wrong; after a right answer NotStaff, AccountDisabled.
    """
    kind = CeremonyKind.PASSKEY_SIGN_IN
    challenge = await take_challenge(database, asked.token, kind, None)
    passkey, used = await _checked(database, party, asked.credential, challenge=challenge)

    async def enter(tx: Transaction) -> SignedIn:
        await _note_use(tx, passkey, used)
        must_belong(passkey.account, asked.kind)
        signing = SigningIn(asked.kind, _AMR, device=asked.device, cart_token=asked.cart_token)
        return await sign_in(tx, keys, passkey.account, signing, policy=policy)

    return await database.run(enter)


async def begin_passkey_step_up(
    tx: Transaction, actor: Actor, party: RelyingParty, *, policy: Policy = Policy()
) -> PasskeyAsked:
    """What to hand to `navigator.credentials.get` for one of the actor's own passkeys."""
    asked = Ceremony(CeremonyKind.PASSKEY_STEP_UP, actor.person)
    known = await passkeys.credentials_of(tx, actor.person)
    return await _ask(tx, party, asked, policy=policy, known=known)


async def prove_passkey(
    database: Database,
    actor: Actor,
    party: RelyingParty,
    *,
    token: str,
    credential: Mapping[str, Any],
) -> None:
    """Check the answer of one of the actor's own passkeys, for a step-up. Raises PasskeyRefused."""
    kind = CeremonyKind.PASSKEY_STEP_UP
    challenge = await take_challenge(database, token, kind, actor.person)
    passkey, used = await _checked(database, party, credential, challenge=challenge)
    if passkey.user_id != actor.person:
        raise PasskeyRefused
    async with database.transaction() as tx:
        await _note_use(tx, passkey, used)


async def _ask(
    tx: Transaction,
    party: RelyingParty,
    asked: Ceremony,
    *,
    policy: Policy,
    known: Sequence[bytes] = (),
) -> PasskeyAsked:
    challenge = secrets.token_bytes(CHALLENGE_BYTES)
    begun = Ceremony(asked.kind, asked.user_id, asked.epoch, challenge)
    token = await beginning.begin(tx, begun, policy=policy)
    return PasskeyAsked(token, request_options(party, challenge=challenge, known=known))


async def _checked(
    database: Database, party: RelyingParty, credential: Mapping[str, Any], *, challenge: bytes
) -> tuple[StoredPasskey, Used]:
    """The passkey that answered, and rightly. Raises PasskeyRefused."""
    async with database.snapshot() as snapshot:
        passkey = await passkeys.passkey(snapshot, credential_id(credential))
    if passkey is None:
        raise PasskeyRefused
    try:
        used = passkey_used(party, credential, passkey, challenge=challenge)
    except PasskeyRefused:
        await note_failure(database, passkey.user_id, Method.PASSKEY)
        raise
    if is_copied(passkey, used):
        await _note_copy(database, passkey.user_id)
        raise PasskeyRefused
    return passkey, used


async def _note_use(tx: Transaction, passkey: StoredPasskey, used: Used) -> None:
    """Raises PasskeyRefused when the passkey was used or removed in between."""
    if not await passkeys.note_use(
        tx, passkey, sign_count=used.sign_count, is_backed_up=used.is_backed_up
    ):
        raise PasskeyRefused


async def _note_copy(database: Database, user_id: UUID) -> None:
    async with database.transaction() as tx:
        await events.note(tx, AuthEvent("passkey.copied", "refused", user_id=user_id))
