"""What every part of the simulator works at: the books, the clock, the settings, the dice."""

import asyncio
import hashlib
import hmac
import secrets
import string
from collections import Counter
from collections.abc import Callable

from zahra.simulator.books import Books, Thing
from zahra.simulator.clock import Clock
from zahra.simulator.settings import SimulatorSettings

_BASE62 = string.digits + string.ascii_uppercase + string.ascii_lowercase

Happening = Callable[["Desk", Thing], object]
SWITCHES = {"low_balance": False, "refunds_fail": False, "unique_receipts": True}


class Desk:
    def __init__(self, settings: SimulatorSettings) -> None:
        self.settings = settings
        self.books = Books(settings.data_dir)
        self.clock = Clock(self.books)
        self.wake = asyncio.Event()  # set when there may be something to deliver
        self.requests: Counter[str] = Counter()
        self.later: dict[tuple[str, str], Happening] = {}  # of the other gateways, by what is due
        self.refunding: set[str] = set()  # idempotency keys in flight
        self._seed = self._kept_seed(settings.seed)

    @property
    def seed(self) -> int:
        return self._seed

    def new_id(self, prefix: str) -> str:
        """The next id: the prefix and 14 characters that follow from the seed."""
        number, body = int.from_bytes(self._roll(prefix)[:16]), ""
        for _ in range(14):
            number, digit = divmod(number, 62)
            body += _BASE62[digit]
        return f"{prefix}_{body}" if prefix else body

    def chance(self) -> float:
        """The next throw of the dice, from 0 up to 1."""
        return int.from_bytes(self._roll("chance")[:6]) / 2**48

    def switch(self, name: str) -> bool:
        return bool(self.books.fact(f"switch:{name}", SWITCHES[name]))

    def signature(self, order_id: str, payment_id: str) -> str:
        """What proves a browser's return: HMAC-SHA256 of `order|payment` by the key secret."""
        message = f"{order_id}|{payment_id}".encode()
        return hmac.new(self.settings.key_secret.encode(), message, hashlib.sha256).hexdigest()

    def start_over(self, seed: int | None) -> None:
        """Empty books; the same seed again unless another is given."""
        seed = self._seed if seed is None else seed
        with self.books.writing():
            self.books.wipe()
            self._seed = self._kept_seed(seed)
            self.clock.read_offset()
        self.requests.clear()
        self.refunding.clear()

    def _kept_seed(self, wanted: int | None) -> int:
        kept = self.books.fact("seed")
        seed = wanted if wanted is not None else kept
        if seed is None:
            seed = secrets.randbelow(2**31)
        if seed != kept:
            self.books.remember("seed", seed)
        return int(seed)

    def _roll(self, what: str) -> bytes:
        count = int(self.books.fact(f"count:{what}", 0)) + 1
        self.books.remember(f"count:{what}", count)
        return hashlib.sha256(f"{self._seed}:{what}:{count}".encode()).digest()
