"""Staff of the shop that really runs, who send what was ordered and tell what its courier says."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any, TypeVar

from tests.world.living import LivingShop
from zahra.app import assemble
from zahra.base.actors import program
from zahra.settings import Settings
from zahra.shop import orders, places, promotions, shipping
from zahra.shop.assembled import Shop
from zahra.shop.orders import Packing
from zahra.shop.places import Editing
from zahra.shop.promotions import Kind, NewPromotion
from zahra.shop.shipping import ShipmentEvent, Waybill

T = TypeVar("T")
_CLERK = program("tests")


def offer(living: LivingShop, code: str, label: str) -> None:
    """Ten per cent off for whoever knows the code."""

    async def make(shop: Shop) -> None:
        async with shop.database.transaction() as tx:
            new = NewPromotion(label, Kind.PERCENT, code=code, percent=10)
            await promotions.create_promotion(tx, _CLERK, new)

    _in_the_shop(living, make)


def close(living: LivingShop, pincode: str) -> None:
    """No courier goes there any more."""

    def shut(known: Editing) -> Editing:
        return replace(known, is_serviceable=False)

    async def edit(shop: Shop) -> None:
        async with shop.database.transaction() as tx:
            await places.edit_pincode(tx, _CLERK, pincode, shut)

    _in_the_shop(living, edit)


def send(living: LivingShop, number: str, *said: ShipmentEvent) -> None:
    """Pick, pack and dispatch all that waits of an order; then its courier says these, in turn."""

    async def go(shop: Shop) -> None:
        async with shop.database.transaction() as tx:
            order = (await orders.order(tx, _CLERK, number)).order
            await orders.start_picking(tx, _CLERK, order.id)
            parcel = await orders.pack_shipment(tx, _CLERK, Packing(order.id, "manual"))
            bill = Waybill(f"BY{parcel.id.int % 10**10:010}", carrier="Pink City Couriers")
            await shipping.write_waybill(tx, _CLERK, shop.couriers, parcel.id, bill)
        async with shop.database.transaction() as tx:
            await orders.dispatch_shipment(tx, _CLERK, parcel.id, seller=shop.terms.seller)
        for event in said:
            async with shop.database.transaction() as tx:
                await shipping.tell_scan(tx, _CLERK, shop.couriers, parcel.id, event)
            async with shop.database.transaction() as tx:
                await orders.follow_shipment(tx, parcel.id, seller=shop.terms.seller)

    _in_the_shop(living, go)


def _in_the_shop(living: LivingShop, do: Callable[[Shop], Awaitable[T]]) -> T:
    async def run() -> T:
        told: dict[str, Any] = {"data_dir": living.folder, "database_url": living.dsn}
        shop = assemble(Settings(_env_file=None, env="development", **told))  # pyright: ignore[reportCallIssue]
        await shop.database.open()
        try:
            return await do(shop)
        finally:
            await shop.gateways.close()
            await shop.database.close()

    with ThreadPoolExecutor(1) as apart:  # the browser's tests have a loop in this thread
        return apart.submit(asyncio.run, run()).result()
