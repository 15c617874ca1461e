"""GST: dated rules by HSN and value per piece, computed backwards from prices that include it."""

from zahra.shop.tax.assessing import assess
from zahra.shop.tax.model import (
    Assessment,
    Charge,
    ChargeKind,
    ChargePart,
    DeadZone,
    Goods,
    NoTaxRule,
    Rate,
    Seller,
    Supply,
    Taxed,
    TaxRule,
)
from zahra.shop.tax.rules import rate_for, rule_for, supply_between, tax_piece
from zahra.shop.tax.store import rules_on

__all__ = [
    "Assessment",
    "Charge",
    "ChargeKind",
    "ChargePart",
    "DeadZone",
    "Goods",
    "NoTaxRule",
    "Rate",
    "Seller",
    "Supply",
    "TaxRule",
    "Taxed",
    "assess",
    "rate_for",
    "rule_for",
    "rules_on",
    "supply_between",
    "tax_piece",
]
