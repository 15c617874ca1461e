"""What holds goods back that are paid for and wait to be sent."""

from zahra.base.db import Snapshot
from zahra.shop import disputes, payments
from zahra.shop.orders.errors import OrderDisputed
from zahra.shop.orders.model import Order


async def must_not_be_disputed(snapshot: Snapshot, order: Order) -> None:
    """Raise OrderDisputed where a bank may take back, or has taken, money that paid for what is to
    be sent. To decide from it, hold the order's lock."""
    known = await payments.payments_of_order(snapshot, order.id)
    held = {p.id for p in known if p.is_tender and (p.is_disputed or p.lost)}
    if held:
        of_order = await disputes.disputes_of_order(snapshot, order.id)
        raise OrderDisputed(order.number, [each for each in of_order if each.payment_id in held])
