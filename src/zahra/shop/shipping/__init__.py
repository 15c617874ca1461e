"""Where the shop delivers, by which method, for how much and by when."""

from zahra.shop.shipping.model import CodTerms, Method, Offer, Serviceability
from zahra.shop.shipping.offering import offers_for, serviceability
from zahra.shop.shipping.rules import check_pincode, offers, promised_day, why_not

__all__ = [
    "CodTerms",
    "Method",
    "Offer",
    "Serviceability",
    "check_pincode",
    "offers",
    "offers_for",
    "promised_day",
    "serviceability",
    "why_not",
]
