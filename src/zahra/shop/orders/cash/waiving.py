"""Waiving the fee for paying at the door: who pays online before anything was packed owes none.

The order's totals stay what was agreed to; its charge goes back before it stands on any invoice, so
no tax was ever due on it.
"""

from dataclasses import replace
from uuid import UUID

from zahra.base import ids
from zahra.base.db import Snapshot, Transaction
from zahra.base.money import Paise
from zahra.shop.orders.billing import charges_to_bill
from zahra.shop.orders.model import Order
from zahra.shop.orders.pieces import Giveback, GivebackKind
from zahra.shop.orders.store import pieces as store
from zahra.shop.tax import ChargeKind

_REASON = "paid online instead of at the door"
_KEY = "fee_waived"


async def fee_left(snapshot: Snapshot, order_id: UUID) -> Paise:
    """What of the fee for paying at the door can still be waived: it has not gone back, and stands
    on no invoice of a parcel that was lost."""
    charges = await charges_to_bill(snapshot, order_id)
    return sum(part.taxed.net for part in charges if part.kind is ChargeKind.COD_FEE)


async def waive_fee(tx: Transaction, order: Order, *, paid: Paise) -> Order:
    """The order without the fee, where `paid` is all the rest that was to be taken at the door;
    else as it is. Its lock is held, and nothing of it is packed."""
    fee = await fee_left(tx, order.id)
    rest = order.collectable - fee
    if not 0 < fee <= order.collectable or paid < rest:
        return order
    made = Giveback(
        id=ids.new(),
        order_id=order.id,
        kind=GivebackKind.FEE_WAIVED,
        goods=0,
        charges=fee,
        uncollected=fee,
        refunded=0,
        reason=_REASON,
        created_at=tx.now,
    )
    await store.write_giveback(tx, made, key=_KEY, asked_by="payment")
    await store.give_back_fee(tx, order.id, made.id)
    return replace(order, collectable=rest)
