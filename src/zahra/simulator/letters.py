"""One event for one endpoint becomes letters: usually one, signed and due now.

Faults change that: none, several, later, or with a body or signature that is not right. The
signature is made here, so a retry keeps the secret that was current when the event happened.
"""

import hashlib
import hmac
import json
from dataclasses import dataclass, field

from zahra.simulator import faults
from zahra.simulator.books import Json, Thing
from zahra.simulator.desk import Desk
from zahra.simulator.faults import Fault
from zahra.simulator.mailbag import Letter


@dataclass(slots=True)
class Draft:
    """A letter while faults work on it."""

    event: Json
    secrets: list[str]  # current, then previous
    secret: str
    state: str = "pending"
    delays: list[float] = field(default_factory=lambda: [0.0])  # one letter each
    is_tampered: bool = False
    is_early: bool = False


def written(desk: Desk, endpoint: Thing, event_id: str, event: Json) -> list[Letter]:
    """What to send to one endpoint about one event."""
    secrets: list[str] = endpoint.kept["secrets"]
    draft = Draft(dict(event), secrets, secrets[0])
    for fault in faults.take(desk, event["event"]):
        _spoil_passage(draft, fault, desk)
        _spoil_content(draft, fault)
    body = compact(draft.event)
    signature = signed(body, draft.secret)
    if draft.is_tampered:
        body = body.replace(b'"amount":', b'"amount":9', 1)
    now = desk.clock.now()
    return [
        Letter(
            event_id=event_id,
            endpoint_id=endpoint.id,
            type=draft.event["event"],
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
            draft.event["event"] = "payment.unheard_of"
        case _:
            pass
