"""Accounts that money is paid out to: a UPI id or a bank account, named by its owner with a fresh
proof. They are kept sealed (AES-256-GCM), each for its owner: the key is outside the database."""

import json
import os
import re
from dataclasses import asdict, dataclass
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from zahra.base import ids
from zahra.base.actors import Actor, Kind
from zahra.base.db import Snapshot, Transaction
from zahra.base.errors import Invalid, NotFound, StepUpRequired
from zahra.base.keys import Keys
from zahra.shop.payments.payouts import AccountKind, PayoutAccount
from zahra.shop.payments.store import payouts as store

MOST = 5  # accounts a person keeps
_VPA = re.compile(r"[a-z0-9][a-z0-9._-]{1,254}@[a-z][a-z0-9]{1,63}")
_IFSC = re.compile(r"[A-Z]{4}0[A-Z0-9]{6}")
_NUMBER = re.compile(r"\d{9,18}")
_HOLDER = re.compile(r"[^\W\d_](?:[^\W\d_]|[ .'-]){1,99}")
_PURPOSE, _NONCE = "payout-account", 12


@dataclass(frozen=True, slots=True)
class Naming:
    """An account as its owner types it: a UPI id, or a number (twice) with its bank's IFSC. Where
    `kind` says which it is to be, what the other one needs counts for nothing."""

    holder: str
    vpa: str = ""
    number: str = ""
    number_again: str = ""
    ifsc: str = ""
    kind: AccountKind | None = None


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """All of an account, for the bank's file only."""

    holder: str
    vpa: str = ""
    number: str = ""
    ifsc: str = ""


async def name_account(tx: Transaction, keys: Keys, actor: Actor, naming: Naming) -> PayoutAccount:
    """Keep an account of the actor's own. Raises StepUpRequired, Invalid."""
    owner = actor.person
    if actor.kind is Kind.STAFF and actor.session_id is None:
        raise StepUpRequired  # an API key is nobody in person
    actor.must_be_fresh(tx.now)
    facts = _checked(naming)
    if await store.count_accounts(tx, owner) >= MOST:
        raise Invalid({"": f"Keep up to {MOST} accounts. Remove one first."})
    account = PayoutAccount(ids.new(), _kind(facts), shown(facts), tx.now)
    sealed = seal(keys, owner, facts)
    await store.insert_account(tx, account, user_id=owner, sealed=sealed, kid=keys.newest)
    return account


async def accounts_of(snapshot: Snapshot, actor: Actor) -> list[PayoutAccount]:
    """The actor's own accounts, the latest first."""
    return await store.accounts_of(snapshot, actor.person)


async def is_own_account(snapshot: Snapshot, user_id: UUID, account_id: UUID) -> bool:
    """Whether this account is that person's."""
    found = await store.accounts_of(snapshot, user_id)
    return any(account.id == account_id for account in found)


async def remove_account(tx: Transaction, actor: Actor, account_id: UUID) -> None:
    """Forget an account that no money is on its way to. Raises NotFound."""
    if not await store.remove_account(tx, actor.person, account_id):
        raise NotFound


async def forget_accounts(tx: Transaction, user_id: UUID) -> None:
    """Forget the accounts of somebody who is gone, but those that money is on its way to."""
    await store.forget_accounts(tx, user_id)


def shown(facts: AccountFacts) -> str:
    """What may be read of an account.

    >>> shown(AccountFacts("Asha Verma", vpa="ashaverma@okhdfc"))
    'as•••@okhdfc'
    >>> shown(AccountFacts("Asha Verma", number="50100123456789", ifsc="HDFC0001234"))
    'HDFC ••6789'
    """
    if facts.vpa:
        name, _, bank = facts.vpa.partition("@")
        return f"{name[:2]}•••@{bank}"
    return f"{facts.ifsc[:4]} ••{facts.number[-4:]}"


def seal(keys: Keys, owner: UUID, facts: AccountFacts) -> bytes:
    """An account as it is stored."""
    nonce = os.urandom(_NONCE)
    content = json.dumps(asdict(facts)).encode()
    return nonce + AESGCM(keys.key(_PURPOSE)).encrypt(nonce, content, owner.bytes)


def opened(keys: Keys, owner: UUID, sealed: bytes, *, kid: str) -> AccountFacts | None:
    """The account; None for another person's, or once its key is gone."""
    try:
        cipher = AESGCM(keys.key(_PURPOSE, kid))
        content = cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], owner.bytes)
    except (KeyError, InvalidTag, ValueError):
        return None
    return AccountFacts(**json.loads(content))


def _checked(naming: Naming) -> AccountFacts:
    """The account in its stored form. Raises Invalid for one that cannot be."""
    holder = " ".join(naming.holder.split())
    vpa, number = naming.vpa.strip().lower(), re.sub(r"[\s-]", "", naming.number)
    again, ifsc = re.sub(r"[\s-]", "", naming.number_again), naming.ifsc.strip().upper()
    wrong: dict[str, str] = {}
    if not _HOLDER.fullmatch(holder):
        wrong["holder"] = "Write the name as the bank knows it."
    if naming.kind is None and bool(vpa) == bool(number):
        raise Invalid({**wrong, "vpa": "Write either a UPI id or a bank account."})
    kind = naming.kind or (AccountKind.UPI if vpa else AccountKind.BANK)
    wrong |= _wrong_vpa(vpa) if kind is AccountKind.UPI else _wrong_bank(number, again, ifsc)
    if wrong:
        raise Invalid(wrong)
    if kind is AccountKind.UPI:
        return AccountFacts(holder, vpa)
    return AccountFacts(holder, number=number, ifsc=ifsc)


def _wrong_vpa(vpa: str) -> dict[str, str]:
    return {} if _VPA.fullmatch(vpa) else {"vpa": "A UPI id looks like name@bank."}


def _wrong_bank(number: str, again: str, ifsc: str) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if not (number.isascii() and _NUMBER.fullmatch(number)):
        wrong["number"] = "An account number has 9 to 18 digits."
    elif number != again:
        wrong["numberAgain"] = "The two numbers differ. Please check them."
    if not _IFSC.fullmatch(ifsc):
        wrong["ifsc"] = "An IFSC looks like HDFC0001234."
    return wrong


def _kind(facts: AccountFacts) -> AccountKind:
    return AccountKind.UPI if facts.vpa else AccountKind.BANK
