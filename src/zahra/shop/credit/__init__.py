"""Store credit: money of a buyer's that the shop keeps, in a ledger that only grows."""

from zahra.shop.credit.errors import CreditLeft, CreditTooLow
from zahra.shop.credit.keeping import balance, give, give_up, history, spend
from zahra.shop.credit.model import Cause, Entry, History
from zahra.shop.credit.rules import LEAST_ONLINE, usable
from zahra.shop.credit.telling import told_about

__all__ = [
    "LEAST_ONLINE",
    "Cause",
    "CreditLeft",
    "CreditTooLow",
    "Entry",
    "History",
    "balance",
    "give",
    "give_up",
    "history",
    "spend",
    "told_about",
    "usable",
]
