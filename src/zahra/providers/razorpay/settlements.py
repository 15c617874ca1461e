"""Razorpay's books: payments of a stretch of time, and what was paid out on a day."""

from collections.abc import AsyncGenerator
from datetime import UTC, date, datetime

from zahra.providers.razorpay import facts
from zahra.providers.razorpay.facts import Json
from zahra.providers.razorpay.wire import Wire
from zahra.shop.payments import SettledFact
from zahra.shop.payments.provider import PaymentFact

_PAGE = 100
_RECON = "/v1/settlements/recon/combined"
_KINDS = ("payment", "refund", "transfer", "adjustment")


async def payments_between(wire: Wire, since: datetime, until: datetime) -> tuple[PaymentFact, ...]:
    """Every payment begun between the two moments, oldest first."""
    window = {"from": int(since.timestamp()), "to": int(until.timestamp())}
    found = [facts.read(facts.payment, item) async for item in _pages(wire, "/v1/payments", window)]
    return tuple(sorted(found, key=lambda fact: (fact.created_at, fact.id)))


async def settlement_items(wire: Wire, day: date) -> tuple[SettledFact, ...]:
    """Every line of what was paid out on a day; what is still to be paid out is left out."""
    asked = {"year": day.year, "month": day.month, "day": day.day}
    return tuple(
        [
            facts.read(settled, item)
            async for item in _pages(wire, _RECON, asked)
            if _is_paid_out(item)
        ]
    )


def settled(body: Json) -> SettledFact:
    """One line of the combined reconciliation (`debit` and `credit` in paise). A kind of line we
    do not know is an adjustment: it moves money all the same."""
    kind = facts.text(body["type"])
    return SettledFact(
        kind=kind if kind in _KINDS else "adjustment",
        entity_id=facts.text(body["entity_id"]),
        amount=facts.whole(body["amount"]),
        credit=facts.whole(body["credit"]),
        debit=facts.whole(body["debit"]),
        fee=facts.whole(body.get("fee") or 0),
        tax=facts.whole(body.get("tax") or 0),
        settlement_id=facts.text(body["settlement_id"]),
        utr=facts.word(body.get("settlement_utr")),
        settled_at=datetime.fromtimestamp(facts.whole(body["settled_at"]), UTC),
        dispute_id=facts.word(body.get("dispute_id")),
    )


def _is_paid_out(item: Json) -> bool:
    """Neither held back nor only on its way."""
    is_on_its_way = not item.get("settled") or not item.get("settlement_id")
    return not is_on_its_way and not item.get("on_hold")


async def _pages(wire: Wire, path: str, asked: dict[str, int]) -> AsyncGenerator[Json, None]:
    """Every item of a collection, page by page."""
    skip = 0
    while True:
        body = await wire.get(path, **asked, count=_PAGE, skip=skip)
        page = facts.read(facts.items, body)
        for item in page:
            yield item
        if len(page) < _PAGE:
            return
        skip += _PAGE
