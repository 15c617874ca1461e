"""What an answer is called: to shoppers in one sentence, to staff reason by reason. Pure.

A shopper is told what they can do about it. That somebody is blocked, or which points counted, is
for staff only: it would teach those who mean harm.
"""

from zahra.base.money import Paise, format_inr
from zahra.shop.cod.model import CodAnswer, Judged, ReasonCode, Step

_PLAINLY = {
    ReasonCode.NOT_OFFERED: "Cash on delivery is not offered.",
    ReasonCode.PIN_TAKES_NO_CASH: "The courier takes no cash at this PIN code. Please pay online.",
    ReasonCode.TOO_MANY_OPEN: (
        "You have several cash orders on their way. Please pay this one online."
    ),
}
_NOT_HERE = "Cash on delivery is not available for this order. Please pay online."

STAFF_WORDS = {
    ReasonCode.NOT_OFFERED: "cash on delivery is switched off",
    ReasonCode.BELOW_MINIMUM: "the order is below the least for cash",
    ReasonCode.ABOVE_MAXIMUM: "the order is above the most for cash",
    ReasonCode.PIN_TAKES_NO_CASH: "the courier takes no cash at this PIN code",
    ReasonCode.ABOVE_PIN_MAXIMUM: "the order is above what the courier takes at this PIN code",
    ReasonCode.BLOCKED: "the phone or the PIN code is blocked",
    ReasonCode.TOO_MANY_OPEN: "too many cash orders of this phone are on their way",
    ReasonCode.TRUSTED: "the phone or the PIN code is trusted",
    ReasonCode.PAST_RTO: "parcels of this phone came back before",
    ReasonCode.OPEN_ORDER: "cash orders of this phone are on their way",
    ReasonCode.FIRST_ORDER: "nothing was delivered to this phone against cash yet",
    ReasonCode.HIGH_VALUE: "the order is worth much",
    ReasonCode.SHORT_ADDRESS: "the address is short",
    ReasonCode.GIBBERISH_ADDRESS: "the address does not look like one",
    ReasonCode.NO_SECOND_LINE: "the address has no second line and no landmark",
    ReasonCode.STATE_MISMATCH: "the state is not where the PIN code lies",
    ReasonCode.UNKNOWN_PIN: "the PIN code is not in the directory",
    ReasonCode.PIN_RTO: "many of our parcels to this PIN code came back",
    ReasonCode.TWO_SIZES: "one style in two sizes",
    ReasonCode.DISPOSABLE_EMAIL: "the e-mail address is a throw-away one",
}


def refusal_of(judged: Judged) -> str | None:
    """Why it cannot be paid at the door, as a sentence for the shopper; None where it can."""
    answer, limits = judged.answer, judged.facts.limits
    if answer.is_allowed:
        return None
    codes = [reason.code for reason in answer.reasons]
    for code in codes:
        if code in (ReasonCode.BELOW_MINIMUM, ReasonCode.ABOVE_MAXIMUM):
            return _within(limits.least, limits.most)
        if code is ReasonCode.ABOVE_PIN_MAXIMUM and limits.pin_most is not None:
            return f"Cash on delivery at this PIN code is for up to {format_inr(limits.pin_most)}."
        if code in _PLAINLY:
            return _PLAINLY[code]
    return _NOT_HERE


def asking_of(answer: CodAnswer) -> str | None:
    """What it asks for beyond the money at the door; None where it asks for nothing.

    >>> asking_of(CodAnswer(Step.ADVANCE, (), 70, 0, advance=43200))
    'Pay ₹432 online now and the rest when it arrives.'
    """
    if answer.step is Step.OTP:
        return "We send a code to your phone to confirm this order."
    if answer.step is Step.ADVANCE:
        return f"Pay {format_inr(answer.advance)} online now and the rest when it arrives."
    return None


def _within(least: Paise, most: Paise) -> str:
    since = f"from {format_inr(least)} " if least else ""
    return f"Cash on delivery is for orders {since}up to {format_inr(most)}."
