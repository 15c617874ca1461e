"""The second step of logging in with a password."""

from dataclasses import replace

from zahra.base import ids
from zahra.base.db import Database, Transaction
from zahra.base.keys import Keys
from zahra.shop.identity.factors import ceremonies as beginning
from zahra.shop.identity.factors.errors import NotStaff, WrongSecondFactor
from zahra.shop.identity.factors.model import (
    Ceremony,
    CeremonyKind,
    FinishingSecondFactor,
    SecondFactorNeeded,
)
from zahra.shop.identity.factors.proving import prove_factor, use_factor
from zahra.shop.identity.factors.store import ceremonies, held
from zahra.shop.identity.model import Account, SessionKind
from zahra.shop.identity.people.store import accounts
from zahra.shop.identity.policy import Policy
from zahra.shop.identity.sessions.signing_in import SignedIn, SigningIn, sign_in

_AMR = ("pwd", "otp", "mfa")


async def begin_second_factor(
    tx: Transaction, account: Account, *, policy: Policy = Policy()
) -> SecondFactorNeeded:
    """After a right password: wait five minutes for the second factor, five tries."""
    waiting = Ceremony(CeremonyKind.SECOND_FACTOR, account.id, account.auth_epoch)
    token = await beginning.begin(tx, waiting, policy=policy)
    factors = await held.factors_of(tx, account.id)
    return SecondFactorNeeded(token, factors.methods, beginning.seconds(policy))


async def finish_second_factor(
    database: Database, keys: Keys, asked: FinishingSecondFactor, *, policy: Policy = Policy()
) -> SignedIn:
    """Sign in by a code after the password. Announces LoggedIn.

    Raises WrongSecondFactor; after a right code NotStaff, AccountDisabled and SessionRevoked.
    """
    kind, token_hash = CeremonyKind.SECOND_FACTOR, ids.token_hash(asked.token)
    async with database.transaction() as tx:
        waiting = await ceremonies.take_try(tx, token_hash, kind, most=policy.tries)
    if waiting is None:
        raise WrongSecondFactor
    user_id = waiting.owner
    proven = await prove_factor(database, keys, user_id, code=asked.code, policy=policy)

    async def enter(tx: Transaction) -> SignedIn:
        if await ceremonies.use(tx, token_hash, kind) is None:
            raise WrongSecondFactor
        await use_factor(tx, proven)
        account = await account_as_it_was(tx, waiting)
        must_belong(account, asked.kind)
        signing = SigningIn(asked.kind, _AMR, device=asked.device, cart_token=asked.cart_token)
        return await sign_in(tx, keys, account, signing, policy=policy)

    return await database.run(enter)


async def account_as_it_was(tx: Transaction, waiting: Ceremony) -> Account:
    """The account under the epoch at which its ceremony began: a logout everywhere in between is
    not passed by. Its roles and status are those of now."""
    account = await accounts.account(tx, waiting.owner)
    assert account is not None, "users are never deleted"
    return replace(account, auth_epoch=waiting.epoch or 0)


def must_belong(account: Account, kind: SessionKind) -> None:
    """Only staff get a session of the admin. Raises NotStaff."""
    if kind is SessionKind.ADMIN and not account.is_staff:
        raise NotStaff
