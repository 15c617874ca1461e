"""Noting a phone that somebody told when they signed up: theirs once a code proves it."""

from zahra.base.db import Transaction
from zahra.shop.identity.contacts import store
from zahra.shop.identity.events import PhoneTold
from zahra.shop.identity.identifiers import Identifier


async def on_phone_told(tx: Transaction, told: PhoneTold) -> None:
    """Put it where a changed phone waits for its code."""
    await store.put_pending(tx, told.user_id, Identifier(told.phone), expires_at=told.until)
