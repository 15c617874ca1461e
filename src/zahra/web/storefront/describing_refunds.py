"""How somebody reads of money that comes back: how much, where to, how far it is, and by which
number their bank finds it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from zahra.base.money import format_inr
from zahra.shop import orders, returns
from zahra.shop.payments import Destination, PayoutState, RefundState
from zahra.web.storefront.cards_view import Badge
from zahra.web.storefront.order_view import RefundLine
from zahra.web.ui.filters import ist_day

_CREDIT_URL = "/account/credit"
_BACK = Badge("Refunded", "good")
_UNDER_WAY = {
    RefundState.GRANTED: Badge("Granted", "info"),
    RefundState.PENDING: Badge("On its way to you", "info"),
}
_HELD_UP = Badge("Held up", "attention")
_NOT_TAKEN = "Your bank did not take it. It is yours all the same: we write to you."
_PAID_OUT = {
    PayoutState.NEEDS_ACCOUNT: Badge("Needs an account", "attention"),
    PayoutState.GRANTED: Badge("Granted", "info"),
    PayoutState.EXPORTED: Badge("With the bank", "info"),
}
_TRANSFER = {
    PayoutState.GRANTED: "It goes out with our next transfers.",
    PayoutState.EXPORTED: "Our bank has been asked to transfer it.",
}
_PAID = ("captured", "partially_refunded", "refunded")
Sent = Mapping[UUID, orders.Order]


def refund_lines(refunds: Iterable[orders.RefundSeen], sent: Sent) -> tuple[RefundLine, ...]:
    """Each refund in words. `sent` are the orders that exchanges were sent out as, by what was
    given back for the old pieces: they were paid with part of it."""
    return tuple(line for back in refunds for line in _lines(back, _paid_with(back, sent)))


def _paid_with(back: orders.RefundSeen, sent: Sent) -> orders.Order | None:
    if back.giveback_id is None or back.destination is not Destination.STORE_CREDIT:
        return None
    order = sent.get(back.giveback_id)
    return None if order is None or order.status is orders.OrderStatus.CANCELLED else order


def _lines(back: orders.RefundSeen, paid: orders.Order | None) -> Iterator[RefundLine]:
    spent = min(paid.credit_used, back.amount) if paid else 0
    if paid and spent:
        url = f"/orders/{paid.number}"
        badge = Badge("Used", "good")
        yield RefundLine("For what you get instead", spent, badge, url=url, link=paid.number)
    if back.amount > spent:
        yield _line(replace(back, amount=back.amount - spent))


def _line(back: orders.RefundSeen) -> RefundLine:
    if back.destination is Destination.STORE_CREDIT:
        note = f"There since {_day(back.settled_at or back.created_at)}. It does not run out."
        return RefundLine("To your store credit", back.amount, _BACK, note, url=_CREDIT_URL)
    if back.destination is Destination.PAYOUT and back.payout is not None:
        return _payout(back, back.payout)
    return _to_source(back)


def _to_source(back: orders.RefundSeen) -> RefundLine:
    assert back.there_by is not None
    to, by = f"To your {orders.source_of(back.method)[0]}", _day(back.there_by)
    if back.state is RefundState.FAILED:
        return RefundLine(to, back.amount, _HELD_UP, _NOT_TAKEN)
    if back.state is not RefundState.SETTLED:
        return RefundLine(to, back.amount, _UNDER_WAY[back.state], f"You have it by {by}.")
    since = _day(back.settled_at or back.created_at)
    note = f"Your bank has it since {since}, and shows it by {by}."
    return RefundLine(to, back.amount, _BACK, note, back.reference or "")


def _payout(back: orders.RefundSeen, state: PayoutState) -> RefundLine:
    to = f"To {back.account}" if back.account else "To an account of yours"
    if state is PayoutState.NEEDS_ACCOUNT:
        url, link = f"{_CREDIT_URL}#payouts", "Choose an account"
        return RefundLine(to, back.amount, _PAID_OUT[state], url=url, link=link)
    if state is not PayoutState.SETTLED:
        return RefundLine(to, back.amount, _PAID_OUT[state], _TRANSFER[state])
    note = f"Paid on {_day(back.settled_at or back.created_at)}."
    return RefundLine(to, back.amount, _BACK, note, back.reference or "")


def _day(when: datetime) -> str:
    return ist_day(when)


def goes_back(back: orders.GoesBack, *, account: str = "your account", then: str = "") -> str:
    """A share of what would be given back, in a sentence; `then` says when it is sent.

    >>> goes_back(orders.GoesBack(Purpose.ORDER, "upi", 159900, Destination.SOURCE))
    '₹1,599 goes back to your UPI account, within 7 days.'
    """
    amount = format_inr(back.amount)
    if back.destination is Destination.STORE_CREDIT:
        return f"{amount} is in your store credit at once{then}."
    if back.destination is Destination.PAYOUT:
        return f"{amount} is paid to {account}{then}."
    name, days = orders.source_of(back.method)
    return f"{amount} goes back to your {name}, within {days} days{then}."


def promises_of(promised: returns.Promised, *, account: str) -> tuple[str, ...]:
    """What a return gives if all of it passes; `account` is where cash is paid out to."""
    more = f"{format_inr(promised.due)} more is to be paid before the new piece leaves."
    dearer = (more,) if promised.due else ()
    told = (*(goes_back(back, account=account) for back in promised.back), *dearer)
    return told or ("The new piece leaves. There is nothing to pay, and no money goes back.",)


def way_back(whole: orders.WholeOrder) -> str:
    """Where money goes that goes back to where it was paid from; "" where all of it was cash."""
    order = whole.order
    paid = [each.method for each in whole.payments if each.status in _PAID]
    told = [f"Your {name}, within {days} days." for name, days in map(orders.source_of, paid[:1])]
    credit = ["What you paid by store credit is there again."] if order.credit_used else []
    source = [*told, *credit]
    cash = ["What you paid at the door becomes store credit."] if order.is_cod and source else []
    return " ".join((*source, *cash))
