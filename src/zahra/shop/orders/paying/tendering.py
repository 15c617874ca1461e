"""What a cash order waits for before it is placed, by the step of the ladder it stands on. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from zahra.base.money import Paise
from zahra.shop import cod, places, shipping
from zahra.shop.cod import Step
from zahra.shop.orders.model import Address, Copy, Order
from zahra.shop.orders.states import OrderStatus, PaymentStatus
from zahra.shop.orders.whole import Line
from zahra.shop.payments import Clocks


def as_judged(
    order: Order,
    judged: cod.Judged | None,
    clocks: Clocks,
    *,
    now: datetime,
    confirm_by: timedelta,
) -> Order:
    """A new order as the ladder's answer wants it; one that takes no cash as it is."""
    if not order.is_cod or judged is None or judged.answer.step is Step.ALLOW:
        return order
    answer = judged.answer
    if answer.step is Step.OTP:
        return replace(
            order,
            status=OrderStatus.PENDING_CONFIRMATION,
            payment_status=PaymentStatus.NONE,
            placed_at=None,
            expires_at=now + confirm_by,
        )
    advance = min(answer.advance, order.collectable)
    return replace(
        order,
        status=OrderStatus.PENDING_PAYMENT,
        payment_status=PaymentStatus.PENDING,
        placed_at=None,
        expires_at=now + clocks.expire,
        due_online=advance,
        collectable=order.collectable - advance,
    )


def owed_at_the_door(order: Order) -> Paise:
    """What of an order that is not placed yet is to be taken at the door."""
    return order.total - order.credit_used - order.due_online if order.is_cod else 0


def door_of(address: Address) -> cod.Door:
    """What of an address counts for cash on delivery."""
    return cod.Door(address.line1, address.state_code, address.line2, address.landmark)


def judge_again(
    standing: cod.Standing,
    terms: shipping.CodTerms,
    order: Order,
    *,
    copy: Copy,
    lines: Sequence[Line],
    place: places.Place | None,
) -> cod.Judged:
    """The ladder's answer for an order that is there already, by the copies it keeps."""
    limits = cod.Limits(
        fee=order.cod_fee,
        least=terms.min_total,
        most=terms.max_total,
        pin_takes_cash=place is None or place.takes_cash,
        pin_most=place.cash_max if place else None,
    )
    sizes = {line.product_id: line.size for line in lines}
    facts = cod.facts_of(
        standing,
        limits,
        order.total,
        pin=cod.pin_code_of(place),
        has_two_sizes=any(sizes[line.product_id] != line.size for line in lines),
    )
    states = place.state_codes if place else ()
    return cod.judged(standing, facts, door_of(copy.shipping_address), states)
