"""What pages show of returns, made from returns and orders as they stand."""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from zahra.base.clock import ist_day
from zahra.base.money import format_inr
from zahra.shop import orders, payments, returns
from zahra.shop.payments import Destination
from zahra.shop.returns import Reason, ReturnState
from zahra.web.storefront.cards_view import Badge
from zahra.web.storefront.describing_pickups import coming_of
from zahra.web.storefront.describing_returned import outcome_of, text_of, wish_of
from zahra.web.storefront.order_view import Moment, ReturnLink
from zahra.web.storefront.picturing import image_of, picture_of
from zahra.web.storefront.return_photos import photo_of
from zahra.web.storefront.returns_view import (
    Account,
    ReturnCard,
    ReturnedLine,
    ReturnPage,
    SentInstead,
    WizardLine,
)
from zahra.web.ui.filters import in_size
from zahra.web.ui.filters import ist_day as day_words

_A_MOMENT = timedelta(microseconds=1)
REASONS: Mapping[Reason, str] = {
    Reason.TOO_SMALL: "It is too small",
    Reason.TOO_LARGE: "It is too large",
    Reason.COLOUR: "The colour differs from the pictures",
    Reason.QUALITY: "I expected better cloth or work",
    Reason.CHANGED_MIND: "I changed my mind",
    Reason.LATE: "It came too late",
    Reason.DEFECTIVE: "It has a defect",
    Reason.WRONG_ITEM: "It is not what I ordered",
    Reason.DAMAGED: "It arrived damaged",
}
_WHY = {
    "not_delivered": "It has not been delivered yet.",
    "too_late": "It could be sent back until {until}.",
    "final_sale": "This was sold for good: only what is faulty, damaged or wrong can be sent back.",
    "only_faulty": "Now only what is faulty, damaged or wrong can be sent back.",
    "in_a_return": "A return of this is under way, or has been looked at.",
    "given_back": "This was cancelled or sent back already.",
}
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
_NOTHING_GOES = (*_ENDED_BADLY, ReturnState.CANCELLED, ReturnState.EXPIRED)
_GOES_TO = {
    Destination.SOURCE: "Back to where it was paid from; what was cash becomes store credit.",
    Destination.STORE_CREDIT: "To your store credit.",
    Destination.PAYOUT: "Back to where it was paid from; what was cash goes to your account.",
}


def wizard_lines(whole: orders.WholeOrder, offer: returns.Offer) -> tuple[WizardLine, ...]:
    """The lines of an order, each with what may be asked of it."""
    found = {line.line_id: line for line in offer.lines}
    return tuple(
        WizardLine(
            id=line.id.hex,
            title=line.title,
            text=text_of(line),
            picture=picture_of(image_of(line.image)),
            most=found[line.id].qty,
            until=_last_day(found[line.id]),
            why=_why(found[line.id]),
            reasons=_reasons(found[line.id]),
            wishes=_wishes(offer, line),
            price=line.total // line.qty,
        )
        for line in whole.lines
        if line.id in found
    )


def _reasons(line: returns.ReturnableLine) -> tuple[tuple[str, str], ...]:
    return tuple(
        (reason.value, words)
        for reason, words in REASONS.items()
        if reason.is_shops_fault or not line.only_faulty
    )


def _last_day(line: returns.ReturnableLine) -> date | None:
    """The last day on which anything about it can come back."""
    return None if line.until is None else ist_day(line.until - _A_MOMENT)


def _why(line: returns.ReturnableLine) -> str:
    if line.only_faulty:
        return _WHY["final_sale" if line.until is None else "only_faulty"]
    if line.why is None:
        return ""
    until = _last_day(line)
    return _WHY[line.why].format(until=day_words(until) if until else "")


def _wishes(offer: returns.Offer, line: orders.Line) -> tuple[tuple[str, str], ...]:
    """A refund, or a size that there is, with what it costs more or less."""
    sizes = [
        (choice.variant_id.hex, _size_words(choice))
        for choice in offer.choices.get(line.id, ())
        if choice.is_in_stock
    ]
    return (("refund", "My money back"), *sizes)


def _size_words(choice: returns.Choice) -> str:
    said = f"Exchange for {in_size(choice.size)}"
    if choice.difference > 0:
        return f"{said} (+{format_inr(choice.difference)}, paid before it leaves)"
    if choice.difference < 0:
        return f"{said} ({format_inr(-choice.difference)} back)"
    return said


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
) -> ReturnPage:
    """One return, with the lines of its order. `sizes` are those of the variants wanted in
    exchange, `sent` is the order that they are sent out as."""
    given = whole.given
    lines = {line.id: line for line in order.lines}
    photos = {photo.id: photo_of(photo) for photo in whole.photos}
    held = whole.exchange is not None and whole.exchange.state is returns.ExchangeState.HELD
    return ReturnPage(
        number=given.number,
        order_number=order.order.number,
        status=BADGES[given.state],
        created_at=given.created_at,
        timeline=_timeline(whole),
        lines=tuple(
            ReturnedLine(
                title=f"{item.qty} × {lines[item.order_line_id].title}",
                text=text_of(lines[item.order_line_id]),
                reason=REASONS[item.reason],
                wish=wish_of(item, sizes),
                outcome=outcome_of(item, given.state),
                note=item.note,
                photos=tuple(photos[each] for each in item.photos if each in photos),
            )
            for item in whole.items
        ),
        destination="" if given.state in _NOTHING_GOES else _GOES_TO[given.destination],
        pickup=coming_of(whole),
        may_cancel=returns.RETURN_LIFE.allows(given.state, returns.ReturnEvent.CANCEL),
        may_ask_again=returns.may_ask_again(whole),
        is_exchange_held=held and sent is None,
        sent=_sent(sent),
    )


def _sent(order: orders.Order | None) -> SentInstead | None:
    if order is None:
        return None
    waits = order.status is orders.OrderStatus.PENDING_PAYMENT
    return SentInstead(order.number, order.due_online if waits else 0)


def _timeline(whole: returns.WholeReturn) -> tuple[Moment, ...]:
    steps = [
        step
        for step, after in zip(whole.steps, (*whole.steps[1:], None), strict=True)
        if after is None or after.to_state is not step.to_state  # another day for the pickup
    ]
    last = len(steps) - 1
    return tuple(
        Moment(
            BADGES[step.to_state].label,
            "failed"
            if step.to_state in _ENDED_BADLY
            else ("current" if at == last and whole.given.closed_at is None else "done"),
            step.at,
            step.note if step.to_state is not ReturnState.REQUESTED else "",
        )
        for at, step in enumerate(steps)
    )


def account_of(account: payments.PayoutAccount) -> Account:
    """An account in a list."""
    return Account(account.id.hex, account.shown, account.verified_at)
