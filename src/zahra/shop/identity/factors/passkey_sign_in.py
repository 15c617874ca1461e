"""Signing in by a passkey alone: it proves the device, and the device proved the person."""

from zahra.base.db import Database, Transaction
from zahra.base.keys import Keys
from zahra.shop.identity.factors.model import PasskeyAsked, SigningInWithPasskey
from zahra.shop.identity.factors.relying_party import RelyingParty
from zahra.shop.identity.policy import Policy
from zahra.shop.identity.sessions.signing_in import SignedIn


async def begin_passkey_sign_in(
    tx: Transaction, party: RelyingParty, *, policy: Policy = Policy()
) -> PasskeyAsked:
    """What to hand to `navigator.credentials.get`, for whoever it will be."""
    raise NotImplementedError


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
    raise NotImplementedError
