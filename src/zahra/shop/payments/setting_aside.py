"""Setting money aside that came for an order and must not count towards it."""

from dataclasses import replace

from zahra.base.db import Transaction
from zahra.shop.payments.model import Payment
from zahra.shop.payments.states import Purpose
from zahra.shop.payments.store import payments as store


async def set_aside(tx: Transaction, payment: Payment) -> Payment:
    """Make a captured payment surplus: whoever calls gives it back. The order's lock is held."""
    aside = replace(payment, purpose=Purpose.SURPLUS)
    await store.keep_purpose(tx, aside)
    return aside
