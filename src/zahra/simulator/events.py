"""Webhook events: a snapshot of the things concerned, written into the mailbag as it happens."""

import hashlib
from typing import Any

from zahra.simulator import letters, mailbag
from zahra.simulator.books import Json, Thing
from zahra.simulator.desk import Desk


def announce(desk: Desk, type: str, **things: Thing) -> None:
    """Tell every endpoint that wants to know. `things` are named as the payload names them."""
    event: Json = {
        "entity": "event",
        "account_id": account_id(desk),
        "event": type,
        "contains": list(things),
        "payload": {name: {"entity": snapshot(thing)} for name, thing in things.items()},
        "created_at": desk.clock.stamp(),
    }
    event_id = desk.new_id("")
    lane = things["payment"].parent
    for endpoint in desk.books.of("endpoint"):
        wanted = endpoint.shown["events"]
        if endpoint.shown["enabled"] and (not wanted or type in wanted):
            for letter in letters.written(desk, endpoint, event_id, event):
                mailbag.put(desk.books, letter, lane=lane)


def snapshot(thing: Thing) -> Json:
    """How webhooks show a thing: as the API does, with the card unfolded."""
    card: Any = thing.kept.get("card")
    return {**thing.shown, "card": card} if card else thing.shown


def account_id(desk: Desk) -> str:
    return f"acc_{hashlib.sha256(desk.settings.key_id.encode()).hexdigest()[:14]}"
