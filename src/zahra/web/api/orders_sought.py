"""Which orders a list is to show."""

from typing import Annotated

from fastapi import Query

from zahra.shop import orders

Text = Annotated[
    str | None,
    Query(
        min_length=3,
        max_length=254,
        pattern=r"^[^\x00]*$",
        description="How a number begins, or a whole phone (`+91…`), e-mail address or AWB",
    ),
]


async def sought(
    *,
    status: orders.OrderStatus | None = None,
    payment_status: Annotated[orders.PaymentStatus | None, Query(alias="paymentStatus")] = None,
    fulfilment_status: Annotated[
        orders.FulfilmentStatus | None, Query(alias="fulfilmentStatus")
    ] = None,
    q: Text = None,
) -> orders.Sought:
    """The filters of a list of orders; all orders where nothing is sent."""
    return orders.Sought(status, payment_status, fulfilment_status, q)
