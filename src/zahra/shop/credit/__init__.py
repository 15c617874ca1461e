"""Store credit: money of a buyer's that the shop keeps, in a ledger that only grows."""

from zahra.shop.credit.errors import CreditTooLow
from zahra.shop.credit.keeping import balance, give, history, spend
from zahra.shop.credit.model import Cause, Entry, History
from zahra.shop.credit.telling import told_about

__all__ = [
    "Cause",
    "CreditTooLow",
    "Entry",
    "History",
    "balance",
    "give",
    "history",
    "spend",
    "told_about",
]
