"""What people may ask of what the shop knows of them: a copy of it, and that it be forgotten.

It asks every package that holds personal data for its own part and touches no table of theirs.
"""

from zahra.shop.privacy import jobs
from zahra.shop.privacy.erasing import erase_me
from zahra.shop.privacy.errors import OrdersUnderWay, PayoutsWaiting
from zahra.shop.privacy.exporting import ask_export, export_of, latest_export
from zahra.shop.privacy.model import Export

__all__ = [
    "Export",
    "OrdersUnderWay",
    "PayoutsWaiting",
    "ask_export",
    "erase_me",
    "export_of",
    "jobs",
    "latest_export",
]
