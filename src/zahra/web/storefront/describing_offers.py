"""How somebody reads of what may be sent back: how much of each line, why not, and for what."""

from collections.abc import Mapping
from datetime import date, timedelta

from zahra.base.clock import ist_day
from zahra.base.money import format_inr
from zahra.shop import orders, returns
from zahra.shop.returns import Reason
from zahra.web.storefront.describing_returned import text_of
from zahra.web.storefront.picturing import image_of, picture_of
from zahra.web.storefront.returns_view import WizardLine
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
