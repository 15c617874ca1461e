"""Shiprocket's JSON into the port's facts, and the port's words into theirs. Pure.

Their times are Indian and say no zone: `DD MM YYYY HH:mm:ss` in a webhook's head, `YYYY-MM-DD
HH:mm:ss` in its scans. What cannot be read is `CourierDown`.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any, TypeVar, cast

from zahra.base.clock import IST
from zahra.base.money import Paise
from zahra.providers.couriers.shiprocket.statuses import STATES
from zahra.shop.shipping.provider import CourierDown, CourierOrder, Route, ScanFact, Waybill

Json = Mapping[str, Any]
Fact = TypeVar("Fact")
_STAMPS = ("%d %m %Y %H:%M:%S", "%Y-%m-%d %H:%M:%S")


def read(reader: Callable[[Any], Fact], body: Any) -> Fact:
    """Apply a reader below. Raises CourierDown when the answer has not the documented shape."""
    try:
        return reader(body)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError, StopIteration) as trouble:
        raise CourierDown(why="unreadable answer") from trouble


def moment(stamp: str) -> datetime:
    """An Indian time without a zone. Raises ValueError.

    >>> moment("24 11 2026 00:30:05").isoformat(), moment("2026-11-24 00:30:05").isoformat()
    ('2026-11-23T19:00:05+00:00', '2026-11-23T19:00:05+00:00')
    """
    for pattern in _STAMPS:
        try:
            return datetime.strptime(stamp.strip(), pattern).replace(tzinfo=IST).astimezone(UTC)
        except (ValueError, OverflowError):  # midnight of the year 1 is before it in UTC
            continue
    raise ValueError(f"no time of theirs: {stamp[:40]}")


def paise(rupees: Any) -> Paise:
    """Rupees as they write them: a number or its text.

    >>> paise(84.5), paise("1299"), paise(0)
    (8450, 129900, 0)
    """
    return round(float(rupees) * 100)


def text(told: Any) -> str:
    r"""What they say, without what is no text and no database keeps: their history is sent along
    with every piece of news, so one bad letter would keep all of it out for good.

    >>> text("Jai\x00pur \ud800"), text(None)
    ('Jaipur ', '')
    """
    return "".join(letter for letter in str(told or "") if letter.isprintable())


def rupees(amount: Paise) -> float:
    return amount / 100


def made_order(body: Json) -> CourierOrder:
    return CourierOrder(
        order_id=_id(body["order_id"]),
        shipment_id=_id(body["shipment_id"]),
        awb=body.get("awb_code") or None,
    )


def listed_order(body: Json) -> CourierOrder:
    """An order as a list or its own page shows it, with its one shipment."""
    sent: Json = body["shipments"][0]
    return CourierOrder(_id(body["id"]), _id(sent["id"]), sent.get("awb") or None)


def listed_return(body: Json) -> CourierOrder:
    """A return as their list of returns shows it: its shipment's id stands beside the shipment."""
    sent: list[Json] = body.get("shipments") or [{}]
    return CourierOrder(_id(body["id"]), _id(body["shipment_id"]), sent[0].get("awb") or None)


def pickup_day(body: Json) -> date | None:
    """The day of a pickup, where the answer tells one.

    >>> pickup_day({"response": {"pickup_scheduled_date": "2026-11-25 14:00:00"}})
    datetime.date(2026, 11, 25)
    >>> pickup_day({"response": {"data": "Pickup is queued."}})
    """
    said = body.get("response")
    stamp: Any = cast(Json, said).get("pickup_scheduled_date") if isinstance(said, dict) else None
    try:
        return moment(stamp).astimezone(IST).date() if isinstance(stamp, str) else None
    except ValueError:
        return None


def address_named(name: str) -> Callable[[Json], Json]:
    """A reader of our own address that is known under this name."""

    def reader(body: Json) -> Json:
        listed: list[Json] = body["data"]["shipping_address"]
        return next(each for each in listed if each["pickup_location"] == name)

    return reader


def waybill(body: Json) -> Waybill:
    data: Json = body["response"]["data"]
    awb = data["awb_code"]
    if not isinstance(awb, str) or not awb:
        raise ValueError("no number in the answer")
    freight = data.get("freight_charges")
    return Waybill(
        awb=awb,
        carrier=data.get("courier_name"),
        freight=None if freight is None else paise(freight),
    )


def route(body: Json) -> Route:
    """What the companies on offer can do together; the fastest and the slowest of them."""
    companies: list[Json] = body["data"]["available_courier_companies"]
    days = [int(each["estimated_delivery_days"]) for each in companies]
    return Route(
        serves=bool(companies),
        takes_cash=any(each["cod"] == 1 for each in companies),
        min_days=min(days, default=None),
        max_days=max(days, default=None),
    )


def activities(awb: str) -> Callable[[Json], tuple[ScanFact, ...]]:
    """A reader of what `track` tells of a parcel."""

    def reader(body: Json) -> tuple[ScanFact, ...]:
        found: list[Json] = body["tracking_data"].get("shipment_track_activities") or []
        return tuple(scan_of(awb, each) for each in found)

    return reader


def news(body: Json) -> tuple[ScanFact, ...]:
    """A webhook: where the parcel is now, and its earlier scans. One that cannot be read is left
    out, so that it does not hide the others."""
    try:
        awb = _id(body.get("awb"))  # their own examples have it as a text and as a number
    except TypeError:
        return ()
    if awb != text(awb):
        return ()
    head = {
        "sr-status": body.get("shipment_status_id"),
        "date": body.get("current_timestamp"),
        "activity": body.get("current_status"),
    }
    told = body.get("scans")
    scans: list[Any] = cast(list[Any], told) if isinstance(told, list) else []
    found: list[ScanFact] = []
    for each in (*scans, head):
        try:
            found.append(scan_of(awb, each))
        except (KeyError, TypeError, ValueError, AttributeError):
            continue
    return tuple(found)


def scan_of(awb: str, told: Json) -> ScanFact:
    """One scan. Their carriers' own codes (`NA` in their column) are told by their label."""
    at = moment(told["date"])
    code = str(told["sr-status"])
    number = int(code) if code.isascii() and code.isdigit() else None
    is_foreign = number is None
    return ScanFact(
        awb=awb,
        code=(text(told.get("status") or code) if is_foreign else code)[:60],
        state=None if number is None else STATES.get(number),
        occurred_at=at,
        stamp=at.isoformat(),
        remark=text(told.get("activity")),
        location=text(told.get("location")),
        is_known=is_foreign or number in STATES,
    )


def _id(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, int | str) or not str(value):
        raise TypeError("not an id")
    return str(value)
