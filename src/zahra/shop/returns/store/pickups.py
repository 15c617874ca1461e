"""SQL of pickups. The order's lock is held to change them."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from zahra.base.db import Snapshot, Transaction
from zahra.shop.returns.pickups import ReturnPickup


async def insert(tx: Transaction, made: ReturnPickup) -> None:
    await tx.run(
        """
        INSERT INTO return_pickups (id, return_id, number, courier, booking, state, asked_until,
            created_at, state_at)
        VALUES (%(id)s, %(return_id)s, %(number)s, %(courier)s, %(booking)s, %(state)s,
            %(asked_until)s, %(created_at)s, %(state_at)s)
        """,
        id=made.id,
        return_id=made.return_id,
        number=made.number,
        courier=made.courier,
        booking=made.booking,
        state=made.state,
        asked_until=made.asked_until,
        created_at=made.created_at,
        state_at=made.state_at,
    )


async def keep(tx: Transaction, pickup: ReturnPickup) -> None:
    """Write everything of a pickup that may change."""
    await tx.run(
        """
        UPDATE return_pickups SET booking = %(booking)s, state = %(state)s, tries = %(tries)s,
            asked_until = %(asked_until)s, last_error = %(last_error)s,
            courier_order_id = %(courier_order_id)s, courier_shipment_id = %(courier_shipment_id)s,
            awb = %(awb)s, carrier = %(carrier)s, tracking_url = %(tracking_url)s,
            freight = %(freight)s, pickup_on = %(pickup_on)s, failures = %(failures)s,
            said = %(said)s, state_at = %(state_at)s, booked_at = %(booked_at)s,
            called_off_at = %(called_off_at)s
        WHERE id = %(id)s
        """,
        **asdict(pickup),
    )


async def pickup(snapshot: Snapshot, pickup_id: UUID) -> ReturnPickup | None:
    return await snapshot.row(
        ReturnPickup,
        """
        SELECT id, return_id, number, courier, booking, state, tries, asked_until, last_error,
            courier_order_id, courier_shipment_id, awb, carrier, tracking_url, freight, pickup_on,
            failures, said, created_at, state_at, booked_at, called_off_at
        FROM return_pickups WHERE id = %(id)s
        """,
        id=pickup_id,
    )


async def pickups_of(snapshot: Snapshot, return_id: UUID) -> list[ReturnPickup]:
    """All of a return, oldest first."""
    return await snapshot.rows(
        ReturnPickup,
        """
        SELECT id, return_id, number, courier, booking, state, tries, asked_until, last_error,
            courier_order_id, courier_shipment_id, awb, carrier, tracking_url, freight, pickup_on,
            failures, said, created_at, state_at, booked_at, called_off_at
        FROM return_pickups WHERE return_id = %(id)s ORDER BY created_at, id
        """,
        id=return_id,
    )


async def pickup_under(snapshot: Snapshot, courier: str, awb: str) -> UUID | None:
    """The pickup that travels under this number."""
    return await snapshot.value(
        "SELECT id FROM return_pickups WHERE courier = %(courier)s AND awb = %(awb)s",
        courier=courier,
        awb=awb,
    )


async def without_news(snapshot: Snapshot, *, before: datetime, limit: int) -> list[ReturnPickup]:
    """Booked pickups that nobody told us about since a moment, the longest unasked first."""
    return await snapshot.rows(
        ReturnPickup,
        """
        SELECT id, return_id, number, courier, booking, state, tries, asked_until, last_error,
            courier_order_id, courier_shipment_id, awb, carrier, tracking_url, freight, pickup_on,
            failures, said, created_at, state_at, booked_at, called_off_at
        FROM return_pickups
        WHERE state NOT IN ('delivered', 'cancelled', 'lost') AND booking = 'booked'
            AND coalesce(polled_at, state_at) <= %(before)s
        ORDER BY coalesce(polled_at, state_at) LIMIT %(limit)s
        """,
        before=before,
        limit=limit,
    )


async def left_unbooked(snapshot: Snapshot, *, before: datetime, limit: int) -> list[UUID]:
    """Returns whose courier was being asked and whoever asked has given up since a moment."""
    return await snapshot.values(
        """
        SELECT return_id FROM return_pickups
        WHERE state NOT IN ('delivered', 'cancelled', 'lost') AND booking IN ('asked', 'opened')
            AND asked_until <= %(before)s
        ORDER BY asked_until LIMIT %(limit)s
        """,
        before=before,
        limit=limit,
    )


async def note_polled(tx: Transaction, pickup_id: UUID) -> None:
    await tx.run(
        "UPDATE return_pickups SET polled_at = %(now)s WHERE id = %(id)s", now=tx.now, id=pickup_id
    )
