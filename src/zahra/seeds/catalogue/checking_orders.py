"""What must hold of the past orders: people, goods and days that were there to order from."""

from collections import Counter
from collections.abc import Iterator

from .contents import Catalogue
from .goods import Style
from .story import Ending, Journey, Method, OrderLine, PastOrder, Shopper

_BY_METHOD = {
    Method.COD: {Ending.PLACED_COD},
    Method.RAZORPAY: set(Ending) - {Ending.PLACED_COD},
}
_PLACED = {Ending.PLACED_PAID, Ending.PLACED_AFTER_RETRY, Ending.PLACED_COD, Ending.PARTLY_REFUNDED}
_DAYS_UNTIL = {
    Journey.NONE: 0,
    Journey.CANCELLED: 1,
    Journey.SENT: 3,
    Journey.DELIVERED: 5,
    Journey.CAME_BACK: 14,
}


def mistakes_in_orders(catalogue: Catalogue) -> Iterator[str]:
    """Every mistake in the past orders, each a sentence that names the order or the goods."""
    shoppers = {shopper.key: shopper for shopper in catalogue.shoppers}
    styles = {style.slug: style for style in catalogue.styles}
    for order in catalogue.orders:
        mistakes = [
            *_mistakes_in_person(order, shoppers.get(order.shopper)),
            *_mistakes_in_payment(order),
            *(said for line in order.lines for said in _mistakes_in_line(order, line, styles)),
        ]
        yield from (f"Order {order.key}: {mistake}." for mistake in mistakes)
    yield from _oversold(catalogue.orders, styles)


def _mistakes_in_person(order: PastOrder, shopper: Shopper | None) -> Iterator[str]:
    if shopper is None:
        yield f"the shopper {order.shopper} does not exist"
        return
    if not 0 <= order.address < len(shopper.addresses):
        yield f"{order.shopper} has no address {order.address}"
    if order.days_ago > shopper.joined_days_ago:
        yield f"{order.shopper} had not joined yet"


def _mistakes_in_payment(order: PastOrder) -> Iterator[str]:
    if order.ending not in _BY_METHOD[order.method]:
        yield f"a {order.method} order cannot end as {order.ending}"
    if (order.method is Method.COD) == bool(order.instrument):
        yield "prepaid orders, and only they, name an instrument"
    if order.journey is not Journey.NONE and order.ending not in _PLACED:
        yield "only what was placed goes anywhere"
    if order.days_ago < _DAYS_UNTIL[order.journey]:
        yield f"it cannot have been {order.journey} yet"
    if (order.at is None) == (order.minutes_ago == 0):
        yield "it says either at what time or how many minutes ago"


def _mistakes_in_line(order: PastOrder, line: OrderLine, styles: dict[str, Style]) -> Iterator[str]:
    style = styles.get(line.style)
    if style is None or _pieces(style, line) is None:
        yield f"{line.style} {line.colour} {line.size} does not exist"
    elif order.days_ago > style.published_days_ago:
        yield f"{line.style} was not published yet"


def _oversold(orders: tuple[PastOrder, ...], styles: dict[str, Style]) -> Iterator[str]:
    wanted: Counter[tuple[str, str, str]] = Counter()
    for order in orders:
        for line in order.lines:
            wanted[line.style, line.colour, line.size] += line.qty
    for (slug, colour, size), pieces in wanted.items():
        there = _pieces(styles[slug], OrderLine(slug, colour, size)) if slug in styles else None
        if there is not None and pieces > there:
            yield f"The orders take {pieces} of {slug} {colour} {size}, and there are {there}."


def _pieces(style: Style, line: OrderLine) -> int | None:
    colour = next((each for each in style.colours if each.slug == line.colour), None)
    return colour.stock.get(line.size) if colour else None
