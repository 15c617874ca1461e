"""SQL of bookings: who was asked to carry a parcel, and what for certain came of it."""

from datetime import datetime
from uuid import UUID

from zahra.base.db import Snapshot, Transaction
from zahra.shop.shipping.parcels import Booking


async def claim(
    tx: Transaction, shipment_id: UUID, courier: str, *, until: datetime
) -> Booking | None:
    """The one row of this parcel, ours until a moment; None while somebody else is asking."""
    return await tx.row(
        Booking,
        """
        INSERT INTO courier_bookings (shipment_id, courier, state, tries, asked_until)
        VALUES (%(id)s, %(courier)s, 'asked', 1, %(until)s)
        ON CONFLICT (shipment_id) DO UPDATE
        SET tries = courier_bookings.tries + 1, asked_until = %(until)s,
            state = CASE courier_bookings.state WHEN 'refused' THEN 'asked'
                ELSE courier_bookings.state END
        WHERE courier_bookings.asked_until <= %(now)s
        RETURNING shipment_id, courier, state, tries, asked_until, courier_order_id
        """,
        id=shipment_id,
        courier=courier,
        until=until,
        now=tx.now,
    )


async def booking(snapshot: Snapshot, shipment_id: UUID) -> Booking | None:
    return await snapshot.row(
        Booking,
        """
        SELECT shipment_id, courier, state, tries, asked_until, courier_order_id
        FROM courier_bookings WHERE shipment_id = %(id)s
        """,
        id=shipment_id,
    )


async def opened(tx: Transaction, shipment_id: UUID, courier_order_id: str) -> None:
    """The courier's order that is ours: no other will ever be asked for."""
    await tx.run(
        """
        UPDATE courier_bookings SET state = 'opened', courier_order_id = %(order_id)s
        WHERE shipment_id = %(id)s
        """,
        id=shipment_id,
        order_id=courier_order_id,
    )


async def booked(tx: Transaction, shipment_id: UUID) -> None:
    await tx.run(
        """
        UPDATE courier_bookings SET state = 'booked', asked_until = %(now)s, last_error = NULL
        WHERE shipment_id = %(id)s
        """,
        id=shipment_id,
        now=tx.now,
    )


async def let_go(
    tx: Transaction, shipment_id: UUID, error: str, *, is_refused: bool = False
) -> None:
    """Others may ask now. A refusal keeps the courier's order, where there is one."""
    await tx.run(
        """
        UPDATE courier_bookings SET asked_until = %(now)s, last_error = %(error)s,
            state = CASE WHEN %(is_refused)s AND state = 'asked' THEN 'refused' ELSE state END
        WHERE shipment_id = %(id)s
        """,
        id=shipment_id,
        error=error,
        is_refused=is_refused,
        now=tx.now,
    )
