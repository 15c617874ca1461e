"""How a payment lives: created, then failed or authorized, captured, given back.

`failed` is not the end: a bank may say yes up to days later. One payment of an order is captured;
a later one is refunded at once.
"""

from dataclasses import dataclass, field
from typing import Any

from zahra.base.money import half_up
from zahra.simulator import customers, payment_links, refunds
from zahra.simulator.books import Json, Thing
from zahra.simulator.desk import Desk
from zahra.simulator.events import announce
from zahra.simulator.refusals import FAILURES, Refusal, already_paid, no_such_id


@dataclass(frozen=True, slots=True)
class Attempt:
    """A payer's choice: how to pay, and who they say they are."""

    method: str
    details: Json = field(default_factory=dict[str, Any])  # vpa, bank, wallet, upi
    card: Json | None = None
    contact: str = "+919999999999"
    email: str = "void@razorpay.com"
    description: str | None = None
    notes: Json | list[Any] = field(default_factory=list[Any])
    doom: str | None = None  # why it will fail whatever the payer answers
    keeps_for: str = ""  # the customer whose card becomes a token when it was good
    is_forced: bool = False  # pays a paid order once more, as the real one never lets happen


def start(desk: Desk, order: Thing, attempt: Attempt) -> Thing:
    """A new payment of an order, waiting for the payer's bank."""
    if not attempt.is_forced:
        _must_be_payable(desk, order)
    now = desk.clock.stamp()
    shown = _entity(desk, order, attempt, now)
    kept: Json = {"doom": attempt.doom, "is_forced": attempt.is_forced}
    kept["keeps_for"] = attempt.keeps_for
    if attempt.card is not None:
        kept["card"] = attempt.card
    payment = Thing(shown["id"], "payment", order.id, shown, kept)
    payment.due_at = now + desk.settings.answer_minutes * 60
    order.shown["attempts"] += 1
    if order.shown["status"] == "created":
        order.shown["status"] = "attempted"
    desk.books.save(order)
    return desk.books.add(payment)


def authorize(desk: Desk, payment: Thing) -> Thing:
    """The bank said yes, perhaps late. Captures it, leaves it waiting, or gives it back."""
    _must_be(payment, "created", "failed")
    if payment.shown["status"] == "failed":
        payment.shown["late_authorized"] = True
    payment.shown.update(
        status="authorized",
        error_code=None,
        error_description=None,
        error_source=None,
        error_step=None,
        error_reason=None,
        acquirer_data=_acquirer_data(desk, payment.shown["method"]),
    )
    if payment.kept["keeps_for"] and "card" in payment.kept:
        token = customers.keep_card(desk, payment.kept["keeps_for"], payment.kept["card"])
        payment.shown.update(customer_id=token.parent, token_id=token.id)
    order, made_at = order_of(desk, payment), payment.shown["created_at"]
    payment.due_at = made_at + order.kept["manual_minutes"] * 60
    desk.books.save(payment)
    announce(desk, "payment.authorized", payment=payment)
    if order.shown["status"] == "paid" and not payment.kept["is_forced"]:
        return give_back(desk, payment)
    if desk.clock.now() <= made_at + order.kept["automatic_minutes"] * 60:
        return capture(desk, payment)
    return payment


def capture(desk: Desk, payment: Thing) -> Thing:
    """The money is the merchant's; the order is paid."""
    _must_be(payment, "authorized")
    amount = payment.shown["amount"]
    fee, tax = fee_of(amount)
    payment.shown.update(status="captured", captured=True, fee=fee, tax=tax)
    payment.kept["captured_at"] = desk.clock.stamp()
    payment.due_at = None
    desk.books.save(payment)
    announce(desk, "payment.captured", payment=payment)
    order = order_of(desk, payment)
    was_paid = order.shown["status"] == "paid"
    order.shown["amount_paid"] += amount
    order.shown.update(status="paid", amount_due=0)
    desk.books.save(order)
    if not was_paid:
        announce(desk, "order.paid", payment=payment, order=order)
    if not was_paid and (link := payment_links.of_order(desk, order)) is not None:
        payment_links.note_paid(desk, link, order, payment)
    return payment


def fail(desk: Desk, payment: Thing, reason: str) -> Thing:
    """The payer or the bank said no, for now."""
    _must_be(payment, "created")
    why = FAILURES.get(reason)
    if why is None:
        raise Refusal(f"No such reason; there are {', '.join(FAILURES)}", field="reason")
    payment.shown.update(
        status="failed",
        error_code=why.code,
        error_description=why.description,
        error_source=why.source,
        error_step=why.step,
        error_reason=reason,
    )
    payment.due_at = None
    desk.books.save(payment)
    announce(desk, "payment.failed", payment=payment)
    return payment


def give_back(desk: Desk, payment: Thing) -> Thing:
    """Refund a payment that was never captured."""
    payment.due_at = None
    refunds.open(desk, payment, payment.shown["amount"])
    return payment


def answer(desk: Desk, payment: Thing, *, reason: str | None = None) -> Thing:
    """The payer's answer: yes without a reason, unless the card is doomed; no with one."""
    reason = reason or payment.kept["doom"]
    return fail(desk, payment, reason) if reason else authorize(desk, payment)


def order_of(desk: Desk, payment: Thing) -> Thing:
    order = desk.books.find("order", payment.parent)
    if order is None:
        raise no_such_id()
    return order


def fee_of(amount: int) -> tuple[int, int]:
    """Razorpay's fee, GST included, and the GST in it: 2 % and 18 % of that, to the paisa.

    >>> fee_of(249900)
    (5898, 900)
    """
    fee = half_up(amount * 2, 100)
    tax = half_up(fee * 18, 100)
    return fee + tax, tax


def _must_be_payable(desk: Desk, order: Thing) -> None:
    if order.shown["status"] == "paid":
        raise already_paid()
    link = payment_links.of_order(desk, order)
    if link is not None:
        payment_links.must_be_open(link)
    earlier = desk.books.of("payment", order.id)
    if any(payment.shown["status"] == "authorized" for payment in earlier):
        raise Refusal("A payment for this order is being processed.", reason="payment_in_progress")


def _must_be(payment: Thing, *states: str) -> None:
    if payment.shown["status"] not in states:
        raise Refusal(f"The payment is {payment.shown['status']}; this needs {' or '.join(states)}")


def _acquirer_data(desk: Desk, method: str) -> Json:
    number = f"{int(desk.chance() * 10**12):012d}"
    names = {"card": "auth_code", "upi": "rrn", "netbanking": "bank_transaction_id"}
    return {names.get(method, "transaction_id"): number}


def _entity(desk: Desk, order: Thing, attempt: Attempt, now: int) -> Json:
    return {
        "id": desk.new_id("pay"),
        "entity": "payment",
        "amount": order.shown["amount"],
        "currency": order.shown["currency"],
        "base_amount": order.shown["amount"],
        "status": "created",
        "order_id": order.id,
        "invoice_id": None,
        "international": bool(attempt.card and attempt.card["international"]),
        "method": attempt.method,
        "amount_refunded": 0,
        "amount_transferred": 0,
        "refund_status": None,
        "captured": False,
        "description": attempt.description,
        "card_id": attempt.card["id"] if attempt.card else None,
        "bank": None,
        "wallet": None,
        "vpa": None,
        "email": attempt.email,
        "contact": attempt.contact,
        "notes": attempt.notes,
        "fee": None,
        "tax": None,
        "error_code": None,
        "error_description": None,
        "error_source": None,
        "error_step": None,
        "error_reason": None,
        "acquirer_data": {},
        "created_at": now,
        "reward": None,
        **attempt.details,
    }
