"""One event for one endpoint becomes letters: usually one, signed and due now.

Faults change that: none, several, later, or with a body or signature that is not right. The
signature is made here, so a retry keeps the secret that was current when the event happened.
"""

import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass, field

from zahra.simulator import faults
from zahra.simulator.books import Json, Thing
from zahra.simulator.desk import Desk
from zahra.simulator.faults import Fault
from zahra.simulator.mailbag import Letter


@dataclass(frozen=True, slots=True)
class Hand:
    """How a gateway writes: an event's bytes, what proves them under a secret, and the mark
    before the sum, where tampering strikes."""

    encode: Callable[[Json, str], bytes]
    sign: Callable[[bytes, str], str]
    sum: bytes


@dataclass(slots=True)
class Draft:
    """A letter while faults work on it."""

    event: Json
    type: str
    secrets: list[str]  # current, then previous
    secret: str
    state: str = "pending"
    delays: list[float] = field(default_factory=lambda: [0.0])  # one letter each
    is_tampered: bool = False
    is_early: bool = False


def written(
    desk: Desk, endpoint: Thing, name: tuple[str, str], event: Json, *, hand: Hand
) -> list[Letter]:
    """What to send to one endpoint about one event, whose id and type are `name`."""
    secrets: list[str] = endpoint.kept["secrets"]
    event_id, type = name
    draft = Draft(dict(event), type, secrets, secrets[0])
    for fault in faults.take(desk, type):
        _spoil_passage(draft, fault, desk)
        _spoil_content(draft, fault)
    body = hand.encode(draft.event, draft.secret)
    signature = hand.sign(body, draft.secret)
    if draft.is_tampered:
        body = body.replace(hand.sum, hand.sum + b"9", 1)
    now = desk.clock.now()
    return [
        Letter(
            event_id=event_id,
            endpoint_id=endpoint.id,
            type=draft.type,
            body=body,
            signature=signature,
            made_at=now,
            due_at=now + delay,
            state=draft.state,
            early=draft.is_early,
        )
        for delay in draft.delays
    ]


def compact(event: Json) -> bytes:
    """The bytes Razorpay would send: no spaces, slashes escaped.

    >>> compact({"a": [1, "x/y"]})
    b'{"a":[1,"x\\\\/y"]}'
    """
    return json.dumps(event, separators=(",", ":")).replace("/", "\\/").encode()


def signed(body: bytes, secret: str) -> str:
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


RAZORPAY = Hand(lambda event, secret: compact(event), signed, b'"amount":')


def _spoil_passage(draft: Draft, fault: Fault, desk: Desk) -> None:
    match fault.what:
        case "drop":
            draft.state = "dropped"
        case "delay":
            draft.delays = [delay + fault.seconds for delay in draft.delays]
        case "reorder":
            draft.delays = [delay + desk.chance() * fault.seconds for delay in draft.delays]
        case "duplicate":
            draft.delays += [draft.delays[0]] * fault.copies
        case "early":
            draft.is_early = True
        case _:
            pass


def _spoil_content(draft: Draft, fault: Fault) -> None:
    match fault.what:
        case "tamper":
            draft.is_tampered = True
        case "wrong_secret":
            draft.secret = f"not {draft.secret}"
        case "old_secret":
            draft.secret = draft.secrets[-1]
        case "no_created_at":
            draft.event.pop("created_at", None)
        case "unknown_event":
            draft.event["event"] = draft.type = "payment.unheard_of"
        case _:
            pass
