"""The ladder: what is asked of somebody who would pay at the door, with every reason. Pure.

What the shop or the courier cannot do forbids by itself, and so does a block. A trusted phone or
PIN code is let through. Everything else counts points, and the points lead to a step; the same
facts under the same rules always get the same answer.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from zahra.base.money import Paise
from zahra.shop.cod.addresses import Door, quality_of
from zahra.shop.cod.domains import DISPOSABLE
from zahra.shop.cod.model import (
    CodAnswer,
    CodFacts,
    CodRules,
    Judged,
    Limits,
    ListingVerdict,
    PinCode,
    Quality,
    Reason,
    ReasonCode,
    Standing,
    Step,
)
from zahra.shop.places import Place

_RUPEE = 100
MUCH_COMES_BACK = 40  # percent; a third of all cash parcels is usual


def judge(rules: CodRules, facts: CodFacts) -> CodAnswer:
    """The answer to these facts, with its reasons; see the module."""
    fee = facts.limits.fee
    if forbidding := (*_beyond(facts), *_refused(rules, facts)):
        return CodAnswer(Step.PREPAID_ONLY, forbidding, 0, fee)
    if facts.is_trusted:
        return CodAnswer(Step.ALLOW, (Reason(ReasonCode.TRUSTED),), 0, fee)
    reasons = tuple(reason for reason in _counted(rules, facts) if reason.points)
    points = sum(reason.points for reason in reasons)
    step = rules.step_at(points)
    advance = advance_on(rules, facts.total) if step is Step.ADVANCE else 0
    return CodAnswer(step, reasons, points, fee, advance)


def advance_on(rules: CodRules, total: Paise) -> Paise:
    """What is to be paid online before: whole rupees, at least the least, less than all of it."""
    share = -(-total * rules.advance_percent // (100 * _RUPEE)) * _RUPEE
    return max(1, min(max(share, rules.advance_least), total - 1))


def pin_code_of(place: Place | None) -> PinCode:
    """What is known of the PIN code that an order would go to.

    >>> pin_code_of(Place("805110", (), (), parcels=20, parcels_back=9))
    PinCode(is_known=True, back_percent=45)
    >>> pin_code_of(Place("805110", (), (), parcels=19, parcels_back=19)).back_percent
    0
    """
    rate = place.back_rate if place else None
    return PinCode(is_known=place is not None, back_percent=round(100 * (rate or 0)))


def facts_of(
    standing: Standing, limits: Limits, total: Paise, *, pin: PinCode, has_two_sizes: bool
) -> CodFacts:
    """What a decision is made from, but for the address. A verdict on the phone outranks one on
    the PIN code."""
    verdict = standing.phone_verdict or standing.pin_verdict
    return CodFacts(
        total=total,
        limits=limits,
        rtos=standing.rtos,
        delivered=standing.delivered,
        open=standing.open,
        is_blocked=verdict is ListingVerdict.BLOCK,
        is_trusted=verdict is ListingVerdict.ALLOW,
        is_pin_known=pin.is_known,
        pin_back_percent=pin.back_percent,
        has_two_sizes=has_two_sizes,
        has_disposable_email=standing.email_domain in DISPOSABLE,
    )


def judged(standing: Standing, facts: CodFacts, door: Door | None, states: Sequence[str]) -> Judged:
    """The answer for this person, whose PIN code lies in these states; before an address is known
    nothing is held against it."""
    seen = replace(facts, address=quality_of(door, states) if door else Quality())
    answer = judge(standing.rules, seen)
    return Judged(answer, seen, standing.rules.id, standing.person_key)


def _beyond(facts: CodFacts) -> Iterator[Reason]:
    """What the shop or the courier cannot do, whoever asks."""
    limits = facts.limits
    if limits.most == 0:
        yield Reason(ReasonCode.NOT_OFFERED)
    elif facts.total > limits.most:
        yield Reason(ReasonCode.ABOVE_MAXIMUM)
    if facts.total < limits.least:
        yield Reason(ReasonCode.BELOW_MINIMUM)
    if not limits.pin_takes_cash:
        yield Reason(ReasonCode.PIN_TAKES_NO_CASH)
    elif limits.pin_most is not None and facts.total > limits.pin_most:
        yield Reason(ReasonCode.ABOVE_PIN_MAXIMUM)


def _refused(rules: CodRules, facts: CodFacts) -> Iterator[Reason]:
    if facts.is_blocked:
        yield Reason(ReasonCode.BLOCKED)
    if facts.open >= rules.open_most and not facts.is_trusted:
        yield Reason(ReasonCode.TOO_MANY_OPEN)


def _counted(rules: CodRules, facts: CodFacts) -> Iterator[Reason]:
    """Every reason that counts, as often as it occurs."""
    address = facts.address
    occurrences = {
        ReasonCode.PAST_RTO: facts.rtos,
        ReasonCode.OPEN_ORDER: facts.open,
        ReasonCode.FIRST_ORDER: int(facts.delivered == 0),
        ReasonCode.HIGH_VALUE: int(facts.total >= rules.high_value_from),
        ReasonCode.SHORT_ADDRESS: int(address.is_short),
        ReasonCode.GIBBERISH_ADDRESS: int(address.is_gibberish),
        ReasonCode.NO_SECOND_LINE: int(address.has_no_second_line),
        ReasonCode.STATE_MISMATCH: int(address.is_elsewhere),
        ReasonCode.UNKNOWN_PIN: int(not facts.is_pin_known),
        ReasonCode.PIN_RTO: int(facts.pin_back_percent >= MUCH_COMES_BACK),
        ReasonCode.TWO_SIZES: int(facts.has_two_sizes),
        ReasonCode.DISPOSABLE_EMAIL: int(facts.has_disposable_email),
    }
    for code, times in occurrences.items():
        if times:
            yield Reason(code, times * rules.points_for(code))
