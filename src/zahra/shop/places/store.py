"""SQL of the PIN table."""

from collections.abc import Collection, Sequence
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


async def places_of(snapshot: Snapshot, pincodes: Collection[str]) -> dict[str, Place]:
    """What is known of these PIN codes; those that are not known are left out."""
    found = await snapshot.rows(
        Place,
        """
        SELECT pincode, districts, state_codes, zone, is_serviceable, takes_cash, cash_max,
            min_days, max_days, parcels, parcels_back, days_p50, days_p90
        FROM pincodes WHERE pincode = ANY (%(pincodes)s::char(6)[])
        """,
        pincodes=list(pincodes),
    )
    return {place.pincode: place for place in found}


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


async def places_beginning(
    snapshot: Snapshot, begins: str, *, after: str, limit: int
) -> list[Place]:
    return await snapshot.rows(
        Place,
        """
        SELECT pincode, districts, state_codes, zone, is_serviceable, takes_cash, cash_max,
            min_days, max_days, parcels, parcels_back, days_p50, days_p90
        FROM pincodes
        WHERE starts_with(pincode, %(begins)s) AND pincode > %(after)s
        ORDER BY pincode LIMIT %(limit)s
        """,
        begins=begins,
        after=after,
        limit=limit,
    )


async def keep_places(tx: Transaction, places: Sequence[Place]) -> None:
    """What is said of these PIN codes; what our parcels taught stays."""
    await tx.run(
        """
        INSERT INTO pincodes (pincode, districts, state_codes, zone, is_serviceable, takes_cash,
            cash_max, min_days, max_days)
        SELECT pincode, districts, state_codes, zone, is_serviceable, takes_cash, cash_max,
            min_days, max_days
        FROM jsonb_to_recordset(%(places)s) AS p (pincode char(6), districts text[],
            state_codes text[], zone char(1), is_serviceable boolean, takes_cash boolean,
            cash_max bigint, min_days int, max_days int)
        ON CONFLICT (pincode) DO UPDATE SET districts = excluded.districts,
            state_codes = excluded.state_codes, zone = excluded.zone,
            is_serviceable = excluded.is_serviceable, takes_cash = excluded.takes_cash,
            cash_max = excluded.cash_max, min_days = excluded.min_days,
            max_days = excluded.max_days
        """,
        places=Jsonb([asdict(place) for place in places]),
    )
