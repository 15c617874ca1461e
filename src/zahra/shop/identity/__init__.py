"""Who people are to the shop: codes that prove it, sessions that remember it, their addresses.

Signing in and signing up are one. A session row is the single thing that is alive or ended; a
browser's cookie and a program's tokens only point at it. Each package behind this door says in its
own what it offers.
"""

# pyright: reportUnusedImport=false

from zahra.shop.identity.claims import *
from zahra.shop.identity.codes import *
from zahra.shop.identity.contacts import *
from zahra.shop.identity.devices import *
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
from zahra.shop.identity.factors import *
from zahra.shop.identity.forgetting import *
from zahra.shop.identity.identifiers import Channel, Identifier, email_of, identifier_of, phone_of
from zahra.shop.identity.model import Account, Device, Person, Session, SessionKind
from zahra.shop.identity.passwords import *
from zahra.shop.identity.people import *
from zahra.shop.identity.personal import *
from zahra.shop.identity.policy import Policy
from zahra.shop.identity.roles import Role
from zahra.shop.identity.sessions import *
from zahra.shop.identity.staff import *
from zahra.shop.identity.stepping_up import (
    PasskeyGiven,
    SteppingUp,
    Way,
    Ways,
    send_step_up_code,
    step_up,
    ways_to_step_up,
)
