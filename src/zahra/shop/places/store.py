"""SQL of the PIN table."""

from collections.abc import Sequence
from dataclasses import asdict

from psycopg.types.json import Jsonb

from zahra.base.db import Snapshot, Transaction
from zahra.shop.places.model import Lesson, Place


async def place_of(snapshot: Snapshot, pincode: str) -> Place | None:
    """What is known of a PIN code; None for one that the directory does not have."""
    return await snapshot.row(
        Place,
        """
        SELECT pincode, districts, state_codes, zone, is_serviceable, takes_cash, cash_max,
            min_days, max_days, parcels, parcels_back, days_p50, days_p90
        FROM pincodes WHERE pincode = %(pincode)s
        """,
        pincode=pincode,
    )


async def keep_loaders_out(tx: Transaction) -> None:
    await tx.run("LOCK TABLE pincodes IN SHARE ROW EXCLUSIVE MODE")


async def has_places(snapshot: Snapshot) -> bool:
    return await snapshot.value("SELECT EXISTS (SELECT 1 FROM pincodes)")


async def add_places(tx: Transaction, places: Sequence[Place]) -> None:
    """COPY, because one INSERT each would take seconds."""
    await tx.copy_in(
        "COPY pincodes (pincode, districts, state_codes) FROM STDIN",
        [(place.pincode, list(place.districts), list(place.state_codes)) for place in places],
    )


async def keep_lessons(tx: Transaction, lessons: Sequence[Lesson]) -> None:
    """What parcels taught, of each PIN code; what others had taught before is forgotten."""
    await tx.run(
        """
        UPDATE pincodes p SET parcels = coalesce(l.parcels, 0),
            parcels_back = coalesce(l.parcels_back, 0), days_p50 = l.days_p50,
            days_p90 = l.days_p90
        FROM pincodes known LEFT JOIN jsonb_to_recordset(%(lessons)s) AS l (pincode char(6),
            parcels int, parcels_back int, days_p50 int, days_p90 int)
            ON l.pincode = known.pincode
        WHERE p.pincode = known.pincode AND (l.pincode IS NOT NULL OR known.parcels > 0)
        """,
        lessons=Jsonb([asdict(lesson) for lesson in lessons]),
    )
