"""The one order in which row locks are taken, so that no two transactions wait for each other."""

from enum import IntEnum


class Rank(IntEnum):
    """Lower ranks are locked first. Inside a rank, rows are taken all at once, in id order."""

    CART = 1
    ORDER = 2
    PAYMENT = 3
    COUPON = 4
    STOCK = 5
    STORE_CREDIT = 6
    INVOICE_COUNTER = 7


class LockOrderBroken(AssertionError):
    """A row was locked after a row of a later rank: a deadlock waiting for its day."""


class LockOrder:
    """What one transaction has locked so far."""

    __slots__ = ("_latest",)

    def __init__(self) -> None:
        self._latest: Rank | None = None

    @property
    def latest(self) -> Rank | None:
        """The latest rank that is held."""
        return self._latest

    def give_back_to(self, rank: Rank | None) -> None:
        """Forget what was locked since `rank` was the latest: it has been undone."""
        self._latest = rank

    def take(self, rank: Rank) -> None:
        """Note a lock of `rank`. Raises LockOrderBroken when a later rank is already held."""
        if self._latest is not None and rank < self._latest:
            raise LockOrderBroken(f"{rank.name} locked after {self._latest.name}")
        self._latest = rank
