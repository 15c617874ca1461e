"""Parcels as tests send them."""

from datetime import UTC, datetime
from random import randrange
from typing import Any
from uuid import UUID

from tests.world.people import a_person
from zahra.base import ids
from zahra.base.actors import Actor, Kind, Permission
from zahra.base.db import Transaction
from zahra.shop import shipping
from zahra.shop.shipping import (
    Consignee,
    Consignment,
    Content,
    Opening,
    Parcel,
    ScanFact,
    Shipment,
    ShipmentState,
)

ASHA_HOME = Consignee(
    name="Asha Rao",
    phone="+919876543210",
    line1="12 Lake Road",
    city="Mumbai",
    state="Maharashtra",
    state_code="27",
    pincode="400001",
    landmark="the temple",
)
KURTA_BOX = Parcel(weight_grams=420, length_cm=30, width_cm=25, height_cm=5)
KURTA = Content("KUR-IND-M", "Indigo kurta", "6211", 1, 249900)


def consignment(number: str = "ZH-7K3M9Q2X-1", **more: Any) -> Consignment:
    """A kurta for Asha, prepaid unless told otherwise."""
    told: dict[str, Any] = {
        "number": number,
        "ordered_at": datetime(2026, 11, 20, 19, 0, tzinfo=UTC),
        "address": ASHA_HOME,
        "parcel": KURTA_BOX,
        "contents": (KURTA,),
        "declared": 249900,
        "collectable": 0,
    }
    return Consignment(**{**told, **more})


async def an_order(tx: Transaction, number: str = "ZH-7K3M9Q2X") -> UUID:
    """The row of a placed order, without anything in it: parcels ask for no more."""
    order_id, person = ids.new(), await a_person(tx, f"+9198{randrange(10**8):08}")
    await tx.run(
        """
        INSERT INTO orders (id, number, user_id, cart_version, idempotency_key, status,
            payment_status, payment_method, shipping_method, mrp_total, discount, shipping,
            cod_fee, tax, total, shipping_address, billing_address, place_of_supply, created_at,
            placed_at)
        VALUES (%(id)s, %(number)s, %(user)s, 1, 'k', 'placed', 'paid', 'razorpay', 'standard', 0,
            0, 0, 0, 0, 0, '{}', '{}', '27', %(now)s, %(now)s)
        """,
        id=order_id,
        number=number,
        user=person.user_id,
        now=tx.now,
    )
    return order_id


def opening(order_id: UUID, **more: Any) -> Opening:
    """A kurta in a box, prepaid, for Asha in Mumbai."""
    told: dict[str, Any] = {
        "order_id": order_id,
        "number": "ZH-7K3M9Q2X",
        "collectable": 0,
        "declared": 249900,
        "address": ASHA_HOME,
        "parcel": KURTA_BOX,
        "contents": (KURTA,),
        "courier": "shiprocket",
        "email": "asha@example.com",
    }
    return Opening(**{**told, **more})


async def a_parcel(tx: Transaction, *, awb: str | None = "59001", **more: Any) -> Shipment:
    """A parcel of an order of its own; with an AWB, unless there is to be none."""
    number = f"ZH-{ids.token()[:8].upper()}"
    order_id = await an_order(tx, number)
    made = await shipping.open_shipment(tx, opening(order_id, **{"number": number, **more}))
    if awb is None:
        return made
    await tx.run("UPDATE shipments SET awb = %(awb)s WHERE id = %(id)s", awb=awb, id=made.id)
    return await shipping.shipment(tx, made.id)


def scan(
    code: str, state: ShipmentState | None, at: datetime, *, awb: str = "59001", remark: str = ""
) -> ScanFact:
    """What a courier says happened to a parcel."""
    return ScanFact(awb, code, state, at, at.isoformat(), remark=remark)


async def tell(tx: Transaction, parcel: Shipment, *facts: ScanFact) -> Shipment:
    """The courier tells, and it is applied."""
    await shipping.keep_scan(tx, parcel.courier, repr(facts).encode(), facts)
    return await shipping.apply_scans(tx, await shipping.shipment_to_change(tx, parcel.id))


def a_clerk(*permissions: Permission) -> Actor:
    """Staff who may do what parcels need, or just what is said."""
    held = permissions or (Permission.SHIPPING_WRITE,)
    return Actor(Kind.STAFF, ids.new(), name="Sam", permissions=frozenset(held))
