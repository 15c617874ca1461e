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
    nets = [split(each.net, [1] * each.qty) for each in goods]
    rates = tuple(
        tuple(rate_for(rules, each.hsn, net) for net in pieces)
        for each, pieces in zip(goods, nets, strict=True)
    )
    lines = tuple(
        tuple(tax_piece(net, rate.percent, supply) for net, rate in zip(*both, strict=True))
        for both in zip(nets, rates, strict=True)
    )
    by_rate = _net_by_rate(lines)
    parts = [part for charge in charges for part in _shares(charge, by_rate, supply)]
    return Assessment(supply, lines, tuple(parts), rates)


def _net_by_rate(lines: Sequence[Sequence[Taxed]]) -> dict[int, Paise]:
    nets: dict[int, Paise] = {}
    for pieces in lines:
        for piece in pieces:
            nets[piece.rate] = nets.get(piece.rate, 0) + piece.net
    return dict(sorted(nets.items()))


def _shares(charge: Charge, nets: dict[int, Paise], supply: Supply) -> list[ChargePart]:
    shares = zip(nets, split(charge.net, list(nets.values())), strict=True)
    return [ChargePart(charge.kind, tax_piece(net, rate, supply)) for rate, net in shares if net]
