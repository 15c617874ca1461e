"""What happens to a parcel on its way: scans by the clock, told by webhook and on its page."""

import json
from collections.abc import Mapping, Sequence

from zahra.simulator import endpoints, events
from zahra.simulator.books import Json, Thing
from zahra.simulator.desk import Desk, Happening
from zahra.simulator.letters import Hand
from zahra.simulator.shiprocket.calling import PARCEL, indian

_HOUR = 3600.0
_DELIVERED = 7
# Their numbers, with what their carriers say at it.
WORDS: Mapping[int, tuple[str, str]] = {
    1: ("AWB ASSIGNED", "AWB assigned"),
    3: ("PICKUP SCHEDULED", "Pickup scheduled"),
    15: ("PICKUP RESCHEDULED", "Pickup rescheduled"),
    19: ("OUT FOR PICKUP", "Out for pickup"),
    20: ("PICKUP EXCEPTION", "Customer not available"),
    8: ("CANCELED", "Order cancelled"),
    42: ("PICKED UP", "Parcel picked up"),
    18: ("IN TRANSIT", "Bag received at hub"),
    38: ("REACHED AT DESTINATION HUB", "Reached the destination's hub"),
    17: ("OUT FOR DELIVERY", "Out for delivery"),
    21: ("UNDELIVERED", "Customer not available"),
    7: ("DELIVERED", "Delivered to consignee"),
    9: ("RTO INITIATED", "Returned to seller: not delivered"),
    46: ("RTO IN TRANSIT", "On its way back"),
    10: ("RTO DELIVERED", "Handed over to the seller"),
    12: ("LOST", "Shipment lost"),
    25: ("DAMAGED", "Shipment damaged"),
}
# Hours after the one before, and the number.
PLANS: Mapping[str, Sequence[tuple[float, int]]] = {
    "deliver": ((4, 42), (8, 18), (24, 38), (12, 17), (4, 7)),
    "ndr": ((4, 42), (8, 18), (24, 38), (12, 17), (4, 21), (20, 17), (4, 7)),
    "rto": (
        *((4, 42), (8, 18), (24, 38), (12, 17), (4, 21), (20, 17), (4, 21), (20, 17), (4, 21)),
        *((2, 9), (24, 46), (48, 10)),
    ),
    "wrong_rto": ((4, 42), (8, 18), (24, 17), (4, 21), (2, 9), (3, 7)),
    "lost": ((4, 42), (8, 18), (240, 12)),
    "fetch": ((20, 19), (4, 42), (8, 18), (24, 38), (12, 17), (4, 7)),
    "in_vain": ((20, 19), (4, 20)),
    "nothing": (),
}


def plan(desk: Desk, parcel: Thing, name: str) -> Thing:
    """What will happen to the parcel from now on."""
    at, steps = desk.clock.now(), list[tuple[float, int]]()
    for hours, code in PLANS[name]:
        at += hours * _HOUR
        steps.append((at, code))
    parcel.kept["plan"] = steps
    parcel.due_at = steps[0][0] if steps else None
    return desk.books.save(parcel)


def go_on(desk: Desk, parcel: Thing) -> None:
    """The next thing that was planned happens."""
    steps: list[tuple[float, int]] = parcel.kept["plan"]
    if not steps:
        parcel.due_at = None
        desk.books.save(parcel)
        return
    (_, code), *rest = steps
    parcel.kept["plan"] = rest
    parcel.due_at = rest[0][0] if rest else None
    desk.books.save(parcel)
    tell(desk, parcel, code)


def tell(
    desk: Desk, parcel: Thing, code: int, *, remark: str | None = None, at: float | None = None
) -> Json:
    """A scan, now or at an earlier moment: written on the parcel's page and told by webhook."""
    label, said = WORDS.get(code, ("UNHEARD OF", "Something new"))
    scan: Json = {
        "date": indian(desk, scan=True, at=at),
        "status": f"X-{code}",
        "activity": remark or said,
        "location": "Jaipur",
        "sr-status": str(code),
        "sr-status-label": label,
    }
    parcel.kept["scans"] = [*parcel.kept["scans"], scan]
    parcel.shown["status"] = label
    if code == _DELIVERED:
        parcel.kept["delivered_at"] = desk.clock.now() if at is None else at
    desk.books.save(parcel)
    news = _news(parcel, code, indian(desk, at=at))
    name = (desk.new_id("scan"), f"shipment.{code}")
    events.post(desk, endpoints.SHIPROCKET, name, news, hand=_HAND, lane=parcel.shown["awb"])
    return scan


def track(parcel: Thing) -> Json:
    """The page of a parcel, the newest scan first."""
    scans: list[Json] = parcel.kept["scans"]
    return {
        "tracking_data": {
            "track_status": int(bool(scans)),
            "shipment_status": int(scans[-1]["sr-status"]) if scans else 0,
            "shipment_track": [{"awb_code": parcel.shown["awb"]}],
            "shipment_track_activities": list(reversed(scans)),
        }
    }


def _news(parcel: Thing, code: int, stamp: str) -> Json:
    label, said = WORDS.get(code, ("UNHEARD OF", "Something new"))
    return {
        "awb": parcel.shown["awb"],
        "courier_name": parcel.shown["courier"],
        "current_status": label,
        "current_status_id": code,
        "shipment_status": label,
        "shipment_status_id": code,
        "current_timestamp": stamp,
        "order_id": parcel.shown["channel_order_id"],
        "sr_order_id": parcel.shown["id"],
        "awb_assigned_date": parcel.kept["scans"][0]["date"],
        "etd": None,
        "scans": parcel.kept["scans"],
        "is_return": int(parcel.shown["is_return"]),
        "channel_id": 1,
        "pod_status": said if code == 7 else "Not Available",
        "pod": "Not Available",
    }


def _encoded(event: Json, secret: str) -> bytes:
    return json.dumps(event, separators=(",", ":")).encode()


def _shown(body: bytes, secret: str) -> str:
    """No sum over the body: the token itself is shown."""
    return secret


# A tampered letter tells of another parcel; nothing in it can show that.
_HAND = Hand(_encoded, _shown, b'"current_status_id":')
_ALL = {label for label, _ in WORDS.values()} | {"UNHEARD OF", "NEW"}
LATER: Mapping[tuple[str, str], Happening] = {(PARCEL, label): go_on for label in _ALL}
