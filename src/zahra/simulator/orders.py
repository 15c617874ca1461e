"""Orders: what a merchant wants to be paid. `created -> attempted -> paid`, never back."""

from zahra.simulator import checks, listing, payments
from zahra.simulator.books import Json, Thing
from zahra.simulator.calls import Call
from zahra.simulator.desk import Desk
from zahra.simulator.refusals import Refusal

_FIELDS = (
    "unique_receipt",  # not every account knows it
    "amount",
    "currency",
    "receipt",
    "notes",
    "partial_payment",
    "payment",
    "payment_capture",
)
_LONGEST = 7200  # minutes


def create(desk: Desk, call: Call) -> Json:
    """A new order, or the one its unique receipt opened before."""
    checks.only(call.body, _FIELDS if desk.switch("unique_receipts") else _FIELDS[1:])
    order = _opened_before(desk, call.body) or desk.books.add(_new_order(desk, call.body))
    return order.shown


def fetch(desk: Desk, call: Call) -> Json:
    return _view(desk, checks.existing(desk.books, "order", call.ids["id"]), call)


def fetch_all(desk: Desk, call: Call) -> Json:
    authorized = call.query.get("authorized")
    page = desk.books.page(
        "order",
        listing.window(call.query),
        receipt=call.query.get("receipt"),
        authorized=None if authorized is None else authorized == "1",
    )
    return listing.collection(_view(desk, order, call) for order in page)


def fetch_payments(desk: Desk, call: Call) -> Json:
    order = checks.existing(desk.books, "order", call.ids["id"])
    return payments.of_order(desk, order.id, payments.view_of(call, "card"))


def change_notes(desk: Desk, call: Call) -> Json:
    """The notes are all that can ever change."""
    order = checks.existing(desk.books, "order", call.ids["id"])
    checks.only(call.body, ("notes",))
    order.shown["notes"] = checks.notes(call.body)
    return desk.books.save(order).shown


def _opened_before(desk: Desk, body: Json) -> Thing | None:
    receipt = checks.text(body, "receipt", longest=40)
    is_unique = body.get("unique_receipt") is True
    return desk.books.order_of_receipt(receipt) if receipt and is_unique else None


def _new_order(desk: Desk, body: Json) -> Thing:
    if body.get("partial_payment"):
        raise Refusal("Partial payments are not enabled.", field="partial_payment")
    amount, policy = checks.amount(body), _capture_policy(desk, body)
    shown: Json = {
        "id": desk.new_id("order"),
        "entity": "order",
        "amount": amount,
        "amount_paid": 0,
        "amount_due": amount,
        "currency": checks.rupees(body),
        "receipt": checks.text(body, "receipt", longest=40),
        "offer_id": None,
        "status": "created",
        "attempts": 0,
        "notes": checks.notes(body),
        "created_at": desk.clock.stamp(),
    }
    return Thing(shown["id"], "order", "", shown, policy)


def _view(desk: Desk, order: Thing, call: Call) -> Json:
    if not listing.expands(call.query, "payments"):
        return order.shown
    view = payments.view_of(call, "payments.card")
    return {**order.shown, "payments": payments.of_order(desk, order.id, view)}


def _capture_policy(desk: Desk, body: Json) -> Json:
    """Who captures, and for how long. The order's own block wins over the account's setting."""
    block = checks.object(body, "payment")
    if not block:
        is_manual = body.get("payment_capture") in (0, False)
        automatic = 0 if is_manual else desk.settings.manual_minutes
        return {"automatic_minutes": automatic, "manual_minutes": desk.settings.manual_minutes}
    return _policy_of_block(desk, block)


def _policy_of_block(desk: Desk, block: Json) -> Json:
    capture = checks.one_of(block, "capture", ("automatic", "manual"), default="automatic")
    options = checks.object(block, "capture_options")
    checks.one_of(options, "refund_speed", ("normal", "optimum"), default="normal")
    period = "automatic_expiry_period"
    automatic = checks.minutes(options, period, least=12, most=_LONGEST)
    if capture == "automatic" and automatic is None:
        raise Refusal(f"{period}: is required when capture is automatic.", field=period)
    least = max(12, automatic or 0)
    manual = checks.minutes(options, "manual_expiry_period", least=least, most=_LONGEST)
    return {
        "automatic_minutes": automatic if capture == "automatic" else 0,
        "manual_minutes": manual or desk.settings.manual_minutes,
    }
