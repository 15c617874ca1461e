"""What somebody proves themselves by beside a password: an authenticator app, passkeys, recovery
codes."""

from zahra.shop.identity.factors.errors import (
    LastFactor,
    ManagedByStaffSession,
    NoFactor,
    NotStaff,
    PasskeyRefused,
    TooManyPasskeys,
    WrongSecondFactor,
    WrongTotp,
)
from zahra.shop.identity.factors.holding import factors_of, needs_second_factor
from zahra.shop.identity.factors.jobs import tell_of_factors
from zahra.shop.identity.factors.model import (
    AddingPasskey,
    Factors,
    FinishingSecondFactor,
    Method,
    Passkey,
    PasskeyAsked,
    SecondFactorNeeded,
    SigningInWithPasskey,
    TotpSetup,
)
from zahra.shop.identity.factors.passkeys import (
    add_passkey,
    begin_adding_passkey,
    passkeys_of,
    remove_passkey,
    rename_passkey,
)
from zahra.shop.identity.factors.proving import prove_totp
from zahra.shop.identity.factors.recovering import make_recovery_codes
from zahra.shop.identity.factors.relying_party import RelyingParty, relying_party
from zahra.shop.identity.factors.second_factor import begin_second_factor, finish_second_factor
from zahra.shop.identity.factors.setting_up_totp import begin_totp, confirm_totp, remove_totp
from zahra.shop.identity.factors.using_passkeys import (
    begin_passkey_sign_in,
    begin_passkey_step_up,
    prove_passkey,
    sign_in_with_passkey,
)

__all__ = [
    "AddingPasskey",
    "Factors",
    "FinishingSecondFactor",
    "LastFactor",
    "ManagedByStaffSession",
    "Method",
    "NoFactor",
    "NotStaff",
    "Passkey",
    "PasskeyAsked",
    "PasskeyRefused",
    "RelyingParty",
    "SecondFactorNeeded",
    "SigningInWithPasskey",
    "TooManyPasskeys",
    "TotpSetup",
    "WrongSecondFactor",
    "WrongTotp",
    "add_passkey",
    "begin_adding_passkey",
    "begin_passkey_sign_in",
    "begin_passkey_step_up",
    "begin_second_factor",
    "begin_totp",
    "confirm_totp",
    "factors_of",
    "finish_second_factor",
    "make_recovery_codes",
    "needs_second_factor",
    "passkeys_of",
    "prove_passkey",
    "prove_totp",
    "relying_party",
    "remove_passkey",
    "remove_totp",
    "rename_passkey",
    "sign_in_with_passkey",
    "tell_of_factors",
]
