"""What pages show of store credit and of payouts, in words."""

from zahra.base.clock import ist_day
from zahra.shop import credit, orders
from zahra.shop.payments import PayoutState
from zahra.web.storefront.cards_view import Badge
from zahra.web.storefront.returns_view import CreditLine, PayoutLine
from zahra.web.ui.filters import ist_day as day_words

_PAYOUTS = {
    PayoutState.NEEDS_ACCOUNT: Badge("Needs an account", "attention"),
    PayoutState.GRANTED: Badge("To be paid out", "info"),
    PayoutState.EXPORTED: Badge("With the bank", "info"),
    PayoutState.SETTLED: Badge("Paid out", "good"),
}
_CAUSES = {
    credit.Cause.REFUND: "Refund",
    credit.Cause.ORDER: "Payment",
    credit.Cause.ORDER_CANCELLED: "Order not completed",
    credit.Cause.GOODWILL: "From us to you",
    credit.Cause.GIVEN_UP: "Given up",
    credit.Cause.REWARD: "For paying online",
}


def payout_line(payout: orders.PayoutSeen) -> PayoutLine:
    """Money on its way to an account, in words."""
    needs = payout.needs_account
    return PayoutLine(
        title=f"Order {payout.order_number}",
        status=_PAYOUTS[payout.state],
        amount=payout.amount,
        text=_where_it_goes(payout),
        choose=f"/account/credit/payouts/{payout.id}" if needs else "",
        field=f"account_{payout.id.hex}" if needs else "",
    )


def _where_it_goes(payout: orders.PayoutSeen) -> str:
    where = payout.shown or "your account"
    if payout.needs_account:
        no = f"The bank did not take it: {payout.last_error}. " if payout.last_error else ""
        return f"{no}Choose an account that it shall go to."
    if payout.settled_at is not None:
        day = day_words(ist_day(payout.settled_at))
        return f"Paid to {where} on {day}, reference number {payout.utr}."
    return f"Goes to {where}."


def credit_line(entry: credit.Entry, order: str) -> CreditLine:
    """A change of store credit in words; `order` is the number of the one it is about, or ""."""
    return CreditLine(_CAUSES[entry.cause], entry.amount, entry.balance, entry.at, order)
