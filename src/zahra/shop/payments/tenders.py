"""Money that no gateway took: cash at the door, store credit that was spent. Each is a payment of
its order, so that no more of it can ever go back than came."""

from uuid import UUID

from zahra.base import ids
from zahra.base.db import Transaction
from zahra.base.money import Paise
from zahra.shop.payments.model import CURRENCY, Payment
from zahra.shop.payments.states import PaymentState, Purpose
from zahra.shop.payments.store import payments as store

CASH, CREDIT = "cod", "credit"


async def take_cash(tx: Transaction, order_id: UUID, amount: Paise, shipment_id: UUID) -> Payment:
    """Cash that a courier took for a parcel; once a parcel. The order's lock is held."""
    return await _take(tx, order_id, amount, named=(CASH, shipment_id.hex, Purpose.CASH))


async def take_unexpected_cash(
    tx: Transaction, order_id: UUID, amount: Paise, shipment_id: UUID
) -> Payment:
    """Cash for a parcel that nobody waited for any more; once a parcel, and never beside cash that
    was due for it. It pays for nothing until somebody has looked. The order's lock is held."""
    return await _take(tx, order_id, amount, named=(CASH, shipment_id.hex, Purpose.QUARANTINED))


async def take_credit(tx: Transaction, order_id: UUID, amount: Paise) -> Payment:
    """Store credit that pays for part of an order or all of it; once an order. The order's lock is
    held, and the credit was spent in the same transaction (`credit.spend`)."""
    return await _take(tx, order_id, amount, named=(CREDIT, order_id.hex, Purpose.CREDIT))


async def _take(
    tx: Transaction, order_id: UUID, amount: Paise, *, named: tuple[str, str, Purpose]
) -> Payment:
    provider, reference, purpose = named
    taken = Payment(
        id=ids.new(),
        attempt_id=None,
        order_id=order_id,
        provider=provider,
        provider_payment_id=reference,
        amount=amount,
        refund_granted=0,
        amount_refunded=0,
        currency=CURRENCY,
        state=PaymentState.CAPTURED,
        purpose=purpose,
        method=provider,
        error_code=None,
        error_reason=None,
        first_seen_at=tx.now,
        captured_at=tx.now,
    )
    return await store.insert(tx, taken)
