"""Behind the link: a password and an app, or a passkey, in one step. Nothing is kept by halves."""

from zahra.base.db import Database, Snapshot, Transaction
from zahra.base.keys import Keys
from zahra.shop.identity.factors.model import PasskeyAsked
from zahra.shop.identity.factors.relying_party import RelyingParty
from zahra.shop.identity.policy import Policy
from zahra.shop.identity.staff.model import Enrolled, Enrolling, Enrolment


async def enrolling(
    snapshot: Snapshot, keys: Keys, token: str, *, issuer: str, sealed: str | None = None
) -> Enrolling:
    """What to show behind a link. `sealed` of an earlier answer keeps its picture.

    Raises EnrolmentOver.
    """
    raise NotImplementedError


async def begin_enrolment_passkey(
    tx: Transaction, token: str, party: RelyingParty, *, policy: Policy = Policy()
) -> PasskeyAsked:
    """What to hand to `navigator.credentials.create` for somebody behind a link.

    Raises EnrolmentOver.
    """
    raise NotImplementedError


async def enrol(
    database: Database,
    keys: Keys,
    party: RelyingParty,
    enrolment: Enrolment,
    *,
    policy: Policy = Policy(),
) -> Enrolled:
    """Use the link up: keep what was chosen, give the roles, sign in to the admin.

    Whatever opened the account before opens it no more: sessions, app, passkeys, codes.
    Raises EnrolmentOver; PasswordRejected, WrongTotp or PasskeyRefused, and the link stays good.
    """
    raise NotImplementedError
