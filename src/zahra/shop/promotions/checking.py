"""Whether a promotion makes sense as staff describe it. Pure."""

from collections.abc import Iterator
from dataclasses import replace

from zahra.base.errors import Invalid
from zahra.shop.promotions.codes import fold
from zahra.shop.promotions.model import AskedBy, Kind, Klass, NewPromotion

_LABEL_LENGTH = 80
_USUAL = {
    Kind.PERCENT: Klass.ORDER,
    Kind.FLAT: Klass.ORDER,
    Kind.FREE_DELIVERY: Klass.SHIPPING,
    Kind.BUY_X_GET_Y: Klass.PRODUCT,
}
_MOST_PIECES = 20


def checked(new: NewPromotion) -> NewPromotion:
    """The same with its usual class and the code folded. Raises Invalid, naming every field."""
    tidy = replace(
        new,
        label=" ".join(new.label.split()),
        klass=new.klass or _USUAL[new.kind],
        code=fold(new.code) if new.code else None,
        percent=100 if new.kind is Kind.BUY_X_GET_Y and new.percent is None else new.percent,
        person_limit=1 if new.is_first_order and new.person_limit is None else new.person_limit,
    )
    if wrong := dict(_wrong(tidy)):
        raise Invalid(wrong)
    return tidy


def _wrong(new: NewPromotion) -> Iterator[tuple[str, str]]:
    if not 1 <= len(new.label) <= _LABEL_LENGTH or not new.label.isprintable():
        yield "label", f"Use 1 to {_LABEL_LENGTH} letters."
    yield from _wrong_code(new)
    yield from _wrong_sums(new)
    if new.ends_at is not None and new.starts_at is not None and new.ends_at <= new.starts_at:
        yield "endsAt", "It has to end after it begins."
    for path, limit in (("totalLimit", new.total_limit), ("personLimit", new.person_limit)):
        if limit is not None and not 1 <= limit < 2**31:
            yield path, "Use 1 or more."
    if new.is_first_order and new.person_limit != 1:
        yield "personLimit", "A first order comes once."


def _wrong_code(new: NewPromotion) -> Iterator[tuple[str, str]]:
    if new.asked_by is AskedBy.CODE and new.code is None:
        yield "code", "Use 3 to 32 letters and digits."
    elif new.asked_by is not AskedBy.CODE and new.code is not None:
        yield "code", "Only what everybody asks for by one code has a code of its own."


def _wrong_sums(new: NewPromotion) -> Iterator[tuple[str, str]]:
    takes_percent = new.kind in (Kind.PERCENT, Kind.BUY_X_GET_Y)
    if takes_percent != (new.percent is not None):
        yield "percent", "Say how much percent." if takes_percent else "This has no percent."
    elif new.percent is not None and not 1 <= new.percent <= 100:
        yield "percent", "Use 1 to 100."
    if (new.kind is Kind.FLAT) != (new.amount is not None):
        said = "Say how much." if new.kind is Kind.FLAT else "This has no amount."
        yield "amount", said
    for path, sum_ in (("amount", new.amount), ("cap", new.cap)):
        if sum_ is not None and not 0 < sum_ < 10**12:
            yield path, "Use an amount above nothing."
    if not 0 <= new.minimum < 10**12:
        yield "minimum", "Use an amount of nothing or more."
    yield from _wrong_pieces(new)


def _wrong_pieces(new: NewPromotion) -> Iterator[tuple[str, str]]:
    is_pieces = new.kind is Kind.BUY_X_GET_Y
    for path, count in (("buy", new.buy), ("get", new.get)):
        if is_pieces != (count is not None):
            yield path, "Say how many." if is_pieces else "This has no pieces."
        elif count is not None and not 1 <= count <= _MOST_PIECES:
            yield path, f"Use 1 to {_MOST_PIECES}."
    if is_pieces and new.klass is not Klass.PRODUCT:
        yield "class", "Buying some and getting some is of the class product."
    if new.kind is Kind.FREE_DELIVERY and new.klass is not Klass.SHIPPING:
        yield "class", "Free delivery is of the class shipping."
