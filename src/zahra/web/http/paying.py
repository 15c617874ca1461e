"""How a payer is handed to a gateway: the same for a program and for our own page."""

from collections.abc import Mapping
from typing import Any

from zahra.shop import payments
from zahra.shop.assembled import Shop
from zahra.shop.orders import Paying, WholeOrder


def client_payload(
    shop: Shop, whole: WholeOrder, paying: Paying, *, customer_id: str | None = None
) -> Mapping[str, Any] | None:
    """What the gateway's checkout is opened with; None where there is nothing to be paid now, or
    only by a link that was sent. `customer_id` is the payer's, where they let the gateway keep
    their cards."""
    is_open = whole.order.is_pending and paying.status in ("created", "pending")
    is_ours = not paying.is_link and paying.provider in shop.gateways
    if not is_open or not is_ours or paying.provider_order_id is None:
        return None
    order, address = whole.order, whole.copy.shipping_address
    opened = payments.GatewayOrder(
        paying.provider_order_id, paying.amount, paying.currency, "created", paying.pay_url
    )
    return shop.gateways.named(paying.provider).client_payload(
        opened,
        name=shop.brand.name,
        description=f"Order {order.number}",
        payer=address.name,
        email=order.email or "",
        phone=order.phone or address.phone,
        callback_url=shop.gateways.return_to(order.number, paying.id),
        customer_id=customer_id or "",
        hosted_url=f"{shop.brand.url}/checkout/pay/{order.number}",
    )
