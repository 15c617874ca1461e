"""Disputes: a payer's bank wants money back. A record with a life of its own, for each.

`orders` holds the order's lock while one changes, and decides what is held back meanwhile.
"""

from zahra.shop.disputes.applying import Applied, apply_dispute
from zahra.shop.disputes.listing import dispute, disputes_list
from zahra.shop.disputes.model import Dispute
from zahra.shop.disputes.provider import DisputeFact, Disputing
from zahra.shop.disputes.states import DISPUTE_LIFE, DisputeEvent, DisputePhase, DisputeState
from zahra.shop.disputes.store import Undecided, dispute_named, disputes_of_order, undecided

__all__ = [
    "DISPUTE_LIFE",
    "Applied",
    "Dispute",
    "DisputeEvent",
    "DisputeFact",
    "DisputePhase",
    "DisputeState",
    "Disputing",
    "Undecided",
    "apply_dispute",
    "dispute",
    "dispute_named",
    "disputes_list",
    "disputes_of_order",
    "undecided",
]
