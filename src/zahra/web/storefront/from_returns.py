"""What pages show of returns, made from returns and orders as they stand."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from uuid import UUID

from zahra.base.clock import ist_day
from zahra.shop import orders, payments, returns
from zahra.shop.returns import ReturnState
from zahra.web.storefront.cards_view import Badge
from zahra.web.storefront.describing_offers import REASONS
from zahra.web.storefront.describing_pickups import coming_of
from zahra.web.storefront.describing_refunds import refund_lines
from zahra.web.storefront.describing_returned import outcome_of, text_of, wish_of
from zahra.web.storefront.order_view import Moment, RefundLine, ReturnLink
from zahra.web.storefront.return_photos import photo_of
from zahra.web.storefront.returns_view import (
    Account,
    ReturnCard,
    ReturnedLine,
    ReturnPage,
    SentInstead,
)
from zahra.web.ui.filters import ist_day as day_words

_A_MOMENT = timedelta(microseconds=1)
BADGES: Mapping[ReturnState, Badge] = {
    ReturnState.REQUESTED: Badge("Asked for", "attention"),
    ReturnState.APPROVED: Badge("Approved", "info"),
    ReturnState.PICKUP_SCHEDULED: Badge("To be picked up", "info"),
    ReturnState.PICKED_UP: Badge("On its way to us", "info"),
    ReturnState.RECEIVED: Badge("With us", "info"),
    ReturnState.QC_PASSED: Badge("Checked", "info"),
    ReturnState.QC_PARTIAL: Badge("Checked", "info"),
    ReturnState.QC_FAILED: Badge("Refused after a look", "bad"),
    ReturnState.REFUNDED: Badge("Settled", "good"),
    ReturnState.DECLINED: Badge("Declined", "bad"),
    ReturnState.CANCELLED: Badge("Called off", "plain"),
    ReturnState.EXPIRED: Badge("Closed", "plain"),
}
_ENDED_BADLY = (ReturnState.QC_FAILED, ReturnState.DECLINED)
_STEPS = (
    ReturnState.APPROVED,
    ReturnState.PICKED_UP,
    ReturnState.RECEIVED,
    ReturnState.QC_PASSED,
    ReturnState.REFUNDED,
)
_REACHED = {
    ReturnState.REQUESTED: 0,
    ReturnState.APPROVED: 1,
    ReturnState.PICKUP_SCHEDULED: 1,
    ReturnState.PICKED_UP: 2,
    ReturnState.RECEIVED: 3,
    ReturnState.QC_PASSED: 4,
    ReturnState.QC_PARTIAL: 4,
}
_NEXT = {
    ReturnState.REQUESTED: "We look at it within two working days.",
    ReturnState.RECEIVED: "We look the pieces over within three working days.",
}
_ENDINGS = {
    ReturnState.DECLINED: "We do not take it back, for the reason given above.",
    ReturnState.QC_FAILED: "We looked it over and do not take it back.",
    ReturnState.CANCELLED: "You keep it, and nothing goes back.",
    ReturnState.EXPIRED: "It was not handed to the courier by {day}, so you keep it.",
}


def return_card(whole: returns.WholeReturn) -> ReturnCard:
    """A return in a list."""
    given = whole.given
    return ReturnCard(
        number=given.number,
        url=f"/account/returns/{given.number}",
        order_number=whole.order_number,
        created_at=given.created_at,
        status=BADGES[given.state],
        piece_count=sum(item.qty for item in whole.items),
    )


def return_link(given: returns.Return) -> ReturnLink:
    """A return on its order's page."""
    return ReturnLink(given.number, f"/account/returns/{given.number}", BADGES[given.state])


def return_page(
    whole: returns.WholeReturn,
    order: orders.WholeOrder,
    *,
    sizes: Mapping[UUID, str],
    sent: orders.Order | None,
    promises: tuple[str, ...] = (),
    may_return: bool = False,
) -> ReturnPage:
    """One return, with the lines of its order. `sizes` are those of the variants wanted in
    exchange, `sent` is the order that they are sent out as; `may_return`: of the order something
    can be sent back now."""
    given, state = whole.given, whole.given.state
    held = whole.exchange is not None and whole.exchange.state is returns.ExchangeState.HELD
    is_open = state in (ReturnState.CANCELLED, ReturnState.EXPIRED)
    return ReturnPage(
        number=given.number,
        order_number=order.order.number,
        status=BADGES[state],
        created_at=given.created_at,
        timeline=_timeline(whole),
        lines=_lines(whole, order, sizes),
        promises=promises,
        refunds=_refunds(given, order, sent),
        pickup=coming_of(whole),
        may_cancel=returns.RETURN_LIFE.allows(state, returns.ReturnEvent.CANCEL),
        may_ask_again=returns.may_ask_again(whole),
        is_exchange_held=held and sent is None,
        sent=_sent(sent),
        ending=_ENDINGS.get(state, "").format(day=day_words(_last_moment(given))),
        is_refused=state in _ENDED_BADLY,
        again_url=f"/orders/{order.order.number}/return" if may_return and is_open else "",
    )


def _lines(
    whole: returns.WholeReturn, order: orders.WholeOrder, sizes: Mapping[UUID, str]
) -> tuple[ReturnedLine, ...]:
    lines = {line.id: line for line in order.lines}
    photos = {photo.id: photo_of(photo) for photo in whole.photos}
    return tuple(
        ReturnedLine(
            title=f"{item.qty} × {lines[item.order_line_id].title}",
            text=text_of(lines[item.order_line_id]),
            reason=REASONS[item.reason],
            wish=wish_of(item, sizes),
            outcome=outcome_of(item, whole.given.state),
            note=item.note,
            photos=tuple(photos[each] for each in item.photos if each in photos),
        )
        for item in whole.items
    )


def _refunds(
    given: returns.Return, order: orders.WholeOrder, sent: orders.Order | None
) -> tuple[RefundLine, ...]:
    """What went back for it, once it is settled."""
    if (made := given.giveback_id) is None:
        return ()
    backs = [back for back in order.refunds if back.giveback_id == made]
    return refund_lines(backs, {made: sent} if sent else {})


def _sent(order: orders.Order | None) -> SentInstead | None:
    if order is None:
        return None
    waits = order.status is orders.OrderStatus.PENDING_PAYMENT
    return SentInstead(order.number, order.due_online if waits else 0)


def _last_moment(given: returns.Return) -> date:
    return ist_day(given.hand_over_by - _A_MOMENT)


def _timeline(whole: returns.WholeReturn) -> tuple[Moment, ...]:
    return (*_past(whole), *_ahead(whole.given.state))


def _past(whole: returns.WholeReturn) -> Iterator[Moment]:
    for step, after in zip(whole.steps, (*whole.steps[1:], None), strict=True):
        if after is not None and after.to_state is step.to_state:
            continue  # another day for the pickup
        state = "failed" if step.to_state in _ENDED_BADLY else "done"
        note = step.note if step.to_state is not ReturnState.REQUESTED else ""
        yield Moment(BADGES[step.to_state].label, state, step.at, note)


def _ahead(state: ReturnState) -> Iterator[Moment]:
    """The steps that are still to come; the one that is next is the current one."""
    if state not in _REACHED:
        return
    to_come = _STEPS[_REACHED[state] :]
    yield Moment(BADGES[to_come[0]].label, "current", note=_NEXT.get(state, ""))
    yield from (Moment(BADGES[each].label, "waiting") for each in to_come[1:])


def account_of(account: payments.PayoutAccount) -> Account:
    """An account in a list."""
    return Account(account.id.hex, account.shown, account.verified_at)
