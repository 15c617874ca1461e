"""A courier without a machine: staff type its number and its tracking link, and what it says."""

from collections.abc import Mapping
from datetime import date

from zahra.base.money import Paise
from zahra.shop.shipping import BY_HAND, Answer, Parcel
from zahra.shop.shipping.provider import (
    Consignment,
    CourierOrder,
    NotByMachine,
    PickupStep,
    Route,
    ScanFact,
    Waybill,
)


class ManualCourier:
    """Any courier that a shop calls by phone. Asking it by machine raises NotByMachine."""

    name = BY_HAND
    is_by_hand = True
    hears = False

    async def route_to(self, pincode: str, parcel: Parcel, *, collectable: Paise) -> Route:
        raise NotByMachine

    async def open_order(self, consignment: Consignment) -> CourierOrder:
        raise NotByMachine

    async def find_order(self, number: str) -> CourierOrder | None:
        raise NotByMachine

    async def assign_awb(self, order: CourierOrder) -> Waybill:
        raise NotByMachine

    async def ask_pickup(self, order: CourierOrder) -> date | None:
        raise NotByMachine

    async def open_pickup(self, consignment: Consignment) -> CourierOrder:
        raise NotByMachine

    async def find_pickup(self, number: str) -> CourierOrder | None:
        raise NotByMachine

    async def assign_pickup_awb(self, order: CourierOrder) -> Waybill:
        raise NotByMachine

    async def ask_pickup_again(self, order: CourierOrder) -> date | None:
        raise NotByMachine

    def step_of(self, code: str) -> PickupStep | None:
        return None

    async def cancel(self, order: CourierOrder) -> None:
        raise NotByMachine

    async def track(self, awb: str) -> tuple[ScanFact, ...]:
        raise NotByMachine

    async def tell_answer(self, awb: str, answer: Answer) -> None:
        raise NotByMachine

    def read_scans(self, raw: bytes, headers: Mapping[str, str]) -> tuple[ScanFact, ...]:
        raise NotByMachine

    async def close(self) -> None:
        return None
