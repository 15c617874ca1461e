"""The port `Courier`, filled by Shiprocket."""

import hmac
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, cast
from urllib.parse import quote

from zahra.base.money import Paise
from zahra.providers.couriers.shiprocket import facts
from zahra.providers.couriers.shiprocket.account import ShiprocketAccount
from zahra.providers.couriers.shiprocket.bodies import answer_body, order_body, return_body
from zahra.providers.couriers.shiprocket.statuses import PICKUP_STEPS
from zahra.providers.couriers.shiprocket.wire import Json, Wire
from zahra.shop.shipping import Answer, Parcel
from zahra.shop.shipping.provider import (
    Consignment,
    CourierDown,
    CourierOrder,
    CourierRefused,
    ForgedScan,
    PickupStep,
    Route,
    ScanFact,
    Waybill,
)

_NOWHERE = 404  # in the body of a good answer
_PAGES, _A_PAGE = 20, 50  # of returns, newest first, to look for one in


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
        return min(orders, key=_by_age, default=None)

    async def assign_awb(self, order: CourierOrder) -> Waybill:
        return await self._assigned(order, {})

    async def assign_pickup_awb(self, order: CourierOrder) -> Waybill:
        return await self._assigned(order, {"is_return": 1})

    async def _assigned(self, order: CourierOrder, more: Json) -> Waybill:
        """An error is no answer: if the parcel has a number now, that is it."""
        if order.awb is not None:
            return self._with_page(Waybill(order.awb))
        try:
            asked = {"shipment_id": _number(order.shipment_id), **more}
            body = await self._wire.post("/courier/assign/awb", asked)
            return self._with_page(facts.read(facts.waybill, body))
        except (CourierDown, CourierRefused):
            now = await self._order(order.order_id)
            if now.awb is None:
                raise
            return self._with_page(Waybill(now.awb))

    async def ask_pickup(self, order: CourierOrder) -> date | None:
        """Asked again they say that it is queued."""
        asked = {"shipment_id": [_number(order.shipment_id)]}
        return facts.pickup_day(await self._wire.post_again("/courier/generate/pickup", asked))

    async def ask_pickup_again(self, order: CourierOrder) -> date | None:
        asked = {"shipment_id": [_number(order.shipment_id)], "status": "retry"}
        return facts.pickup_day(await self._wire.post_again("/courier/generate/pickup", asked))

    async def open_pickup(self, consignment: Consignment) -> CourierOrder:
        """Sent once: they make another order of a repeat. It is brought to the address that is
        known there under our name for it."""
        body = await self._wire.get("/settings/company/pickup")
        home = facts.read(facts.address_named(self._account.pickup_location), body)
        asked = facts.read(lambda known: return_body(known, consignment), home)
        return facts.read(facts.made_order, await self._wire.post("/orders/create/return", asked))

    async def find_pickup(self, number: str) -> CourierOrder | None:
        """Their list of returns cannot be searched by number: it is walked, newest first."""
        found: list[CourierOrder] = []
        for page in range(1, _PAGES + 1):
            body = await self._wire.get("/orders/processing/return", page=page, per_page=_A_PAGE)
            listed = facts.read(_listed, body)
            ours = [each for each in listed if each.get("channel_order_id") == number]
            found += [facts.read(facts.listed_return, each) for each in ours]
            if len(listed) < _A_PAGE:
                break
        return min(found, key=_by_age, default=None)

    def step_of(self, code: str) -> PickupStep | None:
        return PICKUP_STEPS.get(int(code)) if code.isascii() and code.isdigit() else None

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


def _by_age(order: CourierOrder) -> tuple[bool, int]:
    """One with an AWB before the others, then the first that was made."""
    return order.awb is None, int(order.order_id)


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
