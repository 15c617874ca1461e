"""Signing up with a password: it counts once a code has proved the address (decision 0012)."""

from dataclasses import dataclass, field

from zahra.base.db import Database, Transaction
from zahra.base.errors import Invalid
from zahra.base.keys import Keys
from zahra.shop.identity.codes import store as challenges
from zahra.shop.identity.codes.challenge import Purpose
from zahra.shop.identity.codes.sending import SentCode, send_code
from zahra.shop.identity.events import CodeAnswered, PhoneTold
from zahra.shop.identity.identifiers import email_of, phone_of
from zahra.shop.identity.passwords import store
from zahra.shop.identity.passwords.setting import set_password, stretched
from zahra.shop.identity.passwords.store import PendingSignup
from zahra.shop.identity.people.rules import is_line
from zahra.shop.identity.people.store import users
from zahra.shop.identity.policy import Policy

_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Registering:
    """What somebody wants to log in with and be called; all as typed. A phone is kept for them to
    prove later."""

    email: str
    password: str = field(repr=False)
    name: str | None = None
    phone: str | None = None


async def register(
    database: Database,
    keys: Keys,
    asked: Registering,
    *,
    binding: str | None,
    policy: Policy = Policy(),
) -> SentCode:
    """Send a code to the address; the answer is the same whoever it belongs to.

    `verify_code` with that code signs in. If the address was free, the password and the name are
    kept then; if it had an account, they are dropped. Reads no user.

    Raises Invalid about the fields, PasswordRejected about the password, PasswordsBusy, and what
    `send_code` raises.
    """
    email, name, phone = _checked(asked)
    about = [told for told in (email, name, phone) if told]
    password_hash = await stretched(asked.password, about=about, policy=policy)

    async def begin(tx: Transaction) -> SentCode:
        is_contested = await challenges.is_live(tx, email, Purpose.LOGIN)
        sent = await send_code(tx, keys, email, binding=binding, policy=policy)
        until = tx.now + policy.pending_lifetime
        pending = PendingSignup(password_hash, name, phone, is_contested, until)
        await store.add_pending(tx, sent.challenge_id, pending)
        return sent

    return await database.run(begin)


async def on_code_answered(tx: Transaction, answered: CodeAnswered) -> None:
    """Keep what somebody signed up with, if the address was free.

    Where the code took the place of another living one, two may have asked: then only an answer
    that names its challenge counts, lest somebody's code be used to give a stranger's password to
    their account.
    """
    pending = await store.take_pending(tx, answered.challenge_id)
    if pending is None or not answered.is_new:
        return
    if pending.is_contested and not answered.is_named:
        return
    await users.change_profile(tx, answered.user_id, name=pending.name, marketing_consent=None)
    await set_password(tx, answered.user_id, pending.password_hash)
    if pending.phone is not None:
        await tx.announce(PhoneTold(answered.user_id, pending.phone, pending.expires_at))


def _checked(asked: Registering) -> tuple[str, str | None, str | None]:
    """The address, name and phone in their stored forms. Raises Invalid with every field's
    sentence."""
    wrong: dict[str, str] = {}
    name = (asked.name or "").strip() or None
    phone = None if not (asked.phone or "").strip() else phone_of(asked.phone or "")
    if (email := email_of(asked.email.strip())) is None:
        wrong["email"] = "Enter an e-mail address."
    if name is not None and not is_line(name, longest=_LONGEST_NAME):
        wrong["name"] = f"Use up to {_LONGEST_NAME} letters, on one line."
    if (asked.phone or "").strip() and phone is None:
        wrong["phone"] = "Enter a 10-digit Indian mobile number."
    if wrong or email is None:
        raise Invalid(wrong)
    return email, name, phone
