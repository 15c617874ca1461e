"""Making an order out of a cart: every copy an order keeps, in one pure step."""

from dataclasses import replace
from datetime import datetime

from zahra.base import ids
from zahra.base.money import Paise
from zahra.shop import identity
from zahra.shop.cart import COD, Cart
from zahra.shop.credit import usable
from zahra.shop.orders.model import Copy, Draft, Order, Placing
from zahra.shop.orders.placing.copying import line_of
from zahra.shop.orders.states import (
    FulfilmentStatus,
    OrderStatus,
    PaymentStatus,
    ReturnStatus,
)
from zahra.shop.payments import Clocks

PREFIX = "ZH"
CREDIT = "credit"  # how an order was paid that store credit paid alone, or that cost nothing


def draft_of(
    bag: Cart,
    placing: Placing,
    person: identity.Person,
    *,
    now: datetime,
    clocks: Clocks,
    credit: Paise = 0,
) -> Draft:
    """The order a cart becomes. The cart has no requirements left; `credit` is what of it may be
    paid by store credit."""
    bought = [item for item in bag.items if item.is_for_sale]
    taxed = zip(bought, bag.assessment.lines, strict=True)
    return Draft(
        order=_paid_by(credit, _order(bag, placing, person, now=now, clocks=clocks), now=now),
        copy=_copy(bag, placing),
        lines=tuple(
            line_of(item.variant, pieces, price=item.variant.price, discount=item.discount)
            for item, pieces in taxed
        ),
        charges=bag.assessment.charges,
        discounts=bag.discounts,
    )


def _order(
    bag: Cart, placing: Placing, person: identity.Person, *, now: datetime, clocks: Clocks
) -> Order:
    """Placed at once where it is paid at the door, else waiting for money."""
    is_cod = placing.payment_method == COD
    totals = bag.totals
    return Order(
        id=ids.new(),
        number=ids.human_number(PREFIX),
        user_id=person.id,
        cart_id=bag.id,
        cart_version=bag.version,
        status=OrderStatus.PLACED if is_cod else OrderStatus.PENDING_PAYMENT,
        payment_status=PaymentStatus.COD_DUE if is_cod else PaymentStatus.PENDING,
        fulfilment_status=FulfilmentStatus.UNFULFILLED,
        return_status=ReturnStatus.NONE,
        payment_method=placing.payment_method,
        shipping_method=placing.shipping_method,
        mrp_total=totals.mrp_total,
        discount=totals.discount,
        coupon_discount=totals.coupon_discount,
        shipping=totals.shipping or 0,
        cod_fee=totals.cod_fee or 0,
        tax=totals.tax,
        total=totals.total,
        phone=person.phone or placing.shipping_address.phone,
        email=person.email,
        created_at=now,
        expires_at=None if is_cod else now + clocks.expire,
        placed_at=now if is_cod else None,
        cancelled_at=None,
        credit_used=0,
        due_online=0 if is_cod else totals.total,
        collectable=totals.total if is_cod else 0,
        flags=bag.flags,
    )


def _paid_by(credit: Paise, order: Order, *, now: datetime) -> Order:
    """The order with as much store credit as it takes (`credit.usable`). One that is paid by it
    alone is placed, and so is one that costs nothing."""
    used = usable(credit, order.total)
    if used < order.total:
        return replace(
            order,
            credit_used=used,
            due_online=0 if order.is_cod else order.total - used,
            collectable=order.total - used if order.is_cod else 0,
        )
    return replace(
        order,
        status=OrderStatus.PLACED,
        payment_status=PaymentStatus.PAID,
        payment_method=CREDIT,
        expires_at=None,
        placed_at=now,
        credit_used=used,
        due_online=0,
        collectable=0,
    )


def _copy(bag: Cart, placing: Placing) -> Copy:
    return Copy(
        shipping_address=placing.shipping_address,
        billing_address=placing.billing_address or placing.shipping_address,
        place_of_supply=bag.place_of_supply,
        gstin=placing.gstin,
        note=placing.note,
        promised_by=bag.offer.promised_by if bag.offer else None,
    )
