"""The ladder: what is asked of whoever would pay at the door, and every reason for it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zahra.base import ids
from zahra.shop import cod
from zahra.shop.cod import CodFacts, CodRules, Door, Limits, Quality, Reason, ReasonCode, Step
from zahra.shop.cod.addresses import quality_of
from zahra.shop.cod.rules import advance_on
from zahra.shop.cod.ruling import COUNTED
from zahra.shop.places import Place

POINTS = {
    "past_rto": 40,
    "open_order": 10,
    "first_order": 10,
    "high_value": 20,
    "short_address": 25,
    "gibberish_address": 35,
    "no_second_line": 10,
    "state_mismatch": 25,
    "unknown_pin": 40,
    "pin_rto": 25,
    "two_sizes": 15,
    "disposable_email": 30,
}
RULES = CodRules(
    id=ids.new(),
    valid_from=datetime(2026, 1, 1, tzinfo=UTC),
    otp_from=30,
    advance_from=60,
    prepaid_from=100,
    open_most=5,
    high_value_from=500000,
    advance_percent=20,
    advance_least=20000,
    points=POINTS,
    changed_by="tests",
)
LIMITS = Limits(fee=4900, least=10000, most=1000000)
GOOD = CodFacts(total=215950, limits=LIMITS, delivered=1)
FORBID = {
    ReasonCode.NOT_OFFERED,
    ReasonCode.BELOW_MINIMUM,
    ReasonCode.ABOVE_MAXIMUM,
    ReasonCode.PIN_TAKES_NO_CASH,
    ReasonCode.ABOVE_PIN_MAXIMUM,
    ReasonCode.BLOCKED,
    ReasonCode.TOO_MANY_OPEN,
}


def asked(**odd: object) -> cod.CodAnswer:
    return cod.judge(RULES, replace(GOOD, **odd))


def test_somebody_who_took_a_parcel_before_is_asked_for_nothing():
    assert asked() == cod.CodAnswer(Step.ALLOW, (), 0, fee=4900)


@pytest.mark.parametrize(
    ("odd", "code", "points"),
    [
        ({"rtos": 1}, ReasonCode.PAST_RTO, 40),
        ({"rtos": 2}, ReasonCode.PAST_RTO, 80),
        ({"open": 3}, ReasonCode.OPEN_ORDER, 30),
        ({"delivered": 0}, ReasonCode.FIRST_ORDER, 10),
        ({"total": 500000}, ReasonCode.HIGH_VALUE, 20),
        ({"address": Quality(is_short=True)}, ReasonCode.SHORT_ADDRESS, 25),
        ({"address": Quality(is_gibberish=True)}, ReasonCode.GIBBERISH_ADDRESS, 35),
        ({"address": Quality(has_no_second_line=True)}, ReasonCode.NO_SECOND_LINE, 10),
        ({"address": Quality(is_elsewhere=True)}, ReasonCode.STATE_MISMATCH, 25),
        ({"is_pin_known": False}, ReasonCode.UNKNOWN_PIN, 40),
        ({"pin_back_percent": 40}, ReasonCode.PIN_RTO, 25),
        ({"has_two_sizes": True}, ReasonCode.TWO_SIZES, 15),
        ({"has_disposable_email": True}, ReasonCode.DISPOSABLE_EMAIL, 30),
    ],
)
def test_each_reason_counts_its_points(odd: dict[str, object], code: ReasonCode, points: int):
    answer = asked(**odd)
    assert (answer.reasons, answer.points) == ((Reason(code, points),), points)


@pytest.mark.parametrize(
    ("odd", "code"),
    [
        ({"limits": replace(LIMITS, most=0)}, ReasonCode.NOT_OFFERED),
        ({"total": 9999}, ReasonCode.BELOW_MINIMUM),
        ({"total": 1000001}, ReasonCode.ABOVE_MAXIMUM),
        ({"limits": replace(LIMITS, pin_takes_cash=False)}, ReasonCode.PIN_TAKES_NO_CASH),
        ({"limits": replace(LIMITS, pin_most=215949)}, ReasonCode.ABOVE_PIN_MAXIMUM),
        ({"is_blocked": True}, ReasonCode.BLOCKED),
        ({"open": 5}, ReasonCode.TOO_MANY_OPEN),
    ],
)
def test_what_forbids_does_so_alone(odd: dict[str, object], code: ReasonCode):
    answer = asked(**odd)
    assert (answer.step, answer.reasons, answer.points) == (Step.PREPAID_ONLY, (Reason(code),), 0)


def test_limits_are_inclusive():
    for total in (10000, 499999):
        assert asked(total=total).step is Step.ALLOW
    assert asked(total=1000000).step is not Step.PREPAID_ONLY
    assert asked(limits=replace(LIMITS, pin_most=215950)).step is Step.ALLOW


def test_the_steps_begin_where_the_rules_say():
    steps = {points: RULES.step_at(points) for points in (29, 30, 59, 60, 99, 100)}
    assert list(steps.values()) == ["allow", "otp", "otp", "advance", "advance", "prepaid_only"]


def test_two_parcels_that_came_back_ask_for_an_advance_and_three_for_all():
    assert asked(rtos=1).step is Step.OTP
    advance = asked(rtos=2)
    assert (advance.step, advance.advance) == (Step.ADVANCE, 43200)  # a fifth, in whole rupees
    assert asked(rtos=3).step is Step.PREPAID_ONLY


def test_an_advance_is_at_least_the_least_and_never_all_of_it():
    assert advance_on(RULES, 50000) == 20000
    assert advance_on(RULES, 15000) == 14999
    assert advance_on(RULES, 100001) == 20100


def test_a_trusted_phone_counts_no_points_but_moves_no_limit():
    trusted = asked(is_trusted=True, rtos=9, open=9, address=Quality(is_gibberish=True))
    assert (trusted.step, trusted.reasons) == (Step.ALLOW, (Reason(ReasonCode.TRUSTED),))
    assert asked(is_trusted=True, total=1000001).step is Step.PREPAID_ONLY


def test_a_verdict_on_the_phone_outranks_one_on_its_pin():
    both = cod.Standing(
        RULES, phone_verdict=cod.ListingVerdict.ALLOW, pin_verdict=cod.ListingVerdict.BLOCK
    )
    facts = cod.facts_of(both, LIMITS, 100, pin=cod.PinCode(), has_two_sizes=False)
    assert (facts.is_trusted, facts.is_blocked) == (True, False)


def test_a_pin_code_counts_once_two_in_five_of_many_parcels_came_back():
    assert asked(pin_back_percent=39).reasons == ()
    few, many = (
        Place("805110", (), ("10",), parcels=sent, parcels_back=back)
        for sent, back in ((19, 19), (20, 8))
    )
    percents = [cod.pin_code_of(place).back_percent for place in (few, many)]
    assert percents == [0, 40]


def test_a_throw_away_mailbox_is_known_by_its_domain():
    for domain, is_thrown in (("mailinator.com", True), ("gmail.com", False), (None, False)):
        standing = cod.Standing(RULES, email_domain=domain)
        facts = cod.facts_of(standing, LIMITS, 100, pin=cod.PinCode(), has_two_sizes=False)
        assert facts.has_disposable_email is is_thrown


@pytest.mark.parametrize(
    ("line", "odd"),
    [
        ("12 Johari Bazaar", Quality()),
        ("Flat 4B, Shree Krishna CHS", Quality()),
        ("H.No 221, Sector-14", Quality()),
        ("१२ जौहरी बाज़ार", Quality()),
        ("Jaipur", Quality(is_short=True)),
        ("H 4", Quality(is_short=True)),
        ("asdf ghjk street", Quality(is_gibberish=True)),
        ("aaaaa bbbbb", Quality(is_gibberish=True)),
        ("12 xkcdwqz lane", Quality(is_gibberish=True)),
        ("test test", Quality(is_gibberish=True)),
    ],
)
def test_addresses_that_nobody_finds_are_told_from_those_people_live_at(line: str, odd: Quality):
    assert quality_of(Door(line, "08", line2="Near the fort"), ["08"]) == odd


facts = st.builds(
    CodFacts,
    total=st.integers(100, 2_000_000),
    limits=st.builds(
        Limits,
        fee=st.just(4900),
        least=st.sampled_from([0, 20000]),
        most=st.sampled_from([0, 1_000_000]),
        pin_takes_cash=st.sampled_from([True, True, False]),
        pin_most=st.sampled_from([None, None, 500_000]),
    ),
    rtos=st.integers(0, 4),
    delivered=st.integers(0, 4),
    open=st.integers(0, 6),
    is_blocked=st.sampled_from([False, False, True]),
    is_trusted=st.sampled_from([False, False, True]),
    is_pin_known=st.booleans(),
    pin_back_percent=st.integers(0, 100),
    address=st.builds(Quality, *[st.booleans()] * 4),
    has_two_sizes=st.booleans(),
    has_disposable_email=st.booleans(),
)
counted = st.sampled_from([code.value for code in COUNTED])


@given(facts)
def test_every_answer_is_explained_by_its_reasons(found: CodFacts):
    answer = cod.judge(RULES, found)
    assert answer.points == sum(reason.points for reason in answer.reasons)
    codes = {reason.code for reason in answer.reasons}
    if codes & FORBID:
        assert codes <= FORBID
        assert answer.step is Step.PREPAID_ONLY
    elif ReasonCode.TRUSTED in codes:
        assert codes == {ReasonCode.TRUSTED}
        assert answer.step is Step.ALLOW
    else:
        assert answer.step is RULES.step_at(answer.points)
        assert all(reason.points > 0 for reason in answer.reasons)
    assert (answer.advance > 0) == (answer.step is Step.ADVANCE)
    assert answer.advance < found.total
    assert cod.judge(RULES, found) == answer


@given(facts, counted, st.integers(1, 200))
def test_more_points_for_a_reason_never_ask_for_less(found: CodFacts, code: str, more: int):
    harder = replace(RULES, points={**POINTS, code: POINTS[code] + more})
    before, after = cod.judge(RULES, found), cod.judge(harder, found)
    assert after.step.height >= before.step.height
    assert after.points >= before.points


@given(facts)
def test_one_more_parcel_that_came_back_never_asks_for_less(found: CodFacts):
    worse = replace(found, rtos=found.rtos + 1)
    assert cod.judge(RULES, worse).step.height >= cod.judge(RULES, found).step.height
