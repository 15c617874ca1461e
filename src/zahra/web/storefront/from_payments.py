"""What the payment pages show, made from an order and the gateway's hand-over."""

from collections.abc import Sequence

from zahra.shop import orders, payments
from zahra.shop.assembled import Shop
from zahra.shop.orders import OrderStatus, WholeOrder
from zahra.web.storefront.describing_methods import TEXTS, TITLES
from zahra.web.storefront.payment_view import (
    GatewayForm,
    OtherMethod,
    PaymentFailedPage,
    PaymentPendingPage,
    PayPage,
)
from zahra.web.ui import FormState

_REASONS = {
    "payment_cancelled": "You closed the payment before it was done.",
    "payment_timed_out": "The bank did not answer in time.",
    "insufficient_funds": "The bank says there is not enough money in the account.",
    "incorrect_otp": "The bank's code was not right.",
    "authentication_failed": "The bank could not confirm that it was you.",
    "card_declined": "The bank declined the card.",
    "card_disabled_for_online_payments": "The card is not enabled for paying online.",
    "card_number_invalid": "The card number is not right.",
}
_UNKNOWN = "The bank did not complete it. Nothing was taken."


def pay_page(whole: WholeOrder, provider: str, handing_over: payments.PayPage) -> PayPage:
    """Ready to pay."""
    order = whole.order
    assert order.expires_at is not None
    return PayPage(
        number=order.number,
        amount=order.due_online,
        gateway=GatewayForm(
            handing_over.script, handing_over.action, handing_over.fields, TEXTS[provider]
        ),
        pay_by=order.expires_at,
        cancel_url=f"/checkout/pay/{order.number}/failed",
    )


def pending_page(whole: WholeOrder) -> PaymentPendingPage:
    """The gateway has not said yet, or has just said."""
    order = whole.order
    outcome = "paid" if order.is_placed else "waiting" if order.is_pending else "failed"
    if order.is_pending and all(paying.status == "failed" for paying in whole.payments):
        outcome = "failed"
    is_paid = outcome == "paid"
    after = f"/orders/{order.number}/thanks" if is_paid else f"/checkout/pay/{order.number}"
    status_url = f"/checkout/pay/{order.number}/status"
    return PaymentPendingPage(order.number, order.due_online, status_url, after, outcome)


def failed_page(
    whole: WholeOrder, shop: Shop, offered: Sequence[str], form: FormState
) -> PaymentFailedPage:
    """No money was taken: why, and the ways to go on, by these gateways or at the door."""
    order = whole.order
    is_waiting = order.status is OrderStatus.PENDING_PAYMENT
    reasons = [paying.error_reason for paying in whole.payments if paying.error_reason]
    return PaymentFailedPage(
        number=order.number,
        amount=order.due_online,
        reason=_REASONS.get(reasons[-1], _UNKNOWN) if reasons else _UNKNOWN,
        retry_url=None,
        methods=_methods(whole, shop, offered) if is_waiting else (),
        form=form,
        is_untried=is_waiting and not any(each.provider in TITLES for each in whole.payments),
    )


def _methods(whole: WholeOrder, shop: Shop, offered: Sequence[str]) -> tuple[OtherMethod, ...]:
    order = whole.order
    tried = whole.payments[-1].provider if whole.payments else ""
    online = [
        OtherMethod(
            name, "Try again" if name == tried else TITLES[name], TEXTS[name], order.due_online
        )
        for name in offered
    ]
    if not orders.may_switch_to_cod(order, shop.terms.cod) or order.phone is None:
        return tuple(online)
    cash = OtherMethod("cod", "Cash on delivery", "Pay when it arrives", order.due_online)
    return (*online, cash)
