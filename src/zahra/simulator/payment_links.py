"""Payment links: an order with an address of its own. `created -> paid | cancelled | expired`."""

import hashlib
import hmac

from zahra.simulator import checks, listing
from zahra.simulator.books import Json, Thing
from zahra.simulator.calls import Call
from zahra.simulator.desk import Desk
from zahra.simulator.events import announce
from zahra.simulator.refusals import Refusal

KIND = "payment_link"
_FIELDS = (
    "amount",
    "currency",
    "accept_partial",
    "reference_id",
    "description",
    "expire_by",
    "customer",
    "notify",
    "reminder_enable",
    "notes",
    "callback_url",
    "callback_method",
)
_SOONEST, _MONTHS = 15 * 60, 183 * 24 * 3600


def create(desk: Desk, call: Call) -> Json:
    body = call.body
    checks.only(body, _FIELDS)
    if body.get("accept_partial"):
        raise Refusal("Partial payments are not enabled.", field="accept_partial")
    reference = checks.text(body, "reference_id", longest=40)
    if reference and any(one.shown["reference_id"] == reference for one in desk.books.all_of(KIND)):
        raise Refusal("payment link with given reference_id already exists", field="reference_id")
    link = _new(desk, call, reference)
    order = desk.books.add(_order_of(desk, link))
    link.shown["order_id"] = order.id
    return desk.books.add(link).shown


def fetch(desk: Desk, call: Call) -> Json:
    return existing(desk, call.ids["id"]).shown


def fetch_all(desk: Desk, call: Call) -> Json:
    asked, window = call.query.get("reference_id"), listing.window(call.query)
    found = desk.books.page(KIND, window)
    shown = [one.shown for one in found if asked in (None, one.shown["reference_id"])]
    return {"payment_links": shown}


def cancel(desk: Desk, call: Call) -> Json:
    link = existing(desk, call.ids["id"])
    if link.shown["status"] != "created":
        raise Refusal(f"Payment link is already {link.shown['status']}")
    return _end(desk, link, "cancelled").shown


def expire(desk: Desk, link: Thing) -> Thing:
    return _end(desk, link, "expired")


def existing(desk: Desk, id: str) -> Thing:
    if (found := desk.books.find(KIND, id)) is None:
        raise Refusal("The id provided does not exist")
    return found


def of_order(desk: Desk, order: Thing) -> Thing | None:
    """The link an order stands behind."""
    return desk.books.find(KIND, order.kept.get("link", ""))


def must_be_open(link: Thing) -> None:
    """Refuse a link that was cancelled or has run out; one that is paid says so itself."""
    if link.shown["status"] in ("cancelled", "expired"):
        raise Refusal(f"This payment link is {link.shown['status']}.", reason="link_closed")


def note_paid(desk: Desk, link: Thing, order: Thing, payment: Thing) -> None:
    """Money came: the link is paid, even one that was closed while the payer was at the bank."""
    told = {"payment_id": payment.id, "amount": payment.shown["amount"], "status": "captured"}
    link.shown.update(status="paid", amount_paid=payment.shown["amount"], payments=[told])
    link.due_at = None
    desk.books.save(link)
    announce(desk, "payment_link.paid", payment_link=link, order=order, payment=payment)


def return_fields(desk: Desk, link: Thing, payment: Thing) -> dict[str, str]:
    """What the browser brings back, signed by the key secret."""
    reference, status = link.shown["reference_id"] or "", link.shown["status"]
    message = f"{link.id}|{reference}|{status}|{payment.id}".encode()
    secret = desk.settings.key_secret.encode()
    return {
        "razorpay_payment_id": payment.id,
        "razorpay_payment_link_id": link.id,
        "razorpay_payment_link_reference_id": reference,
        "razorpay_payment_link_status": status,
        "razorpay_signature": hmac.new(secret, message, hashlib.sha256).hexdigest(),
    }


def _end(desk: Desk, link: Thing, status: str) -> Thing:
    link.shown.update(status=status)
    link.due_at = None
    desk.books.save(link)
    announce(desk, f"payment_link.{status}", payment_link=link)
    return link


def _new(desk: Desk, call: Call, reference: str | None) -> Thing:
    body, now, id = call.body, desk.clock.stamp(), desk.new_id("plink")
    expire_by = body.get("expire_by") or now + _MONTHS
    if not now + _SOONEST <= expire_by <= now + _MONTHS + 60:
        raise Refusal("expire_by should be at least 15 minutes after now.", field="expire_by")
    shown: Json = {
        "id": id,
        "amount": checks.amount(body),
        "amount_paid": 0,
        "currency": checks.rupees(body),
        "accept_partial": False,
        "callback_method": body.get("callback_method", ""),
        "callback_url": body.get("callback_url", ""),
        "cancelled_at": 0,
        "created_at": now,
        "customer": body.get("customer", {}),
        "description": checks.text(body, "description", longest=2048),
        "expire_by": expire_by,
        "notes": checks.notes(body) or None,
        "payments": None,
        "reference_id": reference,
        "reminder_enable": bool(body.get("reminder_enable")),
        "short_url": f"http://{call.headers['host']}/v1/l/{id}",
        "status": "created",
    }
    return Thing(id, KIND, "", shown, due_at=float(expire_by))


def _order_of(desk: Desk, link: Thing) -> Thing:
    amount = link.shown["amount"]
    shown: Json = {
        "id": desk.new_id("order"),
        "entity": "order",
        "amount": amount,
        "amount_paid": 0,
        "amount_due": amount,
        "currency": "INR",
        "receipt": None,
        "offer_id": None,
        "status": "created",
        "attempts": 0,
        "notes": link.shown["notes"] or [],
        "created_at": desk.clock.stamp(),
    }
    minutes = desk.settings.manual_minutes
    kept: Json = {"automatic_minutes": minutes, "manual_minutes": minutes, "link": link.id}
    return Thing(shown["id"], "order", "", shown, kept)
