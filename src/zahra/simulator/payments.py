"""Payments over the API: fetch, list, capture, notes, card. How they live stands in `life.py`."""

from collections.abc import Callable

from zahra.simulator import checks, events, life, listing
from zahra.simulator.books import Json, Thing
from zahra.simulator.calls import Call
from zahra.simulator.desk import Desk
from zahra.simulator.refusals import Refusal, already_paid

View = Callable[[Thing], Json]


def fetch(desk: Desk, call: Call) -> Json:
    payment = checks.existing(desk.books, "payment", call.ids["id"])
    return view_of(call, "card")(payment)


def fetch_all(desk: Desk, call: Call) -> Json:
    page = desk.books.page("payment", listing.window(call.query))
    return listing.collection(map(view_of(call, "card"), page))


def of_order(desk: Desk, order_id: str, view: View) -> Json:
    """Every attempt on an order, newest first."""
    return listing.collection(map(view, desk.books.of("payment", order_id)))


def fetch_card(desk: Desk, call: Call) -> Json:
    payment = checks.existing(desk.books, "payment", call.ids["id"])
    if "card" not in payment.kept:
        raise Refusal("The payment is not a card payment.")
    return payment.kept["card"]


def change_notes(desk: Desk, call: Call) -> Json:
    payment = checks.existing(desk.books, "payment", call.ids["id"])
    checks.only(call.body, ("notes",))
    payment.shown["notes"] = checks.notes(call.body)
    return desk.books.save(payment).shown


def capture(desk: Desk, call: Call) -> Json:
    """The whole authorised amount, once, of one payment per order."""
    payment = checks.existing(desk.books, "payment", call.ids["id"])
    checks.only(call.body, ("amount", "currency"))
    amount = checks.amount(call.body)
    if payment.shown["captured"]:
        raise Refusal("This payment has already been captured", reason="payment_already_captured")
    order = checks.existing(desk.books, "order", payment.parent)
    if order.shown["status"] == "paid":
        raise already_paid()
    if payment.shown["status"] != "authorized":
        raise Refusal("Only payments which have been authorized can be captured")
    if amount != payment.shown["amount"]:
        raise Refusal(
            "Capture amount must be equal to the amount authorized.",
            field="amount",
            step="payment_capture",
        )
    checks.rupees({"currency": "INR", **call.body})
    return life.capture(desk, payment).shown


def return_fields(desk: Desk, payment: Thing) -> Json:
    """What a browser brings back to the merchant."""
    return {
        "razorpay_payment_id": payment.id,
        "razorpay_order_id": payment.parent,
        "razorpay_signature": desk.signature(payment.parent, payment.id),
    }


def downtimes(desk: Desk, call: Call) -> Json:
    """Every bank is up, always."""
    return listing.collection([])


def view_of(call: Call, card: str) -> View:
    """How a call wants payments shown: with the card unfolded where `expand[]` names it so."""
    return events.snapshot if listing.expands(call.query, card) else _plain


def _plain(payment: Thing) -> Json:
    return payment.shown
