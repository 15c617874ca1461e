"""What the gateway pays out: captured money less its fee two days later, refunds taken out of it.

One payout a day at ten in the morning, Indian time. What was captured on a day is paid out on the
second day after, unless it is held; a refund, and an adjustment of the gateway's own, is taken out
of the payout of the day after.
"""

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone
from itertools import islice

from zahra.simulator import checks, listing
from zahra.simulator.books import Json, Thing
from zahra.simulator.calls import Call
from zahra.simulator.desk import Desk
from zahra.simulator.refusals import Refusal

_IST = timezone(timedelta(hours=5, minutes=30))
_PAID_OUT_AT = time(10, 0, tzinfo=_IST)
ADJUSTMENT = "adjustment"
_PAYMENTS, _REFUNDS = timedelta(days=2), timedelta(days=1)


def combined(desk: Desk, call: Call) -> Json:
    """Every line of what was paid out on a day, or in a month; the newest first."""
    first, last = _asked(call)
    skip = checks.whole(call.query, "skip", 0)
    count = checks.whole(call.query, "count", 10, most=1000)
    lines = sorted(_lines(desk, first, last), key=lambda line: -line["settled_at"])
    return listing.collection(islice(lines, skip, skip + count))


def hold(desk: Desk, call: Call) -> Json:
    """Hold a payment's payout back, or let it go: `{held}`."""
    payment = checks.existing(desk.books, "payment", call.ids["id"])
    payment.kept["held"] = call.body.get("held", True) is True
    return desk.books.save(payment).shown


def adjust(desk: Desk, call: Call) -> Json:
    """Take money out of the next payout for reasons of the gateway's own: `{amount, type?}`."""
    id, type = desk.new_id("adj"), str(call.body.get("type", ADJUSTMENT))
    amount, now = int(call.body["amount"]), desk.clock.stamp()
    shown: Json = {"id": id, "amount": amount, "currency": "INR", "created_at": now}
    return desk.books.add(Thing(id, ADJUSTMENT, "", shown, {"type": type})).shown


def take_back(desk: Desk, dispute: Thing) -> None:
    """Take what was lost to a dispute out of the next payout."""
    id, now = desk.new_id("adj"), desk.clock.stamp()
    amount = dispute.shown["amount_deducted"]
    shown: Json = {"id": id, "amount": amount, "currency": "INR", "created_at": now}
    kept = {"type": ADJUSTMENT, "dispute_id": dispute.id}
    desk.books.add(Thing(id, ADJUSTMENT, "", shown, kept))


def _asked(call: Call) -> tuple[date, date]:
    year = checks.whole(call.query, "year", 0)
    month = checks.whole(call.query, "month", 0)
    day = checks.whole(call.query, "day", 0)
    try:
        first = date(year, month, day or 1)
    except ValueError:
        raise Refusal("The year, month or day is invalid.", field="day") from None
    after = first + timedelta(days=32)
    return first, first if day else after.replace(day=1) - timedelta(days=1)


def _lines(desk: Desk, first: date, last: date) -> Iterator[Json]:
    for payment in desk.books.all_of("payment"):
        if "captured_at" in payment.kept:
            day = _day_of(payment.kept["captured_at"]) + _PAYMENTS
            if first <= day <= last and _is_paid_out(desk, day):
                yield _payment(desk, payment, day)
    for adjustment in desk.books.all_of(ADJUSTMENT):
        day = _day_of(adjustment.shown["created_at"]) + _REFUNDS
        if first <= day <= last and _is_paid_out(desk, day):
            yield _adjustment(desk, adjustment, day)
    for refund in desk.books.all_of("refund"):
        if "processed_at" in refund.kept:
            day = _day_of(refund.kept["processed_at"]) + _REFUNDS
            if first <= day <= last and _is_paid_out(desk, day):
                yield _refund(desk, refund, day)


def _payment(desk: Desk, payment: Thing, day: date) -> Json:
    shown = payment.shown
    held = {"on_hold": True, "settled": False, "settled_at": 0}
    nowhere = {"settlement_id": None, "settlement_utr": None}
    return {
        **_line(desk, payment, day),
        **(held | nowhere if payment.kept.get("held") else {}),
        "type": "payment",
        "debit": 0,
        "credit": shown["amount"] - shown["fee"],
        "fee": shown["fee"],
        "tax": shown["tax"],
        "order_id": payment.parent,
        "payment_id": None,
        "method": shown["method"],
    }


def _refund(desk: Desk, refund: Thing, day: date) -> Json:
    return {
        **_line(desk, refund, day),
        "type": "refund",
        "debit": refund.shown["amount"],
        "credit": 0,
        "fee": 0,
        "tax": 0,
        "order_id": None,
        "payment_id": refund.parent,
        "method": None,
    }


def _adjustment(desk: Desk, adjustment: Thing, day: date) -> Json:
    return {
        **_line(desk, adjustment, day),
        "type": adjustment.kept["type"],
        "dispute_id": adjustment.kept.get("dispute_id"),
        "debit": adjustment.shown["amount"],
        "credit": 0,
        "fee": 0,
        "tax": 0,
        "order_id": None,
        "payment_id": None,
        "method": None,
    }


def _line(desk: Desk, thing: Thing, day: date) -> Json:
    number = hashlib.sha256(f"{desk.seed}:{day}".encode()).hexdigest()
    return {
        "entity_id": thing.id,
        "amount": thing.shown["amount"],
        "currency": thing.shown["currency"],
        "on_hold": False,
        "settled": True,
        "created_at": thing.shown["created_at"],
        "settled_at": int(_moment(day)),
        "settlement_id": f"setl_{number[:14]}",
        "settlement_utr": f"{int(number[14:26], 16):016d}",
        "order_receipt": None,
        "card_network": None,
        "card_issuer": None,
        "card_type": None,
        "dispute_id": None,
        "description": None,
        "notes": [],
    }


def _is_paid_out(desk: Desk, day: date) -> bool:
    return _moment(day) <= desk.clock.now()


def _moment(day: date) -> float:
    return datetime.combine(day, _PAID_OUT_AT).timestamp()


def _day_of(stamp: int) -> date:
    return datetime.fromtimestamp(stamp, UTC).astimezone(_IST).date()
