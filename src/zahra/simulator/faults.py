"""What goes wrong on purpose: rules over API calls and webhooks, kept in the books.

A rule names what it falls on (`POST /v1/orders`, `POST /v1/payments/*/refund`, or an event such as
`payment.*`), what happens, how often and how likely. Chances come from the desk's dice, so the
same seed and the same calls give the same faults.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from fnmatch import fnmatchcase
from typing import Any

from zahra.simulator.desk import Desk

ANSWERS = ("latency", "hang", "cut", "429", "500", "502", "503", "malformed", "drip")
DELIVERIES = (
    "drop",
    "delay",
    "duplicate",
    "reorder",
    "tamper",
    "wrong_secret",
    "old_secret",
    "no_created_at",
    "unknown_event",
    "early",
)


@dataclass(frozen=True, slots=True)
class Fault:
    on: str
    what: str
    times: int | None = None  # None: until the faults are cleared
    chance: float = 1.0
    seconds: float = 30.0  # of latency, hanging, dripping, delay, reordering
    copies: int = 1  # more of a duplicated event
    acts: bool | None = None  # whether the call is carried out; None: what is usual

    @property
    def is_carried_out(self) -> bool:
        """Whether the operation happens although its answer is spoilt."""
        return self.what in ("latency", "malformed", "drip") if self.acts is None else self.acts


def read_fault(said: Mapping[str, Any]) -> Fault:
    """A rule from JSON. Raises ValueError for one that could never fire."""
    known = {field.name for field in fields(Fault)}
    if not set(said) <= known or not {"on", "what"} <= set(said):
        raise ValueError(f"a fault has {', '.join(sorted(known))}; `on` and `what` are required")
    fault = Fault(**said)
    if fault.what not in (ANSWERS if "/" in fault.on else DELIVERIES):
        raise ValueError(f"no such fault of {fault.on}: {fault.what}")
    return fault


def as_json(fault: Fault) -> dict[str, Any]:
    return asdict(fault)


def standing(desk: Desk) -> list[Fault]:
    return [Fault(**rule) for rule in desk.books.fact("faults", [])]


def set_standing(desk: Desk, faults: list[Fault]) -> None:
    desk.books.remember("faults", [as_json(fault) for fault in faults])


def take(desk: Desk, happening: str) -> list[Fault]:
    """The rules that strike this call or event now, in order; each counts down."""
    struck: list[Fault] = []
    left: list[Fault] = []
    for fault in standing(desk):
        strikes = _is_about(fault, happening) and _is_drawn(desk, fault)
        if strikes:
            struck.append(fault)
        left.extend(_after(fault) if strikes else [fault])
    if struck:
        set_standing(desk, left)
    return struck


def _is_about(fault: Fault, happening: str) -> bool:
    """Rules with a slash are about calls, those without about events: `*` is every event."""
    return ("/" in fault.on) == ("/" in happening) and fnmatchcase(happening, fault.on)


def _is_drawn(desk: Desk, fault: Fault) -> bool:
    return fault.chance >= 1 or desk.chance() < fault.chance


def _after(fault: Fault) -> list[Fault]:
    if fault.times is None:
        return [fault]
    return [replace(fault, times=fault.times - 1)] if fault.times > 1 else []
