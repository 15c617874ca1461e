"""Stretching passwords with argon2id, and never more of them at once than this machine takes.

One check costs some 25 ms of a core and 19 MiB: an open door for whoever wants to keep the shop
busy. So it happens in as many threads as there are cores, behind a queue that soon says "busy".

The figures are the least that OWASP's Password Storage Cheat Sheet allows (m = 19 MiB, t = 2,
p = 1). A hash says what it was made with: they can be raised, and older hashes are renewed when
their owners log in.
"""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from zahra.shop.identity.passwords.rules import normal
from zahra.shop.identity.passwords.threads import Threads

_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
# Of 32 random bytes that nobody kept. It is checked where there is nothing to check, so that an
# unknown name costs what a known one does.
NOBODYS = (
    "$argon2id$v=19$m=19456,t=2,p=1$iiTL2PTR4Icong1tyy/r9g"
    "$5fXc0zr9gYd+YFnBnQHJGos0de8z8dkW+xXBgQmUwRA"
)


async def stretch(password: str) -> str:
    """The argon2id string of a password that keeps the rules. Raises PasswordsBusy."""
    return await _threads().do(lambda: _HASHER.hash(_bytes(password)))


async def is_right(password: str, stretched: str | None) -> bool:
    """Whether this password was stretched to that; no where there is none. Raises PasswordsBusy.

    Costs one stretching whatever the answer is.
    """
    against = stretched or NOBODYS
    is_same = await _threads().do(lambda: _matches(against, _bytes(password)))
    return is_same and stretched is not None


def must_have_room() -> None:
    """Raise PasswordsBusy if there is no room for one more, before anything is counted or read."""
    _threads().must_have_room()


def is_outdated(stretched: str) -> bool:
    """Whether it was made with other figures than today's."""
    return _HASHER.check_needs_rehash(stretched)


def _bytes(password: str) -> bytes:
    """What is too long ever to have been accepted is nothing, which nobody's password is."""
    return (normal(password) or "").encode(errors="replace")


def _matches(stretched: str, password: bytes) -> bool:
    try:
        return _HASHER.verify(stretched, password)
    except VerifyMismatchError:
        return False


@cache
def _threads() -> Threads:
    """One set for each process: what is bounded is the machine."""
    return Threads("passwords")
