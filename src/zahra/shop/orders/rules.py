"""What money means for an order, and what an order allows. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from zahra.base.clock import start_of
from zahra.base.errors import Invalid
from zahra.shop import places, shipping
from zahra.shop.cod import LinkTerms
from zahra.shop.orders.model import Copy, Order, Placing
from zahra.shop.orders.states import FulfilmentStatus, MoneyEvent, OrderStatus, PaymentStatus
from zahra.shop.payments import Payment, PaymentState, Purpose

NOTE_LENGTH = 500
BEFORE_PICKING = timedelta(minutes=15)


class Verdict(StrEnum):
    """What is to be done about captured money."""

    PLACE = "place"  # if the goods can still be had, else give it back
    TAKE = "take"  # the order stands already and was to be paid at the door
    GIVE_BACK = "give_back"
    NOTHING = "nothing"


def check_placing(placing: Placing) -> None:
    """Raise Invalid for a GSTIN that is none or of another state than the billing address, or a
    note that no label could carry."""
    wrong: dict[str, str] = {}
    billed = placing.billing_address or placing.shipping_address
    if placing.gstin is not None and not places.is_gstin(placing.gstin):
        wrong["gstin"] = "This is not a GSTIN. Please check it, or leave it out."
    elif placing.gstin is not None and placing.gstin[:2] != billed.state_code:
        wrong["gstin"] = f"This GSTIN is not of {billed.state}, where the billing address is."
    lines = placing.note.splitlines()
    if len(placing.note) > NOTE_LENGTH or not all(line.isprintable() for line in lines):
        wrong["note"] = f"Use up to {NOTE_LENGTH} letters."
    if wrong:
        raise Invalid(wrong)


def place_of_supply(placing: Placing) -> str:
    """The state whose tax it is, as its GST code.

    Of an unregistered buyer the one it is delivered to (IGST Act s. 10(1)(ca)); of a registered
    one that of their registration, wherever they have it sent (s. 10(1)(b)).
    """
    return placing.gstin[:2] if placing.gstin else placing.shipping_address.state_code


def verdict_on(order: Order, paying: Payment, *, is_superseded: bool) -> Verdict:
    """What to do about the payment that pays for an order.

    A cancelled order is revived by its late money, unless the same bag has led to another order
    since; money of which nothing is left stays so. What is to be paid at the door may be
    paid online until it is packed; then its label says what to take there.
    """
    if order.is_placed and (not order.is_cod or order.due_online):
        return Verdict.NOTHING
    if not paying.refundable:
        return Verdict.NOTHING
    if order.is_placed:
        return Verdict.TAKE if may_switch_to_prepaid(order) else Verdict.GIVE_BACK
    return Verdict.GIVE_BACK if is_superseded else Verdict.PLACE


def money_event(order: Order, payments: Sequence[Payment]) -> MoneyEvent | None:
    """How the order's payment stands by what is known of its payments; None if as before."""
    wanted = _standing(order, payments)
    return None if wanted is None or _STATUS[wanted] is order.payment_status else wanted


def is_undecided(payments: Iterable[Payment]) -> bool:
    """Whether a bank may still say yes to one of these payments."""
    return any(
        payment.purpose is Purpose.ORDER
        and payment.state in (PaymentState.CREATED, PaymentState.AUTHORIZED)
        for payment in payments
    )


def is_same_order(order: Order, before: Copy, wanted: Order, now: Copy) -> bool:
    """Whether a waiting order is just what is asked for again; a day promised later is no
    difference."""
    names = (*_AGREED, *_ASKED)
    return replace(before, promised_by=now.promised_by) == now and all(
        getattr(order, name) == getattr(wanted, name) for name in names
    )


def may_switch_to_cod(order: Order, terms: shipping.CodTerms) -> bool:
    """Whether a waiting order may be paid at the door instead, for the same total. What is dearer
    in an exchange, which came from no bag, is paid before it leaves."""
    is_waiting = order.status is OrderStatus.PENDING_PAYMENT and not order.is_cod
    is_unpaid = order.payment_status is PaymentStatus.PENDING
    is_from_bag = order.cart_id is not None
    return is_waiting and is_unpaid and is_from_bag and terms.fee == 0 and terms.allows(order.total)


def may_switch_to_prepaid(order: Order) -> bool:
    """Whether an order to be paid at the door may still be paid online instead: none of it was
    paid, and no label says yet what to take."""
    is_due = order.is_placed and order.payment_status is PaymentStatus.COD_DUE
    is_unpacked = order.fulfilment_status in _UNPACKED
    return is_due and order.is_cod and not order.due_online and is_unpacked


def link_ends(now: datetime, terms: LinkTerms) -> datetime:
    """Until when (exclusive) a link to pay online would be good: earlier than the hour at which
    the next orders are picked, so that none is paid while a label is printed with its sum.

    >>> from datetime import UTC
    >>> saturday = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)  # 09:30 in India
    >>> link_ends(saturday, LinkTerms(cut_off_hour=14)).isoformat()
    '2026-11-21T08:15:00+00:00'
    >>> link_ends(saturday, LinkTerms(timedelta(hours=3), cut_off_hour=14)).isoformat()
    '2026-11-21T07:00:00+00:00'
    """
    leaves_on = shipping.leaving_day(now, cut_off_hour=terms.cut_off_hour)
    cut_off = start_of(leaves_on) + timedelta(hours=terms.cut_off_hour)
    return min(now + terms.lifetime, cut_off - BEFORE_PICKING)


def may_be_cancelled(order: Order, *, by_staff: bool = False) -> bool:
    """Whether anything of an order can be cancelled: until picking starts, by staff until all of
    it has left."""
    if order.is_placed:
        return order.fulfilment_status in (_UNSENT if by_staff else _UNTOUCHED)
    return order.is_pending


def actions_for(order: Order) -> tuple[str, ...]:
    """What its owner can do with an order now, by the API's words."""
    is_unpaid = order.payment_status is PaymentStatus.PENDING
    can = {
        "pay": order.status is OrderStatus.PENDING_PAYMENT and is_unpaid,
        "confirm": order.status is OrderStatus.PENDING_CONFIRMATION,
        "pay_online": may_switch_to_prepaid(order),
        "cancel": may_be_cancelled(order),
    }
    return tuple(action for action, is_open in can.items() if is_open)


_UNTOUCHED = (FulfilmentStatus.UNFULFILLED,)
_UNPACKED = (*_UNTOUCHED, FulfilmentStatus.PICKING)
_UNSENT = (*_UNPACKED, FulfilmentStatus.PACKED, FulfilmentStatus.PARTIALLY_SHIPPED)
_AGREED = ("cart_version", "total", "tax", "payment_method", "shipping_method", "credit_used")
_ASKED = ("status", "due_online", "collectable")
_STATUS = {
    MoneyEvent.AWAIT: PaymentStatus.PENDING,
    MoneyEvent.AUTHORIZE: PaymentStatus.AUTHORIZED,
    MoneyEvent.PAY: PaymentStatus.PAID,
    MoneyEvent.OVERPAY: PaymentStatus.OVERPAID,
    MoneyEvent.REFUND_PART: PaymentStatus.PARTIALLY_REFUNDED,
    MoneyEvent.REFUND: PaymentStatus.REFUNDED,
    MoneyEvent.VOID: PaymentStatus.VOIDED,
    MoneyEvent.OWE_CASH: PaymentStatus.COD_DUE,
    MoneyEvent.COLLECT_CASH: PaymentStatus.COD_COLLECTED,
}


def _standing(order: Order, payments: Sequence[Payment]) -> MoneyEvent | None:
    tenders = [payment for payment in payments if payment.is_tender]
    if not order.total:
        return None  # nothing was ever to be paid
    if tenders and order.collectable:
        return MoneyEvent.OWE_CASH
    if tenders:
        return _standing_of_paid(order, tenders, payments)
    if order.is_cod and not order.waits_for_advance:
        # cash is told by couriers; what is never collected is void
        is_void = order.payment_status is PaymentStatus.COD_DUE and not order.collectable
        return MoneyEvent.VOID if is_void else None
    if any(payment.waits_for_capture for payment in payments):
        return MoneyEvent.AUTHORIZE
    return MoneyEvent.VOID if order.status is OrderStatus.CANCELLED else MoneyEvent.AWAIT


def _standing_of_paid(
    order: Order, tenders: Sequence[Payment], payments: Sequence[Payment]
) -> MoneyEvent | None:
    back = sum(tender.amount_refunded for tender in tenders)
    if back:
        is_all = back == sum(tender.amount for tender in tenders)
        return MoneyEvent.REFUND if is_all else MoneyEvent.REFUND_PART
    if any(tender.purpose is Purpose.CASH for tender in tenders):
        is_remitted = order.payment_status is PaymentStatus.COD_REMITTED
        return None if is_remitted else MoneyEvent.COLLECT_CASH
    has_surplus = any(
        payment.purpose is Purpose.SURPLUS and payment.amount_refunded < payment.amount
        for payment in payments
        if payment.is_captured
    )
    return MoneyEvent.OVERPAY if has_surplus else MoneyEvent.PAY
