"""The tax of a whole cart or order: goods piece by piece, then what is charged beside them. Pure.

Freight and fees follow the goods they come with (CGST Act s. 15(2)(c)): a charge is shared over
the rates of the goods by what they cost, and each share is taxed as one amount.
"""

from collections.abc import Sequence

from zahra.base.money import Paise, split
from zahra.shop.tax.model import Assessment, Charge, ChargePart, Goods, Supply, Taxed, TaxRule
from zahra.shop.tax.rules import rate_for, tax_piece


def assess(
    rules: Sequence[TaxRule],
    supply: Supply,
    goods: Sequence[Goods],
    charges: Sequence[Charge],
) -> Assessment:
    """Tax every piece and every charge. Charges without goods are a mistake (ValueError).

    A line is split over its pieces, a charge over the rates (lowest first), by the largest
    remainder. A charge of nothing is no supply and leaves no part. Raises NoTaxRule.
    """
    lines = tuple(_pieces(rules, supply, each) for each in goods)
    nets = _net_by_rate(lines)
    parts = [part for charge in charges for part in _shares(charge, nets, supply)]
    return Assessment(supply, lines, tuple(parts))


def _pieces(rules: Sequence[TaxRule], supply: Supply, goods: Goods) -> tuple[Taxed, ...]:
    return tuple(
        tax_piece(net, rate_for(rules, goods.hsn, net).percent, supply)
        for net in split(goods.net, [1] * goods.qty)
    )


def _net_by_rate(lines: Sequence[Sequence[Taxed]]) -> dict[int, Paise]:
    nets: dict[int, Paise] = {}
    for pieces in lines:
        for piece in pieces:
            nets[piece.rate] = nets.get(piece.rate, 0) + piece.net
    return dict(sorted(nets.items()))


def _shares(charge: Charge, nets: dict[int, Paise], supply: Supply) -> list[ChargePart]:
    shares = zip(nets, split(charge.net, list(nets.values())), strict=True)
    return [ChargePart(charge.kind, tax_piece(net, rate, supply)) for rate, net in shares if net]
