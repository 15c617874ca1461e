"""The second step of logging in with a password."""

from zahra.base.db import Database, Snapshot, Transaction
from zahra.base.keys import Keys
from zahra.shop.identity.factors.model import FinishingSecondFactor, SecondFactorNeeded
from zahra.shop.identity.model import Account
from zahra.shop.identity.policy import Policy
from zahra.shop.identity.sessions.signing_in import SignedIn


async def needs_second_factor(snapshot: Snapshot, account: Account) -> bool:
    """Whether a password alone opens nothing: for staff, and for whoever set up an app."""
    raise NotImplementedError


async def begin_second_factor(
    tx: Transaction, account: Account, *, policy: Policy = Policy()
) -> SecondFactorNeeded:
    """After a right password: wait five minutes for the second factor, five tries."""
    raise NotImplementedError


async def finish_second_factor(
    database: Database, keys: Keys, asked: FinishingSecondFactor, *, policy: Policy = Policy()
) -> SignedIn:
    """Sign in by a code after the password. Announces LoggedIn.

    Raises WrongSecondFactor; after a right code NotStaff, AccountDisabled and SessionRevoked.
    """
    raise NotImplementedError
