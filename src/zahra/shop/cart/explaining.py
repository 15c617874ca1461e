"""Why a cart costs what it costs: the trail from MRP to the last paisa of tax. Pure.

Nothing is reckoned anew: what stands in the cart is taken apart, piece by piece, so that the
explanation cannot disagree with the bill.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from zahra.base.money import Paise
from zahra.shop import tax
from zahra.shop.cart.discounting import GST_SLAB
from zahra.shop.cart.model import Cart, Item
from zahra.shop.promotions import Discount

PROMOTION, COUPON, SLAB = "promotion", "coupon", "gst_slab"


@dataclass(frozen=True, slots=True)
class TakenOff:
    """A discount on one piece: by a promotion, by a code, or to the edge of a GST slab."""

    source: str
    amount: Paise
    code: str | None = None


@dataclass(frozen=True, slots=True)
class ExplainedPiece:
    """One piece: price less discounts is `taxed.net`, and `rule` gave it its rate."""

    mrp: Paise
    price: Paise
    discounts: tuple[TakenOff, ...]
    rule: str
    taxed: tax.Taxed


@dataclass(frozen=True, slots=True)
class ExplainedLine:
    """A line that is for sale, piece by piece."""

    item_id: UUID
    sku: str
    hsn: str
    qty: int
    pieces: tuple[ExplainedPiece, ...]


@dataclass(frozen=True, slots=True)
class ExplainedCharge:
    """What is charged beside the goods, by the rates of the goods; None: not known yet."""

    kind: tax.ChargeKind
    charge: Paise | None
    parts: tuple[tax.Taxed, ...]


@dataclass(frozen=True, slots=True)
class ExplainedTotals:
    """`discount` is all that is off MRP; taxable value and taxes re-add to `total`."""

    discount: Paise
    taxable: Paise
    cgst: Paise
    sgst: Paise
    utgst: Paise
    igst: Paise
    total: Paise


@dataclass(frozen=True, slots=True)
class Explanation:
    """The whole trail."""

    place_of_supply: str
    is_intra_state: bool
    lines: tuple[ExplainedLine, ...]
    shipping: ExplainedCharge
    fees: tuple[ExplainedCharge, ...]
    totals: ExplainedTotals


def explain(cart: Cart) -> Explanation:
    """The trail of a cart as it stands."""
    bought = [item for item in cart.items if item.is_for_sale]
    totals = cart.totals
    return Explanation(
        place_of_supply=cart.place_of_supply,
        is_intra_state=cart.assessment.supply is not tax.Supply.INTER,
        lines=tuple(_line(cart, at, item) for at, item in enumerate(bought)),
        shipping=_charge(cart, tax.ChargeKind.SHIPPING, totals.shipping),
        fees=(_charge(cart, tax.ChargeKind.COD_FEE, totals.cod_fee),) if totals.cod_fee else (),
        totals=_totals(cart),
    )


def shared_out(shares: Sequence[Paise], rows: Sequence[Paise]) -> list[list[Paise]]:
    """Discounts of a line given to its pieces: `rows` are what came off each piece, `shares` what
    each discount took off the line, and both re-add. Rows differ by a paisa at most.

    >>> shared_out([10, 5], [8, 7])
    [[5, 3], [5, 2]]
    """
    table = [[share // len(rows) for share in shares] for _ in rows]
    for column, share in enumerate(shares):
        missing = [wanted - sum(got) for wanted, got in zip(rows, table, strict=True)]
        neediest = sorted(enumerate(missing), key=lambda row: -row[1])
        for at, _ in neediest[: share % len(rows)]:
            table[at][column] += 1
    return table


def _line(cart: Cart, at: int, item: Item) -> ExplainedLine:
    taxed, rates = cart.assessment.lines[at], cart.assessment.rates[at]
    discounts = _discounts_of(cart, at)
    off = [item.unit_price - piece.net for piece in taxed]
    amounts = shared_out([each.amount for each in discounts], off)
    pieces = [
        ExplainedPiece(
            mrp=item.variant.mrp,
            price=item.unit_price,
            discounts=tuple(
                TakenOff(each.source, amount, each.code)
                for each, amount in zip(discounts, row, strict=True)
                if amount
            ),
            rule=rate.rule,
            taxed=piece,
        )
        for piece, rate, row in zip(taxed, rates, amounts, strict=True)
    ]
    return ExplainedLine(item.id, item.variant.sku, item.variant.hsn, item.qty, tuple(pieces))


def _discounts_of(cart: Cart, at: int) -> list[TakenOff]:
    """What came off the whole line, by what."""
    return [
        TakenOff(_source(each), each.shares[at], each.code)
        for each in cart.discounts
        if each.shares
    ]


def _source(discount: Discount) -> str:
    if discount.promotion_id == GST_SLAB:
        return SLAB
    return COUPON if discount.code else PROMOTION


def _charge(cart: Cart, kind: tax.ChargeKind, charge: Paise | None) -> ExplainedCharge:
    parts = (part.taxed for part in cart.assessment.charges if part.kind is kind)
    return ExplainedCharge(kind, charge, tuple(parts))


def _totals(cart: Cart) -> ExplainedTotals:
    amounts = list(cart.assessment.amounts())
    return ExplainedTotals(
        discount=cart.totals.discount + cart.totals.coupon_discount,
        taxable=sum(each.taxable for each in amounts),
        cgst=sum(each.cgst for each in amounts),
        sgst=sum(each.sgst for each in amounts),
        utgst=sum(each.utgst for each in amounts),
        igst=sum(each.igst for each in amounts),
        total=cart.totals.total,
    )
