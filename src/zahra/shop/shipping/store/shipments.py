"""SQL of parcels."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from zahra.base.db import Rank, Snapshot, Transaction
from zahra.shop.shipping.following import Journey
from zahra.shop.shipping.parcels import Kept, Shipment
from zahra.shop.shipping.provider import CourierOrder, Waybill
from zahra.shop.shipping.states import ShipmentState


async def insert(tx: Transaction, made: Shipment) -> None:
    values: dict[str, Any] = asdict(made)
    for name in ("parcel", "address", "contents"):
        values[name] = Jsonb(values[name])
    await tx.run(
        """
        INSERT INTO shipments (id, order_id, number, state, courier, collectable, declared, parcel,
            address, email, contents, pincode, promised_by, created_at, state_at)
        VALUES (%(id)s, %(order_id)s, %(number)s, %(state)s, %(courier)s, %(collectable)s,
            %(declared)s, %(parcel)s, %(address)s, %(email)s, %(contents)s, %(pincode)s,
            %(promised_by)s, %(created_at)s, %(state_at)s)
        """,
        **values,
    )


async def count_of_order(snapshot: Snapshot, order_id: UUID) -> int:
    return await snapshot.value(
        "SELECT count(*) FROM shipments WHERE order_id = %(order_id)s", order_id=order_id
    )


async def shipment(snapshot: Snapshot, shipment_id: UUID) -> Shipment | None:
    return await snapshot.row(
        Shipment,
        """
        SELECT id, order_id, number, state, courier, collectable, declared, parcel, address, email,
            contents, pincode, promised_by, courier_order_id, courier_shipment_id, awb, carrier,
            tracking_url, freight, attempts, created_at, state_at, dispatched_at, delivered_at
        FROM shipments WHERE id = %(id)s
        """,
        id=shipment_id,
    )


async def shipment_to_change(tx: Transaction, shipment_id: UUID) -> Shipment | None:
    tx.locking(Rank.PAYMENT)
    return await tx.row(
        Shipment,
        """
        SELECT id, order_id, number, state, courier, collectable, declared, parcel, address, email,
            contents, pincode, promised_by, courier_order_id, courier_shipment_id, awb, carrier,
            tracking_url, freight, attempts, created_at, state_at, dispatched_at, delivered_at
        FROM shipments WHERE id = %(id)s FOR UPDATE
        """,
        id=shipment_id,
    )


async def shipments_of(snapshot: Snapshot, order_id: UUID) -> list[Shipment]:
    """An order's parcels, the first made first."""
    return await snapshot.rows(
        Shipment,
        """
        SELECT id, order_id, number, state, courier, collectable, declared, parcel, address, email,
            contents, pincode, promised_by, courier_order_id, courier_shipment_id, awb, carrier,
            tracking_url, freight, attempts, created_at, state_at, dispatched_at, delivered_at
        FROM shipments WHERE order_id = %(order_id)s ORDER BY created_at, id
        """,
        order_id=order_id,
    )


async def shipment_under(snapshot: Snapshot, courier: str, awb: str) -> UUID | None:
    """The parcel that travels under this number."""
    return await snapshot.value(
        "SELECT id FROM shipments WHERE courier = %(courier)s AND awb = %(awb)s",
        courier=courier,
        awb=awb,
    )


async def keep_journey(tx: Transaction, shipment_id: UUID, way: Journey, *, attempts: int) -> None:
    """How far it came."""
    await tx.run(
        """
        UPDATE shipments SET state = %(state)s, state_at = coalesce(%(state_at)s, state_at),
            dispatched_at = %(dispatched_at)s, delivered_at = %(delivered_at)s,
            attempts = %(attempts)s
        WHERE id = %(id)s
        """,
        id=shipment_id,
        attempts=attempts,
        **asdict(way),
    )


async def keep_courier_order(tx: Transaction, shipment_id: UUID, order: CourierOrder) -> None:
    await tx.run(
        """
        UPDATE shipments
        SET courier_order_id = %(order_id)s, courier_shipment_id = %(courier_shipment_id)s
        WHERE id = %(id)s
        """,
        id=shipment_id,
        order_id=order.order_id,
        courier_shipment_id=order.shipment_id,
    )


async def keep_waybill(tx: Transaction, shipment_id: UUID, bill: Waybill) -> None:
    await tx.run(
        """
        UPDATE shipments SET awb = %(awb)s, carrier = %(carrier)s, freight = %(freight)s,
            tracking_url = %(tracking_url)s
        WHERE id = %(id)s
        """,
        id=shipment_id,
        **asdict(bill),
    )


async def note_asked(tx: Transaction, shipment_id: UUID) -> None:
    await tx.run(
        "UPDATE shipments SET asked_at = %(now)s WHERE id = %(id)s", id=shipment_id, now=tx.now
    )


async def shipments_without_news(
    snapshot: Snapshot, *, before: datetime, limit: int
) -> list[Shipment]:
    """Parcels on their way that nothing was heard of since a moment; the longest unasked first."""
    return await snapshot.rows(
        Shipment,
        """
        SELECT id, order_id, number, state, courier, collectable, declared, parcel, address, email,
            contents, pincode, promised_by, courier_order_id, courier_shipment_id, awb, carrier,
            tracking_url, freight, attempts, created_at, state_at, dispatched_at, delivered_at
        FROM shipments
        WHERE state NOT IN
                ('created', 'delivered', 'rto_delivered', 'lost', 'damaged', 'cancelled')
            AND awb IS NOT NULL AND coalesce(asked_at, state_at) <= %(before)s
            AND state_at <= %(before)s
        ORDER BY coalesce(asked_at, state_at) LIMIT %(limit)s
        """,
        before=before,
        limit=limit,
    )


async def shipments_named(snapshot: Snapshot, named: Sequence[UUID]) -> list[Shipment]:
    """These parcels, by number."""
    return await snapshot.rows(
        Shipment,
        """
        SELECT id, order_id, number, state, courier, collectable, declared, parcel, address, email,
            contents, pincode, promised_by, courier_order_id, courier_shipment_id, awb, carrier,
            tracking_url, freight, attempts, created_at, state_at, dispatched_at, delivered_at
        FROM shipments WHERE id = ANY (%(ids)s) ORDER BY number
        """,
        ids=list(named),
    )


async def shipments_sought(
    snapshot: Snapshot,
    *,
    state: ShipmentState | None,
    courier: str,
    after: UUID | None,
    limit: int,
) -> list[Shipment]:
    """Parcels in a state, of a courier, the newest first; `after` is the last of a page before."""
    return await snapshot.rows(
        Shipment,
        """
        SELECT id, order_id, number, state, courier, collectable, declared, parcel, address, email,
            contents, pincode, promised_by, courier_order_id, courier_shipment_id, awb, carrier,
            tracking_url, freight, attempts, created_at, state_at, dispatched_at, delivered_at
        FROM shipments
        WHERE (%(state)s::text IS NULL OR state = %(state)s::text)
            AND (%(courier)s::text = '' OR courier = %(courier)s::text)
            AND (%(after)s::uuid IS NULL OR (created_at, id) <
                (SELECT a.created_at, a.id FROM shipments a WHERE a.id = %(after)s::uuid))
        ORDER BY created_at DESC, id DESC LIMIT %(limit)s
        """,
        state=state,
        courier=courier,
        after=after,
        limit=limit,
    )


async def promises(snapshot: Snapshot, *, since: datetime) -> list[Kept]:
    """Of each courier and PIN code, the parcels with a promise that were delivered since a moment,
    and those of them that came by the day that was promised."""
    return await snapshot.rows(
        Kept,
        """
        SELECT courier, pincode, count(*)::int AS delivered, count(*) FILTER (WHERE
            (delivered_at AT TIME ZONE 'Asia/Kolkata')::date <= promised_by)::int AS on_time
        FROM shipments
        WHERE state = 'delivered' AND promised_by IS NOT NULL AND delivered_at >= %(since)s
        GROUP BY courier, pincode ORDER BY courier, pincode
        """,
        since=since,
    )


async def forget_people_before(tx: Transaction, moment: datetime) -> int:
    """Of parcels that were over before a moment: blank name, phone, street and e-mail address, also
    in what was answered about them; how many."""
    return await tx.run(
        """
        WITH over AS (
            SELECT id FROM shipments
            WHERE state IN ('delivered', 'rto_delivered', 'lost', 'damaged', 'cancelled')
                AND state_at <= %(moment)s AND address ->> 'phone' <> ''
            FOR UPDATE SKIP LOCKED),
        answers AS (
            UPDATE ndrs n SET note = '', address = n.address || %(blank)s
            FROM over WHERE n.shipment_id = over.id)
        UPDATE shipments s SET email = NULL, address = s.address || %(blank)s
        FROM over WHERE s.id = over.id
        """,
        moment=moment,
        blank=Jsonb({"name": "", "phone": "", "line1": "", "line2": None, "landmark": None}),
    )
