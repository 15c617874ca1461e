"""Webhook events: a snapshot of the things concerned, written into the mailbag as it happens."""

import hashlib
from typing import Any

from zahra.simulator import endpoints, letters, mailbag
from zahra.simulator.books import Json, Thing
from zahra.simulator.desk import Desk
from zahra.simulator.letters import Hand


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
    lane = things["payment"].parent if "payment" in things else next(iter(things.values())).id
    post(desk, endpoints.RAZORPAY, (desk.new_id(""), type), event, hand=letters.RAZORPAY, lane=lane)


def post(
    desk: Desk, provider: str, name: tuple[str, str], event: Json, *, hand: Hand, lane: str
) -> None:
    """Put letters about an event, whose id and type are `name`, into the mailbag: one for each
    endpoint of this gateway that wants to know."""
    event_id, type = name
    for endpoint in endpoints.of(desk, provider):
        wanted = endpoint.shown["events"]
        if not wanted or type in wanted:
            for letter in letters.written(desk, endpoint, (event_id, type), event, hand=hand):
                mailbag.put(desk.books, letter, lane=lane)


def snapshot(thing: Thing) -> Json:
    """How webhooks show a thing: as the API does, with the card unfolded."""
    card: Any = thing.kept.get("card")
    return {**thing.shown, "card": card} if card else thing.shown


def account_id(desk: Desk) -> str:
    return f"acc_{hashlib.sha256(desk.settings.key_id.encode()).hexdigest()[:14]}"
