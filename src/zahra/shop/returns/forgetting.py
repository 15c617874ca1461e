"""A person's returns, told and forgotten. What was given back of a sale stays with it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from zahra.base.actors import Actor, Kind
from zahra.base.db import Snapshot, Transaction
from zahra.shop import uploads
from zahra.shop.returns.showing import returns_of
from zahra.shop.returns.store import forgetting as store

_PAGE = 100


async def told_about(snapshot: Snapshot, user_id: UUID) -> Sequence[Mapping[str, Any]]:
    """All of somebody's returns, newest first."""
    owner, told = Actor(Kind.SHOPPER, user_id), list[Mapping[str, Any]]()
    while True:
        page = await returns_of(snapshot, owner, limit=_PAGE, offset=len(told))
        told.extend(asdict(whole) for whole in page.returns)
        if len(page.returns) < _PAGE:
            return told


async def forget_erased(tx: Transaction) -> None:
    """Of people whose accounts are gone: blank what they wrote and showed, once a return is over.
    The counts and reasons stay: a credit note rests on them. Photos go with the last return."""
    await store.forget_erased(tx)
    await uploads.forget_of(tx, await store.senders_without_returns(tx))
