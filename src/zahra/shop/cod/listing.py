"""Never, or always, letting a phone or a PIN code pay at the door."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime

from zahra.base import audit
from zahra.base.actors import Actor, Permission
from zahra.base.db import Snapshot, Transaction
from zahra.base.errors import Invalid, NotFound
from zahra.base.text import mask_phone
from zahra.shop import identity
from zahra.shop.cod.model import Listing, ListingKind, ListingVerdict
from zahra.shop.cod.store import ladder as store

REASON_LENGTH = 200
_PINCODE = re.compile(r"[1-9][0-9]{5}")


@dataclass(frozen=True, slots=True)
class ListingWish:
    """What staff want of a phone (any Indian spelling) or a PIN code."""

    kind: ListingKind
    value: str
    verdict: ListingVerdict
    reason: str
    until: datetime | None = None


async def list_person(tx: Transaction, actor: Actor, wish: ListingWish) -> Listing:
    """Write a listing, in the place of the one before. Needs `shipping:write`; audited.

    Raises Invalid for what is neither a phone nor a PIN code, an empty reason, or an end that is
    over already.
    """
    actor.must(Permission.SHIPPING_WRITE)
    key, shown = _named(wish.kind, wish.value)
    reason = " ".join(wish.reason.split())
    if not 0 < len(reason) <= REASON_LENGTH:
        raise Invalid({"reason": f"Say why, in up to {REASON_LENGTH} letters."})
    if wish.until is not None and wish.until <= tx.now:
        raise Invalid({"until": "This is over already."})
    listing = Listing(wish.kind, shown, wish.verdict, reason, wish.until, actor.label, tx.now)
    await store.put_listing(tx, listing, key)
    detail = {"kind": wish.kind.value, "verdict": wish.verdict.value, "reason": reason}
    await audit.note(tx, actor, "cod.listed", subject=shown, detail=detail)
    return listing


async def unlist_person(tx: Transaction, actor: Actor, kind: ListingKind, value: str) -> None:
    """Take a phone or a PIN code off the list. Needs `shipping:write`; audited. Raises NotFound."""
    actor.must(Permission.SHIPPING_WRITE)
    key, shown = _named(kind, value)
    if not await store.take_listing(tx, kind, key):
        raise NotFound
    await audit.note(tx, actor, "cod.unlisted", subject=shown, detail={"kind": kind.value})


async def listings(
    snapshot: Snapshot, actor: Actor, *, limit: int = 24, offset: int = 0
) -> list[Listing]:
    """Who is listed, the latest first. Needs `shipping:write`."""
    actor.must(Permission.SHIPPING_WRITE)
    return await store.listings(snapshot, limit=limit, offset=offset)


def person_key(phone: str) -> str:
    """How a phone (E.164) is known in what is kept about it.

    >>> person_key("+919876543210")[:8]
    'f3a47ce5'
    """
    return hashlib.sha256(phone.encode()).hexdigest()


def _named(kind: ListingKind, value: str) -> tuple[str, str]:
    """How it is kept, and how it is shown. Raises Invalid on `value`."""
    if kind is ListingKind.PINCODE:
        if not _PINCODE.fullmatch(value):
            raise Invalid({"value": "A PIN code has six digits and does not begin with 0."})
        return value, value
    if (phone := identity.phone_of(value)) is None:
        raise Invalid({"value": "This is not an Indian mobile number."})
    return person_key(phone), mask_phone(phone)
