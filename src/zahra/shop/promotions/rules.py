"""What one promotion takes off a basket's lines. Pure.

Everything is worked out as a part for each line: the parts re-add to the discount by the largest
remainder, and no part is more than its line has left.
"""

from collections.abc import Sequence

from zahra.base.money import Paise, percent_of, split
from zahra.shop.promotions.basket import BasketLine
from zahra.shop.promotions.model import Kind, Klass, Promotion


def covers(promotion: Promotion, line: BasketLine) -> bool:
    """Whether a line is of its categories or products; without any, every line is."""
    if not promotion.categories and not promotion.products:
        return True
    if line.product_id in promotion.products:
        return True
    return any(shelf in promotion.categories for shelf in line.shelves)


def goods_in_scope(promotion: Promotion, lines: Sequence[BasketLine]) -> Paise:
    """What the goods it covers come to at today's prices, which its minimum is held against."""
    return sum(line.total for line in lines if covers(promotion, line))


def pieces_in_scope(promotion: Promotion, lines: Sequence[BasketLine]) -> int:
    """How many pieces it covers."""
    return sum(line.qty for line in lines if covers(promotion, line))


def shares_of(
    promotion: Promotion, lines: Sequence[BasketLine], nets: Sequence[Paise]
) -> tuple[Paise, ...]:
    """What it takes off each line, of which `nets` are left; 0 where it takes nothing."""
    left = [net if covers(promotion, line) else 0 for line, net in zip(lines, nets, strict=True)]
    shares = _uncapped(promotion, lines, left)
    if promotion.cap is None or sum(shares) <= promotion.cap:
        return tuple(shares)
    return tuple(split(promotion.cap, shares))


def off_delivery(promotion: Promotion, price: Paise) -> Paise:
    """What it takes off the price of delivery, never more than that."""
    wanted = price
    if promotion.kind is Kind.PERCENT:
        wanted = percent_of(price, promotion.percent or 0)
    elif promotion.kind is Kind.FLAT:
        wanted = promotion.amount or 0
    return min(price, wanted, promotion.cap if promotion.cap is not None else price)


def dearest_groups(
    prices: Sequence[Paise], qtys: Sequence[int], *, buy: int, get: int
) -> tuple[Paise, list[Paise]]:
    """What is got of buy-X-get-Y at its full price, and the value of each line's pieces in a
    complete group.

    Pieces are grouped from the dearest down and the cheapest of each group are got, so that nobody
    does better by ordering twice.

    >>> dearest_groups([90000, 50000], [2, 2], buy=2, get=1)
    (50000, [180000, 50000])
    """
    pieces = [(-price, at) for at, price in enumerate(prices) for _ in range(qtys[at])]
    pieces.sort()
    size = buy + get
    pieces = pieces[: len(pieces) // size * size]
    values = [0] * len(prices)
    for price, at in pieces:
        values[at] -= price
    got = -sum(price for at, (price, _) in enumerate(pieces) if at % size >= buy)
    return got, values


def _uncapped(
    promotion: Promotion, lines: Sequence[BasketLine], left: Sequence[Paise]
) -> list[Paise]:
    if promotion.kind is Kind.BUY_X_GET_Y:
        return _got(promotion, lines, left)
    if promotion.klass is Klass.PRODUCT:
        return [_off_line(promotion, line.qty, net) for line, net in zip(lines, left, strict=True)]
    whole = sum(left)
    return split(_off_line(promotion, 1, whole), left) if whole else [0] * len(left)


def _off_line(promotion: Promotion, qty: int, net: Paise) -> Paise:
    if promotion.kind is Kind.PERCENT:
        return percent_of(net, promotion.percent or 0)
    return min(net, (promotion.amount or 0) * qty)


def _got(promotion: Promotion, lines: Sequence[BasketLine], left: Sequence[Paise]) -> list[Paise]:
    """Shared over everything in the groups by value: several supplies at one price (CBIC Circular
    92/11/2019-GST, on "buy one get one free"), so that any piece given back gives back its part."""
    qtys = [line.qty if net else 0 for line, net in zip(lines, left, strict=True)]
    prices = [line.unit_price for line in lines]
    got, values = dearest_groups(prices, qtys, buy=promotion.buy or 0, get=promotion.get or 0)
    if not got:
        return [0] * len(left)
    return split(percent_of(got, promotion.percent or 0), values)
