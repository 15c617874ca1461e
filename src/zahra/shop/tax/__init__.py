"""GST: dated rules by HSN and value per piece, computed backwards from prices that include it."""

from zahra.shop.tax.advising import Advice, Netted, advise
from zahra.shop.tax.assessing import assess
from zahra.shop.tax.errors import NoSuccessor, RuleOver, RuleTaken
from zahra.shop.tax.linting import (
    Priced,
    PriceFinding,
    PriceRange,
    dead_zone,
    lint_prices,
    lowered_by,
)
from zahra.shop.tax.model import (
    Assessment,
    Charge,
    ChargeKind,
    ChargePart,
    DatedRule,
    DeadZone,
    Goods,
    NewRule,
    NoTaxRule,
    Rate,
    Seller,
    Supply,
    Taxed,
    TaxRule,
)
from zahra.shop.tax.rules import rate_for, rule_for, supply_between, tax_piece
from zahra.shop.tax.ruling import add_rule, advice_on, end_rule, tax_rules
from zahra.shop.tax.store import rules_on

__all__ = [
    "Advice",
    "Assessment",
    "Charge",
    "ChargeKind",
    "ChargePart",
    "DatedRule",
    "DeadZone",
    "Goods",
    "Netted",
    "NewRule",
    "NoSuccessor",
    "NoTaxRule",
    "PriceFinding",
    "PriceRange",
    "Priced",
    "Rate",
    "RuleOver",
    "RuleTaken",
    "Seller",
    "Supply",
    "TaxRule",
    "Taxed",
    "add_rule",
    "advice_on",
    "advise",
    "assess",
    "dead_zone",
    "end_rule",
    "lint_prices",
    "lowered_by",
    "rate_for",
    "rule_for",
    "rules_on",
    "supply_between",
    "tax_piece",
    "tax_rules",
]
