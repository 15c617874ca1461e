"""The port `Courier`, filled by Shiprocket."""

import hmac
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast
from urllib.parse import quote

from zahra.base.money import Paise
from zahra.providers.couriers.shiprocket import facts
from zahra.providers.couriers.shiprocket.account import ShiprocketAccount
from zahra.providers.couriers.shiprocket.bodies import answer_body, order_body
from zahra.providers.couriers.shiprocket.wire import Json, Wire
from zahra.shop.shipping import Answer, Parcel
from zahra.shop.shipping.provider import (
    Consignment,
    CourierDown,
    CourierOrder,
    CourierRefused,
    ForgedScan,
    Route,
    ScanFact,
    Waybill,
)

_NOWHERE = 404  # in the body of a good answer


class Shiprocket:
    """One account. Open it once per process, close it in the end."""

    name = "shiprocket"
    is_by_hand = False

    def __init__(self, account: ShiprocketAccount) -> None:
        self._account = account
        self._wire = Wire(account)

    async def route_to(self, pincode: str, parcel: Parcel, *, collectable: Paise) -> Route:
        body = await self._wire.get(
            "/courier/serviceability/",
            pickup_postcode=self._account.pickup_pincode,
            delivery_postcode=pincode,
            weight=parcel.chargeable_grams / 1000,
            cod=int(collectable > 0),
        )
        if body.get("status") == _NOWHERE:
            return Route(serves=False)
        return facts.read(facts.route, body)

    async def open_order(self, consignment: Consignment) -> CourierOrder:
        """Sent once: they make another order of a repeat."""
        body = order_body(self._account, consignment)
        answer = await self._wire.post("/orders/create/adhoc", body)
        return facts.read(facts.made_order, answer)

    async def find_order(self, number: str) -> CourierOrder | None:
        """Their order under our number: one with an AWB, else the first that was made."""
        body = await self._wire.get("/orders", search=number, per_page=50)
        listed = facts.read(_listed, body)
        ours = [each for each in listed if each.get("channel_order_id") == number]
        orders = [facts.read(facts.listed_order, each) for each in ours]
        by_age = sorted(orders, key=lambda order: (order.awb is None, int(order.order_id)))
        return next(iter(by_age), None)

    async def assign_awb(self, order: CourierOrder) -> Waybill:
        """An error is no answer: if the parcel has a number now, that is it."""
        if order.awb is not None:
            return self._with_page(Waybill(order.awb))
        try:
            body = await self._wire.post(
                "/courier/assign/awb", {"shipment_id": _number(order.shipment_id)}
            )
            return self._with_page(facts.read(facts.waybill, body))
        except (CourierDown, CourierRefused):
            now = await self._order(order.order_id)
            if now.awb is None:
                raise
            return self._with_page(Waybill(now.awb))

    async def ask_pickup(self, order: CourierOrder) -> None:
        """Asked again they say that it is queued."""
        ids = [_number(order.shipment_id)]
        await self._wire.post_again("/courier/generate/pickup", {"shipment_id": ids})

    async def cancel(self, order: CourierOrder) -> None:
        await self._wire.post_again("/orders/cancel", {"ids": [_number(order.order_id)]})

    async def track(self, awb: str) -> tuple[ScanFact, ...]:
        body = await self._wire.get(f"/courier/track/awb/{quote(awb, safe='')}")
        return facts.read(facts.activities(awb), body)

    async def tell_answer(self, awb: str, answer: Answer) -> None:
        path = f"/ndr/{quote(awb, safe='')}/action"
        await self._wire.post_again(path, answer_body(answer))

    def read_scans(self, raw: bytes, headers: Mapping[str, str]) -> tuple[ScanFact, ...]:
        given = {name.lower(): value for name, value in headers.items()}
        shown = given.get("x-api-key", "").encode()
        known = [hmac.compare_digest(shown, t.encode()) for t in self._account.webhook_tokens]
        if not sum(known):
            raise ForgedScan
        return facts.news(_object(raw))

    @property
    def hears(self) -> bool:
        """Whether its webhook can be believed: somebody has set a token."""
        return bool(self._account.webhook_tokens)

    async def close(self) -> None:
        await self._wire.close()

    async def _order(self, order_id: str) -> CourierOrder:
        body = await self._wire.get(f"/orders/show/{quote(order_id, safe='')}")
        return facts.read(lambda found: facts.listed_order(found["data"]), body)

    def _with_page(self, bill: Waybill) -> Waybill:
        return replace(bill, tracking_url=self._account.tracking_page.format(awb=bill.awb))


def _listed(body: Json) -> list[Json]:
    found = body["data"]
    if not isinstance(found, list):
        raise TypeError("data is not a list")
    return cast(list[Json], found)


def _object(raw: bytes) -> Json:
    try:
        body: Any = json.loads(raw)
    except (ValueError, RecursionError):
        return {}
    return cast(Json, body) if isinstance(body, dict) else {}


def _number(id: str) -> int | str:
    """Their ids are numbers, which they want back as numbers."""
    return int(id) if id.isascii() and id.isdigit() else id
