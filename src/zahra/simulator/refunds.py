"""Refunds: money back, in parts or whole. `pending -> processed | failed`."""

import json
import re
from typing import Any

from zahra.simulator import checks, disputes, listing
from zahra.simulator.books import Json, Thing
from zahra.simulator.calls import Call
from zahra.simulator.desk import Desk
from zahra.simulator.events import announce
from zahra.simulator.refusals import Refusal, no_such_id

_KEY = re.compile(r"[A-Za-z0-9_-]{10,}")


def create(desk: Desk, call: Call) -> Json:
    """Once per `X-Refund-Idempotency`: the same key and body answer the same refund."""
    payment = checks.existing(desk.books, "payment", call.ids["id"])
    key = call.headers.get("x-refund-idempotency")
    if key is None:
        return _create(desk, payment, call.body).shown
    if not _KEY.fullmatch(key):
        raise Refusal("The idempotency key must be at least 10 characters of [A-Za-z0-9_-].")
    asked = json.dumps([payment.id, call.body], sort_keys=True)
    earlier = desk.books.find("refund_key", f"key:{key}")
    if earlier is None:
        refund = _create(desk, payment, call.body)
        kept = {"asked": asked, "refund": refund.id}
        desk.books.add(Thing(f"key:{key}", "refund_key", refund.id, {}, kept))
        return refund.shown
    if earlier.kept["asked"] != asked:
        raise Refusal("Different request with the same idempotency key has already been processed.")
    return checks.existing(desk.books, "refund", earlier.kept["refund"]).shown


def fetch(desk: Desk, call: Call) -> Json:
    return checks.existing(desk.books, "refund", call.ids["id"]).shown


def fetch_of_payment(desk: Desk, call: Call) -> Json:
    payment = checks.existing(desk.books, "payment", call.ids["id"])
    refund = checks.existing(desk.books, "refund", call.ids["refund_id"])
    if refund.parent != payment.id:
        raise no_such_id()
    return refund.shown


def fetch_all(desk: Desk, call: Call) -> Json:
    page = desk.books.page("refund", listing.window(call.query))
    return listing.collection(refund.shown for refund in page)


def fetch_all_of_payment(desk: Desk, call: Call) -> Json:
    payment = checks.existing(desk.books, "payment", call.ids["id"])
    window = listing.window(call.query)
    found = desk.books.of("refund", payment.id)[window.skip : window.skip + window.count]
    return listing.collection(refund.shown for refund in found)


def change_notes(desk: Desk, call: Call) -> Json:
    refund = checks.existing(desk.books, "refund", call.ids["id"])
    checks.only(call.body, ("notes",))
    refund.shown["notes"] = checks.notes(call.body)
    return desk.books.save(refund).shown


def open(desk: Desk, payment: Thing, amount: int, **more: Any) -> Thing:
    """Take the money back out of the payment now; the bank is asked `refund_seconds` later."""
    shown: Json = {
        "id": desk.new_id("rfnd"),
        "entity": "refund",
        "amount": amount,
        "currency": payment.shown["currency"],
        "payment_id": payment.id,
        "notes": [],
        "receipt": None,
        "acquirer_data": {"arn": None},
        "created_at": desk.clock.stamp(),
        "batch_id": None,
        "status": "pending",
        "speed_processed": None,
        "speed_requested": "normal",
        **more,
    }
    refund = Thing(shown["id"], "refund", payment.id, shown)
    refund.due_at = desk.clock.now() + desk.settings.refund_seconds
    desk.books.add(refund)
    _count_refunded(desk, payment, amount)
    announce(desk, "refund.created", refund=refund, payment=payment)
    return refund


def process(desk: Desk, refund: Thing) -> Thing:
    """The bank has it. An instant refund quietly becomes a normal one."""
    _must_be_pending(refund)
    payment = checks.existing(desk.books, "payment", refund.parent)
    arn = f"{int(desk.chance() * 10**12):012d}"
    refund.shown.update(status="processed", speed_processed="normal", acquirer_data={"arn": arn})
    refund.kept["processed_at"] = desk.clock.stamp()
    refund.due_at = None
    desk.books.save(refund)
    if refund.shown["speed_requested"] == "optimum":
        announce(desk, "refund.speed_changed", refund=refund, payment=payment)
    announce(desk, "refund.processed", refund=refund, payment=payment)
    return refund


def fail(desk: Desk, refund: Thing) -> Thing:
    """The bank would not have it: the money is the merchant's again."""
    _must_be_pending(refund)
    payment = checks.existing(desk.books, "payment", refund.parent)
    refund.shown.update(status="failed")
    refund.due_at = None
    desk.books.save(refund)
    _count_refunded(desk, payment, -refund.shown["amount"])
    announce(desk, "refund.failed", refund=refund, payment=payment)
    return refund


def _create(desk: Desk, payment: Thing, body: Json) -> Thing:
    checks.only(body, ("amount", "speed", "notes", "receipt"))
    left = payment.shown["amount"] - payment.shown["amount_refunded"]
    left -= disputes.taken_back(desk, payment)
    if payment.shown["status"] == "refunded":
        raise Refusal("The payment has been fully refunded already.")
    if payment.shown["status"] != "captured":
        raise Refusal("The payment status should be captured for action to be taken")
    if disputes.is_disputed(desk, payment):
        raise Refusal("Refund is not allowed on a disputed payment", reason="payment_disputed")
    amount = checks.amount(body) if "amount" in body else left
    if amount > left:
        raise Refusal("The refund amount provided is greater than amount captured.", field="amount")
    if desk.switch("low_balance"):
        raise Refusal(
            "Your account does not have enough balance to carry out the refund operation.",
            reason="insufficient_balance",
        )
    speed = checks.one_of(body, "speed", ("normal", "optimum"), default="normal")
    receipt, notes = checks.text(body, "receipt", longest=40), checks.notes(body)
    return open(desk, payment, amount, speed_requested=speed, receipt=receipt, notes=notes)


def _count_refunded(desk: Desk, payment: Thing, amount: int) -> None:
    refunded = payment.shown["amount_refunded"] + amount
    is_whole = refunded == payment.shown["amount"]
    usual = "captured" if payment.shown["captured"] else "authorized"
    payment.shown.update(
        amount_refunded=refunded,
        refund_status="full" if is_whole else "partial" if refunded else None,
        status="refunded" if is_whole else usual,
    )
    desk.books.save(payment)


def _must_be_pending(refund: Thing) -> None:
    if refund.shown["status"] != "pending":
        raise Refusal(f"The refund is {refund.shown['status']} already")
