"""Numbers that may have changed hands: telling them, and beginning afresh with one."""

from zahra.shop.identity.claims.starting_afresh import StartingAfresh, start_afresh

__all__ = [
    "StartingAfresh",
    "start_afresh",
]
