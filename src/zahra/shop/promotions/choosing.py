"""Which promotions count for a basket: one function for the bag, the order and the preview. Pure.

Of those that may count, every set that goes together is tried, and the one that costs the shopper
least is taken. A line has at most one discount of the class product, the goods one of the class
order, the delivery one; across classes both have to allow the other. Promotions of a higher
priority decide among themselves first, whatever that means for those below.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import combinations

from zahra.base.money import Paise
from zahra.shop.promotions.basket import Basket, Candidate, Discount, Evaluation, Reason, Refusal
from zahra.shop.promotions.conditions import (
    as_told,
    is_asked_for,
    nobody_knows,
    refusal,
    why_not,
)
from zahra.shop.promotions.model import Klass
from zahra.shop.promotions.rules import covers, off_delivery, shares_of

MOST = 6  # so many are tried in every set; of more, those that take off most on their own


def best_discounts(candidates: Sequence[Candidate], basket: Basket) -> Evaluation:
    """What counts for the basket now, and why the rest of what was asked for does not."""
    basket = replace(basket, delivery=cache(basket.delivery))
    refused: list[Refusal] = []
    fitting: list[Candidate] = []
    for candidate in sorted(candidates, key=lambda each: each.promotion.id):
        if not is_asked_for(candidate, basket):
            continue
        if (said := why_not(candidate, basket)) is None:
            fitting.append(candidate)
        else:
            refused.append(as_told(said, candidate, basket))
    best = _best_of(_strongest(fitting, basket), basket)
    counting = {discount.promotion_id for discount in best.discounts}
    outdone = [each for each in fitting if each.promotion.id not in counting]
    refused += [refusal(each, _why_outdone(each, basket), basket) for each in outdone]
    if basket.typed and all(basket.typed != each.code for each in candidates):
        refused.append(nobody_knows(basket.typed))
    return replace(best, refusals=tuple(refused))


def _strongest(fitting: list[Candidate], basket: Basket) -> list[Candidate]:
    """Few enough to try them in every set, in the order of their ids."""
    if len(fitting) <= MOST:
        return fitting

    def strength(candidate: Candidate) -> tuple[int, Paise]:
        return -candidate.promotion.priority, _to_pay(_together([candidate], basket), basket)

    kept = sorted(fitting, key=strength)[:MOST]
    return [each for each in fitting if each in kept]


def _best_of(fitting: Sequence[Candidate], basket: Basket) -> Evaluation:
    """What the set takes off that costs least; of several the larger, then the earlier one."""
    levels = sorted({each.promotion.priority for each in fitting}, reverse=True)

    def cost(tried: Sequence[Candidate]) -> tuple[list[Paise], int]:
        above = ([each for each in tried if each.promotion.priority >= at] for at in levels)
        return [_to_pay(_together(each, basket), basket) for each in above], -len(tried)

    return _together(min(_sets(fitting), key=cost), basket)


def _sets(fitting: Sequence[Candidate]) -> Iterator[Sequence[Candidate]]:
    """Every set that goes together, the empty one too."""
    for size in range(len(fitting) + 1):
        for tried in combinations(fitting, size):
            if all(_go_together(one, other) for one, other in combinations(tried, 2)):
                yield tried


def _go_together(one: Candidate, other: Candidate) -> bool:
    a, b = one.promotion, other.promotion
    if a.klass is b.klass:
        return a.klass is Klass.PRODUCT
    return b.klass in a.combines_with and a.klass in b.combines_with


def _together(tried: Sequence[Candidate], basket: Basket) -> Evaluation:
    """What these take off: line by line, then off the goods, then off the delivery."""
    found: list[Discount] = []
    for candidate in _line_by_line(tried, basket):
        found += _off_goods(candidate, basket, _untouched(basket, found))
    for candidate in _of_class(tried, Klass.ORDER):
        found += _off_goods(candidate, basket, _left(basket, found))
    delivery = basket.delivery(sum(_left(basket, found)))
    for candidate in _of_class(tried, Klass.SHIPPING):
        off = off_delivery(candidate.promotion, delivery or 0)
        if off or delivery is None:
            found.append(_discount(candidate, off, ()))
        delivery = None if delivery is None else delivery - off
    return Evaluation(tuple(found), (), delivery)


def _of_class(tried: Sequence[Candidate], klass: Klass) -> list[Candidate]:
    return [each for each in tried if each.promotion.klass is klass]


def _line_by_line(tried: Sequence[Candidate], basket: Basket) -> list[Candidate]:
    """Those off lines. A line that several would cover has the one of the highest priority, then
    the one that covers fewest lines: a wider one still has the others."""

    def turn(candidate: Candidate) -> tuple[int, int]:
        promotion = candidate.promotion
        return -promotion.priority, sum(covers(promotion, line) for line in basket.lines)

    return sorted(_of_class(tried, Klass.PRODUCT), key=turn)


def _untouched(basket: Basket, found: Sequence[Discount]) -> list[Paise]:
    """What each line costs that no discount has touched; 0 for the others."""
    nets = [line.total for line in basket.lines]
    return [0 if any(d.shares[at] for d in found) else net for at, net in enumerate(nets)]


def _left(basket: Basket, found: Sequence[Discount]) -> list[Paise]:
    """What each line costs after these discounts."""
    taken = Evaluation(tuple(found)).shares(len(basket.lines))
    return [line.total - off for line, off in zip(basket.lines, taken, strict=True)]


def _off_goods(candidate: Candidate, basket: Basket, nets: Sequence[Paise]) -> Iterator[Discount]:
    shares = shares_of(candidate.promotion, basket.lines, nets)
    if any(shares):
        yield _discount(candidate, sum(shares), shares)


def _discount(candidate: Candidate, amount: Paise, shares: tuple[Paise, ...]) -> Discount:
    promotion = candidate.promotion
    code = None if promotion.is_automatic else candidate.code
    return Discount(promotion.id, promotion.klass, code, promotion.label, amount, shares)


def _to_pay(found: Evaluation, basket: Basket) -> Paise:
    return sum(_left(basket, found.discounts)) + (found.delivery or 0)


def _why_outdone(candidate: Candidate, basket: Basket) -> Reason:
    alone = _together([candidate], basket)
    if candidate.promotion.klass is Klass.SHIPPING and not alone.discounts:
        return Reason.DELIVERY_IS_FREE
    return Reason.BETTER_OFFER
