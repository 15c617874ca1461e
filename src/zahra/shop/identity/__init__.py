"""Who people are to the shop: codes that prove it, sessions that remember it, their addresses.

Signing in and signing up are one. A session row is the single thing that is alive or ended; a
browser's cookie and a program's tokens only point at it.
"""

from zahra.shop.identity.claims.starting_afresh import StartingAfresh, start_afresh
from zahra.shop.identity.codes.guarding import PREFIX_LENGTH, plan_sms_budget
from zahra.shop.identity.codes.jobs import deliver_code, deliver_code_elsewhere
from zahra.shop.identity.codes.sending import SentCode, resend_code, send_code
from zahra.shop.identity.codes.verifying import VerifyingCode, verify_code
from zahra.shop.identity.contacts.changing import (
    ConfirmingContact,
    ContactChanged,
    change_contact,
    confirm_contact,
    pending_contacts,
    remove_contact,
)
from zahra.shop.identity.contacts.jobs import tell_of_change
from zahra.shop.identity.contacts.model import Contact, ContactKind, PendingContact
from zahra.shop.identity.contacts.noting import on_phone_told
from zahra.shop.identity.contacts.presence import must_be_there
from zahra.shop.identity.devices.jobs import tell_of_new_device
from zahra.shop.identity.devices.noticing import is_trusted_device
from zahra.shop.identity.errors import (
    AccountDisabled,
    ClaimOver,
    CodesUnavailable,
    IdentityInUse,
    InvalidIdentifier,
    LastIdentity,
    RefreshInvalid,
    RefreshReused,
    SecondProofRequired,
    SessionExpired,
    SessionRevoked,
    StillStaff,
    TooManyAddresses,
    WayNotOpen,
    WrongCode,
)
from zahra.shop.identity.events import CodeAnswered, LoggedIn, PhoneTold
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
from zahra.shop.identity.forgetting.jobs import forget_what_is_over
from zahra.shop.identity.identifiers import Channel, Identifier, email_of, identifier_of, phone_of
from zahra.shop.identity.model import Account, Device, Person, Session, SessionKind
from zahra.shop.identity.passwords.changing import (
    change_password,
    password_changed_at,
    prove_password,
)
from zahra.shop.identity.passwords.errors import (
    InvalidCredentials,
    PasswordRejected,
    PasswordsBusy,
    PasswordsUnavailable,
    ResetInvalid,
)
from zahra.shop.identity.passwords.hashing import password_load
from zahra.shop.identity.passwords.jobs import send_reset_link, tell_of_new_password
from zahra.shop.identity.passwords.logging_in import LoggingIn, log_in
from zahra.shop.identity.passwords.registering import Registering, on_code_answered, register
from zahra.shop.identity.passwords.resetting import Resetting, ask_reset, reset_password
from zahra.shop.identity.passwords.threads import PasswordLoad
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
from zahra.shop.identity.people.profiles import (
    ChangingProfile,
    PublicProfile,
    change_profile,
    person,
    public_profile,
)
from zahra.shop.identity.personal.closing import (
    close_account,
    contacts_of_erased,
    forget_contacts,
    forget_leftovers,
    told_about,
)
from zahra.shop.identity.policy import Policy
from zahra.shop.identity.roles import Role
from zahra.shop.identity.sessions.api_keys import actor_of_api_key, make_api_key
from zahra.shop.identity.sessions.ending import (
    end_sessions_of,
    log_out,
    log_out_elsewhere,
    log_out_everywhere,
    revoke_session,
    sessions_of,
)
from zahra.shop.identity.sessions.moving_in import MovedIn, move_in_tokens, tokens_to_move_in
from zahra.shop.identity.sessions.recognising import (
    Recognised,
    actor_of_bearer,
    actor_of_cookie,
    recognise_bearer,
    recognise_cookie,
)
from zahra.shop.identity.sessions.refreshing import Refreshing, refresh_session
from zahra.shop.identity.sessions.renewing import renew_secret
from zahra.shop.identity.sessions.signing_in import SignedIn, SigningIn, sign_in
from zahra.shop.identity.sessions.store.figures import SessionFigures, session_figures
from zahra.shop.identity.sessions.tending import tend_session, touch_session
from zahra.shop.identity.sessions.token_pairs import Tokens
from zahra.shop.identity.staff.enrolling import begin_enrolment_passkey, enrol, enrolling
from zahra.shop.identity.staff.errors import (
    AccountClosed,
    AlreadyStaff,
    EnrolmentOver,
    LastOwner,
    OwnAccount,
)
from zahra.shop.identity.staff.inviting import (
    invite_again,
    invite_staff,
    make_owner,
    withdraw_invitation,
)
from zahra.shop.identity.staff.jobs import send_enrolment
from zahra.shop.identity.staff.looking_up import audit_log, people_list, person_at_hand
from zahra.shop.identity.staff.managing import (
    change_roles,
    disable_person,
    enable_person,
    staff_list,
)
from zahra.shop.identity.staff.model import (
    Enrolled,
    Enrolling,
    Enrolment,
    KnownPerson,
    PeoplePage,
    PersonAtHand,
    StaffMember,
)
from zahra.shop.identity.stepping_up import (
    PasskeyGiven,
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
    "AccountClosed",
    "AccountDisabled",
    "AddingPasskey",
    "Address",
    "AddressDraft",
    "AddressKind",
    "AlreadyStaff",
    "ChangingProfile",
    "Channel",
    "ClaimOver",
    "CodeAnswered",
    "CodesUnavailable",
    "ConfirmingContact",
    "Contact",
    "ContactChanged",
    "ContactKind",
    "Device",
    "Enrolled",
    "Enrolling",
    "Enrolment",
    "EnrolmentOver",
    "Factors",
    "FinishingSecondFactor",
    "Identifier",
    "IdentityInUse",
    "InvalidCredentials",
    "InvalidIdentifier",
    "KnownPerson",
    "LastFactor",
    "LastIdentity",
    "LastOwner",
    "LoggedIn",
    "LoggingIn",
    "ManagedByStaffSession",
    "Method",
    "MovedIn",
    "NoFactor",
    "NotStaff",
    "OwnAccount",
    "Passkey",
    "PasskeyAsked",
    "PasskeyGiven",
    "PasskeyRefused",
    "PasswordLoad",
    "PasswordRejected",
    "PasswordsBusy",
    "PasswordsUnavailable",
    "PendingContact",
    "PeoplePage",
    "Person",
    "PersonAtHand",
    "PhoneTold",
    "Policy",
    "PublicProfile",
    "Recognised",
    "RefreshInvalid",
    "RefreshReused",
    "Refreshing",
    "Registering",
    "RelyingParty",
    "ResetInvalid",
    "Resetting",
    "Role",
    "SecondFactorNeeded",
    "SecondProofRequired",
    "SentCode",
    "Session",
    "SessionExpired",
    "SessionFigures",
    "SessionKind",
    "SessionRevoked",
    "SignedIn",
    "SigningIn",
    "SigningInWithPasskey",
    "StaffMember",
    "StartingAfresh",
    "SteppingUp",
    "StillStaff",
    "Tokens",
    "TooManyAddresses",
    "TooManyPasskeys",
    "TotpSetup",
    "VerifyingCode",
    "Way",
    "WayNotOpen",
    "Ways",
    "WrongCode",
    "WrongSecondFactor",
    "WrongTotp",
    "actor_of_api_key",
    "actor_of_bearer",
    "actor_of_cookie",
    "add_address",
    "add_passkey",
    "address",
    "addresses_of",
    "ask_reset",
    "audit_log",
    "begin_adding_passkey",
    "begin_enrolment_passkey",
    "begin_passkey_sign_in",
    "begin_passkey_step_up",
    "begin_second_factor",
    "begin_totp",
    "change_address",
    "change_contact",
    "change_password",
    "change_profile",
    "change_roles",
    "check_address",
    "close_account",
    "confirm_contact",
    "confirm_totp",
    "contacts_of_erased",
    "deliver_code",
    "deliver_code_elsewhere",
    "disable_person",
    "email_of",
    "enable_person",
    "end_sessions_of",
    "enrol",
    "enrolling",
    "factors_of",
    "find_or_create_user",
    "finish_second_factor",
    "forget_contacts",
    "forget_leftovers",
    "forget_what_is_over",
    "identifier_of",
    "invite_again",
    "invite_staff",
    "is_trusted_device",
    "log_in",
    "log_out",
    "log_out_elsewhere",
    "log_out_everywhere",
    "make_api_key",
    "make_owner",
    "make_recovery_codes",
    "move_in_tokens",
    "must_be_there",
    "needs_second_factor",
    "on_code_answered",
    "on_phone_told",
    "passkeys_of",
    "password_changed_at",
    "password_load",
    "pending_contacts",
    "people_list",
    "person",
    "person_at_hand",
    "phone_of",
    "plan_sms_budget",
    "prove_passkey",
    "prove_password",
    "prove_totp",
    "public_profile",
    "recognise_bearer",
    "recognise_cookie",
    "refresh_session",
    "register",
    "relying_party",
    "remove_address",
    "remove_contact",
    "remove_passkey",
    "remove_totp",
    "rename_passkey",
    "renew_secret",
    "resend_code",
    "reset_password",
    "revoke_session",
    "send_code",
    "send_enrolment",
    "send_reset_link",
    "send_step_up_code",
    "session_figures",
    "sessions_of",
    "set_default_address",
    "sign_in",
    "sign_in_with_passkey",
    "staff_list",
    "start_afresh",
    "step_up",
    "tell_of_change",
    "tell_of_factors",
    "tell_of_new_device",
    "tell_of_new_password",
    "tend_session",
    "tokens_to_move_in",
    "told_about",
    "touch_session",
    "verify_code",
    "ways_to_step_up",
    "withdraw_invitation",
]
