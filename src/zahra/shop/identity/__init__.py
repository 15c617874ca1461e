"""Who people are to the shop: codes that prove it, sessions that remember it, their addresses.

Signing in and signing up are one. A session row is the single thing that is alive or ended; a
browser's cookie and a program's tokens only point at it.
"""

from zahra.shop.identity.codes.guarding import PREFIX_LENGTH, plan_sms_budget
from zahra.shop.identity.codes.jobs import deliver_code
from zahra.shop.identity.codes.sending import SentCode, resend_code, send_code
from zahra.shop.identity.codes.verifying import VerifyingCode, verify_code
from zahra.shop.identity.errors import (
    AccountDisabled,
    CodesUnavailable,
    InvalidIdentifier,
    RefreshInvalid,
    RefreshReused,
    SessionExpired,
    SessionRevoked,
    TooManyAddresses,
    WayNotOpen,
    WrongCode,
)
from zahra.shop.identity.events import LoggedIn
from zahra.shop.identity.identifiers import Channel, Identifier, email_of, identifier_of, phone_of
from zahra.shop.identity.model import Account, Device, Person, Session, SessionKind
from zahra.shop.identity.people.address_book import Address, AddressDraft, AddressKind
from zahra.shop.identity.people.addressing import (
    add_address,
    address,
    addresses_of,
    change_address,
    check_address,
    remove_address,
    set_default_address,
)
from zahra.shop.identity.people.finding import find_or_create_user
from zahra.shop.identity.people.profiles import ChangingProfile, change_profile, person
from zahra.shop.identity.policy import Policy
from zahra.shop.identity.sessions.api_keys import actor_of_api_key, make_api_key
from zahra.shop.identity.sessions.ending import (
    end_sessions_of,
    log_out,
    log_out_everywhere,
    revoke_session,
    sessions_of,
)
from zahra.shop.identity.sessions.recognising import (
    Recognised,
    actor_of_bearer,
    actor_of_cookie,
    recognise_bearer,
    recognise_cookie,
    touch_session,
)
from zahra.shop.identity.sessions.refreshing import Refreshing, refresh_session
from zahra.shop.identity.sessions.renewing import renew_secret
from zahra.shop.identity.sessions.signing_in import SignedIn, SigningIn, sign_in
from zahra.shop.identity.sessions.store.figures import SessionFigures, session_figures
from zahra.shop.identity.sessions.token_pairs import Tokens
from zahra.shop.identity.stepping_up import (
    SteppingUp,
    Way,
    Ways,
    send_step_up_code,
    step_up,
    ways_to_step_up,
)

__all__ = [
    "PREFIX_LENGTH",
    "Account",
    "AccountDisabled",
    "Address",
    "AddressDraft",
    "AddressKind",
    "ChangingProfile",
    "Channel",
    "CodesUnavailable",
    "Device",
    "Identifier",
    "InvalidIdentifier",
    "LoggedIn",
    "Person",
    "Policy",
    "Recognised",
    "RefreshInvalid",
    "RefreshReused",
    "Refreshing",
    "SentCode",
    "Session",
    "SessionExpired",
    "SessionFigures",
    "SessionKind",
    "SessionRevoked",
    "SignedIn",
    "SigningIn",
    "SteppingUp",
    "Tokens",
    "TooManyAddresses",
    "VerifyingCode",
    "Way",
    "WayNotOpen",
    "Ways",
    "WrongCode",
    "actor_of_api_key",
    "actor_of_bearer",
    "actor_of_cookie",
    "add_address",
    "address",
    "addresses_of",
    "change_address",
    "change_profile",
    "check_address",
    "deliver_code",
    "email_of",
    "end_sessions_of",
    "find_or_create_user",
    "identifier_of",
    "log_out",
    "log_out_everywhere",
    "make_api_key",
    "person",
    "phone_of",
    "plan_sms_budget",
    "recognise_bearer",
    "recognise_cookie",
    "refresh_session",
    "remove_address",
    "renew_secret",
    "resend_code",
    "revoke_session",
    "send_code",
    "send_step_up_code",
    "session_figures",
    "sessions_of",
    "set_default_address",
    "sign_in",
    "step_up",
    "touch_session",
    "verify_code",
    "ways_to_step_up",
]
