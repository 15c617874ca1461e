"""Logging in by a password."""

from dataclasses import dataclass, field

from zahra.base.db import Database, Transaction
from zahra.base.keys import Keys
from zahra.shop.identity.errors import SessionRevoked
from zahra.shop.identity.factors.holding import needs_second_factor
from zahra.shop.identity.factors.model import SecondFactorNeeded
from zahra.shop.identity.factors.second_factor import begin_second_factor, must_belong
from zahra.shop.identity.identifiers import Identifier, identifier_of
from zahra.shop.identity.model import UNKNOWN_DEVICE, Device, SessionKind
from zahra.shop.identity.passwords.errors import InvalidCredentials
from zahra.shop.identity.passwords.proving import TypedPassword, prove_password_of, use_password
from zahra.shop.identity.policy import Policy
from zahra.shop.identity.sessions.signing_in import SignedIn, SigningIn, sign_in


@dataclass(frozen=True, slots=True)
class LoggingIn:
    """A phone or e-mail address and a password as typed. `cart_token` is the guest's bag."""

    identifier: str
    password: str = field(repr=False)
    kind: SessionKind
    device: Device = UNKNOWN_DEVICE
    cart_token: str | None = field(default=None, repr=False)

    def signing_in(self, to: Identifier) -> SigningIn:
        """What a right password signs in to."""
        return SigningIn(
            self.kind,
            ("pwd",),
            device=self.device,
            cart_token=self.cart_token,
            identifier_masked=to.masked,
        )


async def log_in(
    database: Database, keys: Keys, asked: LoggingIn, *, policy: Policy = Policy()
) -> SignedIn | SecondFactorNeeded:
    """Sign in by a password, or say that a second factor is needed. Announces LoggedIn.

    Raises InvalidIdentifier about the form; InvalidCredentials for every kind of wrong;
    AccountDisabled and NotStaff after a right password only; PasswordsBusy, PasswordsUnavailable.
    """
    to = identifier_of(asked.identifier)
    typed = TypedPassword(asked.password, to, asked.device)
    proven = await prove_password_of(database, typed, policy=policy)

    async def enter(tx: Transaction) -> SignedIn | SecondFactorNeeded:
        await use_password(tx, proven)
        must_belong(proven.account, asked.kind)
        if await needs_second_factor(tx, proven.account):
            return await begin_second_factor(tx, proven.account, policy=policy)
        return await sign_in(tx, keys, proven.account, asked.signing_in(to), policy=policy)

    try:
        return await database.run(enter)
    except SessionRevoked as why:  # everything was ended since the password was compared
        raise InvalidCredentials from why
