"""Behind the link: a password and an app, or a passkey, in one step. Nothing is kept by halves."""

from collections.abc import Sequence
from dataclasses import dataclass

from zahra.base import audit, ids
from zahra.base.actors import Actor, Kind
from zahra.base.db import Database, Snapshot, Transaction
from zahra.base.errors import Invalid
from zahra.base.keys import Keys
from zahra.base.text import mask
from zahra.shop.identity.factors.authenticators import passkey_made
from zahra.shop.identity.factors.model import CeremonyKind, NewPasskey, PasskeyAsked
from zahra.shop.identity.factors.passkeys import ask_for_passkey, keep_passkey, take_challenge
from zahra.shop.identity.factors.recovering import replace_recovery_codes
from zahra.shop.identity.factors.relying_party import RelyingParty
from zahra.shop.identity.factors.setting_up_totp import keep_totp, setup_of
from zahra.shop.identity.model import Account, RevokeReason, SessionKind
from zahra.shop.identity.passwords.setting import set_password, stretched
from zahra.shop.identity.people.rules import is_line
from zahra.shop.identity.people.store import accounts, users
from zahra.shop.identity.policy import Policy
from zahra.shop.identity.sessions.signing_in import SigningIn, sign_in
from zahra.shop.identity.sessions.store import sessions
from zahra.shop.identity.staff.errors import EnrolmentOver
from zahra.shop.identity.staff.model import Enrolled, Enrolling, Enrolment
from zahra.shop.identity.staff.store import enrolments, members
from zahra.shop.identity.staff.store.enrolments import Invited

_BY_APP, _BY_PASSKEY = ("pwd", "otp", "mfa"), ("hwk", "user", "mfa")


@dataclass(frozen=True, slots=True)
class _Chosen:
    """What was chosen and is right so far: a stretched password, a passkey, or both."""

    enrolment: Enrolment
    password: str | None
    passkey: NewPasskey | None


async def enrolling(
    snapshot: Snapshot, keys: Keys, token: str, *, issuer: str, sealed: str | None = None
) -> Enrolling:
    """What to show behind a link. `sealed` of an earlier answer keeps its picture.

    Raises EnrolmentOver.
    """
    invited, account = await _invited(snapshot, token)
    label = f"{issuer}:{invited.email}"
    setup = setup_of(snapshot, keys, account, label=label, sealed=sealed)
    return Enrolling(mask(invited.email), invited.name, invited.roles, setup)


async def begin_enrolment_passkey(
    tx: Transaction, token: str, party: RelyingParty, *, policy: Policy = Policy()
) -> PasskeyAsked:
    """What to hand to `navigator.credentials.create` for somebody behind a link.

    Raises EnrolmentOver.
    """
    invited, account = await _invited(tx, token)
    return await ask_for_passkey(tx, account, party, label=invited.email, policy=policy)


async def enrol(
    database: Database,
    keys: Keys,
    party: RelyingParty,
    enrolment: Enrolment,
    *,
    policy: Policy = Policy(),
) -> Enrolled:
    """Use the link up: keep what was chosen, give the roles, sign in to the admin.

    Whatever opened the account before opens it no more: sessions, password, app, passkeys, codes.
    Raises EnrolmentOver; Invalid, PasswordRejected, WrongTotp or PasskeyRefused, and the link
    stays good.
    """
    async with database.snapshot() as snapshot:
        invited, account = await _invited(snapshot, enrolment.token)
    chosen = await _chosen(database, party, enrolment, invited, policy=policy)

    async def enter(tx: Transaction) -> Enrolled:
        await users.lock(tx, account.id)
        roles = await enrolments.use(tx, ids.token_hash(enrolment.token))
        if roles is None:
            raise EnrolmentOver
        await _begin_anew(tx, account)
        await _keep(tx, keys, account, chosen)
        await _give_roles(tx, invited, roles)
        codes = await replace_recovery_codes(tx, keys, account)
        now = await accounts.account(tx, account.id)
        assert now is not None, "it was just changed"
        amr = _BY_PASSKEY if chosen.passkey else _BY_APP
        signing = SigningIn(SessionKind.ADMIN, amr, device=enrolment.device)
        return Enrolled(await sign_in(tx, keys, now, signing, policy=policy), codes)

    return await database.run(enter)


async def _invited(snapshot: Snapshot, token: str) -> tuple[Invited, Account]:
    """Who holds this link, and their account. Raises EnrolmentOver."""
    invited = await enrolments.invited(snapshot, ids.token_hash(token))
    account = invited and await accounts.account(snapshot, invited.user_id)
    if invited is None or account is None:
        raise EnrolmentOver
    return invited, account


async def _chosen(
    database: Database,
    party: RelyingParty,
    enrolment: Enrolment,
    invited: Invited,
    *,
    policy: Policy,
) -> _Chosen:
    """Check what can be checked without the shop's rows. Raises as `enrol`."""
    if enrolment.name is not None and not is_line(enrolment.name.strip(), longest=100):
        raise Invalid({"name": "Use up to 100 letters, on one line."})
    password = passkey = None
    if enrolment.password is not None:
        about = [invited.email, invited.name or "", enrolment.name or ""]
        password = await stretched(enrolment.password, about=about, policy=policy)
    if enrolment.passkey is not None:
        kind, token = CeremonyKind.PASSKEY_ADDING, enrolment.passkey_token or ""
        challenge = await take_challenge(database, token, kind, invited.user_id)
        passkey = passkey_made(party, enrolment.passkey, challenge=challenge, name="Passkey")
    elif password is None or enrolment.code is None or enrolment.sealed is None:
        raise Invalid({"code": "Choose a password and an authenticator app, or a passkey."})
    return _Chosen(enrolment, password, passkey)


async def _begin_anew(tx: Transaction, account: Account) -> None:
    """End every session and forget every proof: whoever had the account until now is out."""
    await users.next_epoch(tx, account.id)
    await sessions.revoke_all(tx, account.id, RevokeReason.PASSWORD_RESET)
    await members.forget_proofs(tx, account.id)


async def _keep(tx: Transaction, keys: Keys, account: Account, chosen: _Chosen) -> None:
    """Raises WrongTotp, PasskeyRefused."""
    enrolment = chosen.enrolment
    if enrolment.name is not None:
        name = enrolment.name.strip()
        await users.change_profile(tx, account.id, name=name, marketing_consent=None)
    if chosen.password is not None:
        await set_password(tx, account.id, chosen.password)
    if chosen.passkey is not None:
        await keep_passkey(tx, account, chosen.passkey)
    else:
        sealed, code = enrolment.sealed or "", enrolment.code or ""
        await keep_totp(tx, keys, account, sealed=sealed, code=code)


async def _give_roles(tx: Transaction, invited: Invited, roles: Sequence[str]) -> None:
    await accounts.set_roles(tx, invited.user_id, roles)
    themselves = Actor(Kind.STAFF, invited.user_id, name=invited.name or mask(invited.email))
    detail = {"roles": list(roles)}
    subject = f"user:{invited.user_id}"
    await audit.note(tx, themselves, "staff.enrolled", subject=subject, detail=detail)
