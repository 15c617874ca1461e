"""Which promotions count, what each line bears, and what is said of the rest."""

import doctest
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.world.offers import NOW, SHELF, basket, by_code, by_itself, line
from zahra.base import ids
from zahra.base.clock import IST
from zahra.shop.promotions import (
    Basket,
    BasketLine,
    Candidate,
    Evaluation,
    Kind,
    Klass,
    PaidBy,
    PromotionStatus,
    Reason,
    best_discounts,
    codes,
    rules,
)
from zahra.shop.promotions.conditions import UNKNOWN

WORKED = (line(249900), line(149900, 2), line(349900))  # india-commerce.md 1.7
FLAT_500 = by_code("FESTIVE500", Kind.FLAT, amount=50000)
BUY_2_GET_1 = by_itself(Kind.BUY_X_GET_Y, klass=Klass.PRODUCT, buy=2, get=1, percent=100)
FREE_DELIVERY = by_code("FREESHIP", Kind.FREE_DELIVERY, klass=Klass.SHIPPING)


def reason_for(candidate: Candidate, bag: Basket) -> Reason | None:
    """Why a code does not count; None where it does."""
    refused = best_discounts([candidate], replace(bag, typed=candidate.code)).refusals
    return refused[0].reason if refused else None


def said_of(candidate: Candidate, bag: Basket) -> str:
    (refused,) = best_discounts([candidate], replace(bag, typed=candidate.code)).refusals
    return refused.message


def without_code(found: Evaluation) -> int:
    """What is taken off the goods by what counts by itself."""
    return sum(each.amount for each in found.discounts if each.shares and each.code is None)


@pytest.mark.parametrize("module", [rules, codes])
def test_the_examples_in_the_documentation_are_true(module: object):
    assert doctest.testmod(module).failed == 0  # pyright: ignore[reportArgumentType]


def test_the_worked_invoice_shares_its_coupon_by_the_largest_remainder():
    found = best_discounts([FLAT_500], basket(*WORKED, typed="FESTIVE500"))
    assert [d.shares for d in found.discounts] == [(13889, 16663, 19448)]
    assert (found.by_code, without_code(found)) == (50000, 0)


def test_a_percentage_is_capped_and_the_cap_is_shared():
    capped = by_itself(percent=50, cap=30000)
    assert best_discounts([capped], basket(line(100000), line(50000))).discounts[0].shares == (
        20000,
        10000,
    )


def test_a_flat_sum_never_takes_more_than_there_is():
    found = best_discounts([FLAT_500], basket(line(19900), typed="FESTIVE500"))
    assert found.shares(1) == (19900,)


def test_a_flat_sum_of_the_class_product_is_off_each_piece():
    each = by_itself(Kind.FLAT, klass=Klass.PRODUCT, amount=10000)
    assert best_discounts([each], basket(line(50000, 3), line(8000))).shares(2) == (30000, 8000)


def test_the_cheapest_of_each_three_is_got_and_the_saving_is_borne_by_all_three():
    found = best_discounts([BUY_2_GET_1], basket(line(90000, 2), line(30000, 2)))
    (got,) = found.discounts
    assert (got.amount, got.shares) == (30000, (25714, 4286))


def test_six_pieces_save_what_two_orders_of_three_would():
    six = basket(*(line(price) for price in (60000, 50000, 40000, 30000, 20000, 10000)))
    assert without_code(best_discounts([BUY_2_GET_1], six)) == 40000 + 10000


def test_two_pieces_of_three_get_nothing_and_are_told_how_many_are_missing():
    asked = by_code("B2G1", Kind.BUY_X_GET_Y, klass=Klass.PRODUCT, buy=2, get=1, percent=100)
    assert said_of(asked, basket(line(90000, 2))) == "Add 1 more piece."


def test_only_its_own_shelves_and_products_are_made_cheaper():
    other = ids.new()
    scoped = by_itself(klass=Klass.PRODUCT, categories=(SHELF,), products=(other,))
    lines = (line(10000), line(10000, shelf=other), line(10000, shelf=other, product=other))
    assert best_discounts([scoped], basket(*lines)).shares(3) == (1000, 0, 1000)


def test_of_two_of_a_class_the_better_one_counts_and_of_equals_the_earlier():
    ten, twenty = by_itself(percent=10), by_itself(percent=20)
    assert without_code(best_discounts([ten, twenty], basket(line(10000)))) == 2000
    twin = replace(ten, promotion=replace(ten.promotion, id=ids.new()))
    (chosen,) = best_discounts([twin, ten], basket(line(10000))).discounts
    assert chosen.promotion_id == min(ten.promotion.id, twin.promotion.id)


def test_products_on_different_lines_have_each_their_own():
    kurtas = by_itself(klass=Klass.PRODUCT, percent=10, categories=(SHELF,))
    other = ids.new()
    sarees = by_itself(klass=Klass.PRODUCT, percent=20, categories=(other,))
    found = best_discounts([kurtas, sarees], basket(line(10000), line(10000, shelf=other)))
    assert found.shares(2) == (1000, 2000)


def test_two_small_ones_together_beat_a_larger_one_that_covers_both():
    other = ids.new()
    all_of_it = by_itself(klass=Klass.PRODUCT, percent=15)
    one = by_itself(klass=Klass.PRODUCT, percent=12, categories=(SHELF,))
    two = by_itself(klass=Klass.PRODUCT, percent=25, categories=(other,))
    found = best_discounts([all_of_it, one, two], basket(line(10000), line(10000, shelf=other)))
    assert without_code(found) == 1500 + 2500


@pytest.mark.parametrize(
    ("mine", "theirs", "together"),
    [
        ({Klass.ORDER}, {Klass.PRODUCT}, True),
        ({Klass.ORDER}, set(), False),
        (set(), {Klass.PRODUCT}, False),
        (set(), set(), False),
    ],
)
def test_across_classes_both_have_to_allow_the_other(
    mine: set[Klass], theirs: set[Klass], together: bool
):
    off_lines = by_itself(klass=Klass.PRODUCT, percent=10, combines_with=frozenset(mine))
    off_goods = by_itself(percent=10, combines_with=frozenset(theirs))
    found = best_discounts([off_lines, off_goods], basket(line(100000)))
    assert without_code(found) == (19000 if together else 10000)


def test_a_higher_priority_is_never_given_up_for_a_better_saving():
    small = by_itself(percent=5, priority=1)
    large = by_code("LARGE", percent=50, priority=0)
    found = best_discounts([small, large], basket(line(10000), typed="LARGE"))
    assert (without_code(found), found.by_code) == (500, 0)
    assert [refused.reason for refused in found.refusals] == [Reason.BETTER_OFFER]


def test_a_high_priority_that_does_not_count_stands_in_nobodys_way():
    small = by_itself(percent=5, priority=1, minimum=20000)
    large = by_itself(percent=50)
    assert without_code(best_discounts([small, large], basket(line(10000)))) == 5000


def delivery(goods: int) -> int:
    """₹79, free from ₹999."""
    return 0 if goods >= 99900 else 7900


def test_free_delivery_takes_its_price_and_never_more():
    bag = basket(line(50000), typed="FREESHIP", delivery=delivery)
    found = best_discounts([FREE_DELIVERY], bag)
    assert (found.delivery, found.discounts[0].amount, found.by_code) == (0, 7900, 0)
    flat = by_code("SHIP100", Kind.FLAT, klass=Klass.SHIPPING, amount=10000)
    found = best_discounts([flat], replace(bag, typed="SHIP100"))
    assert (found.delivery, found.discounts[0].amount) == (0, 7900)


def test_what_is_free_already_cannot_be_made_free():
    bag = basket(line(99900), delivery=delivery)
    assert reason_for(FREE_DELIVERY, bag) is Reason.DELIVERY_IS_FREE


def test_free_delivery_waits_on_a_bag_whose_delivery_is_not_known():
    assert reason_for(FREE_DELIVERY, basket(line(50000))) is None


def test_a_saving_that_would_cost_more_in_delivery_is_left_alone():
    small = by_code("SMALL", Kind.FLAT, amount=5000)
    bag = basket(line(100000), delivery=delivery)
    assert reason_for(small, bag) is Reason.BETTER_OFFER


def test_the_minimum_says_how_much_is_missing():
    code = by_code("BIG", minimum=99900)
    assert said_of(code, basket(line(65900))) == "Add ₹340 more."
    assert reason_for(code, basket(line(99900))) is None


def test_what_is_missing_of_some_goods_is_not_made_up_for_by_others():
    sarees, kurta = ids.new(), line(500000)
    saree = replace(line(65900), product_id=ids.new(), shelves=(sarees,))
    big = by_code("BIG", minimum=99900, categories=(sarees,))
    assert said_of(big, basket(saree, kurta)) == "Add ₹340 more of what this offer is for."
    third = by_code(
        "THIRD",
        Kind.BUY_X_GET_Y,
        klass=Klass.PRODUCT,
        buy=2,
        get=1,
        percent=100,
        products=(saree.product_id,),
    )
    said = said_of(third, basket(saree, kurta))
    assert said == "Add 2 more pieces of what this offer is for."


@pytest.mark.parametrize(
    ("paid_by", "method", "counts"),
    [
        (PaidBy.PREPAID, None, False),
        (PaidBy.PREPAID, "cod", False),
        (PaidBy.PREPAID, "razorpay", True),
        (PaidBy.COD, "cod", True),
        (PaidBy.COD, "razorpay", False),
        (PaidBy.ANY, None, True),
    ],
)
def test_what_is_for_a_way_to_pay_counts_once_it_is_chosen(
    paid_by: PaidBy, method: str | None, counts: bool
):
    code = by_code("PAY", paid_by=paid_by)
    found = reason_for(code, basket(line(10000), payment_method=method))
    assert (found is None) is counts


def test_it_counts_from_its_first_moment_until_just_before_its_last():
    """From the first to the last instant of a Tuesday in India, which is no day of UTC's."""
    begins, ends = datetime(2026, 11, 24, tzinfo=IST), datetime(2026, 11, 25, tzinfo=IST)
    code = by_code("TUESDAY", starts_at=begins, ends_at=ends)
    bag = basket(line(10000))
    instant = timedelta(microseconds=1)
    moments = (begins - instant, begins, ends - instant, ends)
    told = [reason_for(code, replace(bag, now=moment.astimezone(UTC))) for moment in moments]
    assert told == [Reason.UNKNOWN, None, None, Reason.ENDED]


def test_only_of_a_public_offer_is_told_that_it_is_over():
    bag = basket(line(10000))
    secret = by_code("SECRET", ends_at=NOW, is_public=False)
    public = by_code("PUBLIC", ends_at=NOW)
    archived = by_code("ARCHIVED", status=PromotionStatus.ARCHIVED)
    paused = by_code("PAUSED", status=PromotionStatus.PAUSED)
    found = [reason_for(each, bag) for each in (secret, paused, public, archived)]
    assert found == [Reason.UNKNOWN, Reason.UNKNOWN, Reason.ENDED, Reason.ENDED]


def test_limits_and_first_orders_are_told_to_whoever_may_know():
    bag = basket(line(10000))
    spent = replace(by_code("SPENT", total_limit=3), taken=3)
    mine = replace(by_code("MINE", person_limit=1), taken_by_person=1)
    first = by_code("FIRST", is_first_order=True, person_limit=1)
    assert reason_for(spent, bag) is Reason.USED_UP
    assert reason_for(mine, bag) is Reason.USED_BEFORE
    assert reason_for(first, bag) is None
    assert reason_for(first, replace(bag, has_ordered=True)) is Reason.FIRST_ORDER_ONLY


def test_a_stranger_learns_the_same_of_every_code_that_does_not_count():
    """Unknown, over, paused, another's, below its minimum: one answer, to the letter."""
    guest = basket(line(10000), is_known=False)
    secret = by_code("SECRET", minimum=99900, is_public=False)
    over = by_code("OVER", ends_at=NOW, is_public=False)
    anothers = replace(by_code("OWN"), is_free=False)
    answers = {
        replace(refused, code=None)
        for candidate in (secret, over, anothers)
        for refused in best_discounts([candidate], replace(guest, typed=candidate.code)).refusals
    }
    answers |= {
        replace(refused, code=None)
        for refused in best_discounts([], replace(guest, typed="NOSUCH")).refusals
    }
    (only,) = answers
    assert (only.reason, only.message, only.promotion_id) == (Reason.UNKNOWN, UNKNOWN, None)


def test_who_is_logged_in_learns_what_a_secret_code_is_missing():
    secret = by_code("SECRET", minimum=99900, is_public=False)
    assert reason_for(secret, basket(line(10000))) is Reason.MINIMUM


prices = st.integers(1, 900000)
lines = st.lists(st.builds(line, prices, st.integers(1, 5)), min_size=1, max_size=6)
any_class = st.frozensets(st.sampled_from(Klass))
goods_kinds = st.one_of(
    st.builds(
        by_itself,
        klass=st.sampled_from([Klass.PRODUCT, Klass.ORDER]),
        percent=st.integers(1, 100),
        cap=st.none() | st.integers(1, 200000),
        combines_with=any_class,
    ),
    st.builds(
        by_itself,
        st.just(Kind.FLAT),
        klass=st.sampled_from([Klass.PRODUCT, Klass.ORDER]),
        amount=st.integers(1, 2000000),
        combines_with=any_class,
    ),
    st.builds(
        by_itself,
        st.just(Kind.BUY_X_GET_Y),
        klass=st.just(Klass.PRODUCT),
        buy=st.integers(1, 3),
        get=st.integers(1, 2),
        percent=st.integers(1, 100),
        combines_with=any_class,
    ),
    st.builds(
        by_itself,
        st.just(Kind.FREE_DELIVERY),
        klass=st.just(Klass.SHIPPING),
        combines_with=any_class,
    ),
)


@given(lines, st.lists(goods_kinds, max_size=4))
def test_shares_re_add_and_no_line_goes_below_nothing(
    bag: Sequence[BasketLine], offered: Sequence[Candidate]
):
    found = best_discounts(offered, basket(*bag, delivery=delivery))
    for discount in found.discounts:
        assert discount.klass is Klass.SHIPPING or sum(discount.shares) == discount.amount
    for each, share in zip(bag, found.shares(len(bag)), strict=True):
        assert 0 <= share <= each.total
    assert found.delivery is not None
    assert found.delivery >= 0
    assert found.by_code + without_code(found) == sum(found.shares(len(bag)))


@given(lines, st.lists(goods_kinds, max_size=4))
def test_nobody_pays_more_because_of_promotions(
    bag: Sequence[BasketLine], offered: Sequence[Candidate]
):
    wanted = basket(*bag, delivery=delivery)
    found = best_discounts(offered, wanted)
    assert found.delivery is not None
    to_pay = wanted.goods - sum(found.shares(len(bag))) + found.delivery
    assert to_pay <= wanted.goods + delivery(wanted.goods)
