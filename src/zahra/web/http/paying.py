"""How a payer is handed to a gateway: the same for a program and for our own page."""

from collections.abc import Mapping
from typing import Any

from zahra.shop import payments
from zahra.shop.assembled import Shop
from zahra.shop.orders import Paying, WholeOrder


def client_payload(shop: Shop, whole: WholeOrder, paying: Paying) -> Mapping[str, Any] | None:
    """What the gateway's checkout is opened with; None where there is nothing to be paid now."""
    is_payable = whole.order.is_pending and paying.status in ("created", "pending")
    if not is_payable or paying.provider_order_id is None or paying.provider not in shop.gateways:
        return None
    order, address = whole.order, whole.copy.shipping_address
    opened = payments.GatewayOrder(
        paying.provider_order_id, paying.amount, paying.currency, "created"
    )
    return shop.gateways.named(paying.provider).client_payload(
        opened,
        name=shop.brand.name,
        description=f"Order {order.number}",
        payer=address.name,
        email=order.email or "",
        phone=order.phone or address.phone,
        callback_url=f"{shop.brand.url}/checkout/return/{order.number}/{paying.id}",
        hosted_url=f"{shop.brand.url}/checkout/pay/{order.number}",
    )
