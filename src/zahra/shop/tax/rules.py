"""Which tax, at which rate, and how an amount that includes it is taken apart. Pure.

Sources: Notification 9/2025-Central Tax (Rate) for slabs by value per piece, IGST Act s. 10(1)(ca)
for the place of supply, UTGST Act 2017 s. 1(2) for the union territories that levy it.
"""

from collections.abc import Sequence

from zahra.base.money import Paise, half_up
from zahra.shop.tax.model import NoTaxRule, Rate, Supply, Taxed, TaxRule

# Chandigarh, Dadra & Nagar Haveli and Daman & Diu, Lakshadweep, Andaman & Nicobar, Ladakh.
# Delhi, Puducherry and Jammu & Kashmir have legislatures of their own, so SGST.
_LEVY_UTGST = frozenset({"04", "26", "31", "35", "38"})


def supply_between(seller_state: str, place_of_supply: str) -> Supply:
    """How goods sent from one state to another are taxed; both are GST state codes.

    >>> supply_between("08", "08"), supply_between("08", "27"), supply_between("04", "04")
    (<Supply.INTRA: 'intra'>, <Supply.INTER: 'inter'>, <Supply.INTRA_UT: 'intra_ut'>)
    """
    if seller_state != place_of_supply:
        return Supply.INTER
    return Supply.INTRA_UT if place_of_supply in _LEVY_UTGST else Supply.INTRA


def rule_for(rules: Sequence[TaxRule], hsn: str) -> TaxRule | None:
    """The rule with the longest prefix of this HSN."""
    fitting = [rule for rule in rules if hsn.startswith(rule.hsn_prefix)]
    return max(fitting, key=lambda rule: len(rule.hsn_prefix), default=None)


def rate_for(rules: Sequence[TaxRule], hsn: str, net_piece: Paise) -> Rate:
    """The rate of one piece that costs `net_piece`, GST included, after every discount.

    The value without GST decides, compared exactly: the low rate holds where taking it out leaves
    the threshold or less. Raises NoTaxRule.

    >>> kurtas = [TaxRule("Woven apparel", "62", 250000, 5, 18)]
    >>> [rate_for(kurtas, "6211", net).percent for net in (262500, 262501, 295001)]
    [5, 18, 18]
    >>> [rate_for(kurtas, "6211", net).is_dead_zone for net in (262500, 262501, 295000, 295001)]
    [False, True, True, False]
    """
    if (rule := rule_for(rules, hsn)) is None:
        raise NoTaxRule(hsn)
    if rule.threshold is None or net_piece * 100 <= rule.threshold * (100 + rule.rate_low):
        return Rate(rule.rate_low, rule.name)
    in_dead_zone = net_piece * 100 <= rule.threshold * (100 + rule.rate_high)
    return Rate(rule.rate_high, rule.name, is_dead_zone=in_dead_zone)


def tax_piece(net: Paise, rate: int, supply: Supply) -> Taxed:
    """Take the tax out of an amount that includes it.

    Within a state half the tax is rounded (half up) and taken twice, so that CGST equals SGST and
    the parts re-add; between states the taxable value is rounded and IGST is the rest. The two
    taxable values may differ by a paisa.

    >>> tax_piece(99900, 5, Supply.INTRA)
    Taxed(net=99900, rate=5, taxable=95142, cgst=2379, sgst=2379, utgst=0, igst=0)
    >>> tax_piece(99900, 5, Supply.INTER)
    Taxed(net=99900, rate=5, taxable=95143, cgst=0, sgst=0, utgst=0, igst=4757)
    """
    if supply is Supply.INTER:
        taxable = half_up(net * 100, 100 + rate)
        return Taxed(net, rate, taxable, igst=net - taxable)
    half = half_up(net * rate, 2 * (100 + rate))
    if supply is Supply.INTRA_UT:
        return Taxed(net, rate, net - 2 * half, cgst=half, utgst=half)
    return Taxed(net, rate, net - 2 * half, cgst=half, sgst=half)
