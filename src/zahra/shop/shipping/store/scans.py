"""SQL of what couriers tell: the bodies as they came, and each scan once."""

import hashlib
from datetime import datetime
from uuid import UUID

from zahra.base import ids
from zahra.base.db import Snapshot, Transaction
from zahra.shop.shipping.parcels import Scan


async def file_news(tx: Transaction, courier: str, raw: bytes, *, scans: int) -> None:
    """A body as it came; one that came before is not kept again."""
    await tx.run(
        """
        INSERT INTO courier_news (id, courier, digest, raw, scans, received_at)
        VALUES (%(id)s, %(courier)s, %(digest)s, %(raw)s, %(scans)s, %(now)s)
        ON CONFLICT (courier, digest) DO NOTHING
        """,
        id=ids.new(),
        courier=courier,
        digest=hashlib.sha256(raw).digest(),
        raw=raw,
        scans=scans,
        now=tx.now,
    )


async def forget_news_before(tx: Transaction, moment: datetime) -> int:
    """Drop bodies that came before a moment; how many."""
    return await tx.run("DELETE FROM courier_news WHERE received_at <= %(at)s", at=moment)


async def add(
    tx: Transaction, shipment_id: UUID | None, scan: Scan, *, courier: str, awb: str
) -> bool:
    """Write a scan down; whether it was news."""
    added = await tx.run(
        """
        INSERT INTO shipment_events (id, shipment_id, courier, awb, key, code, state, remark,
            location, occurred_at, received_at)
        VALUES (%(id)s, %(shipment_id)s, %(courier)s, %(awb)s, %(key)s, %(code)s, %(state)s,
            %(remark)s, %(location)s, %(occurred_at)s, %(now)s)
        ON CONFLICT (courier, key) DO NOTHING
        """,
        id=ids.new(),
        shipment_id=shipment_id,
        courier=courier,
        awb=awb,
        key=scan.key,
        code=scan.code,
        state=scan.state,
        remark=scan.remark,
        location=scan.location,
        occurred_at=scan.occurred_at,
        now=tx.now,
    )
    return added > 0


async def claim(tx: Transaction, shipment_id: UUID, courier: str, awb: str) -> int:
    """Scans that came before we knew the number are the parcel's now; how many."""
    return await tx.run(
        """
        UPDATE shipment_events SET shipment_id = %(shipment_id)s
        WHERE courier = %(courier)s AND awb = %(awb)s AND shipment_id IS NULL
        """,
        shipment_id=shipment_id,
        courier=courier,
        awb=awb,
    )


async def scans_under(snapshot: Snapshot, courier: str, awb: str) -> list[Scan]:
    """Everything that was told of a number that no parcel has, in the order it happened."""
    return await snapshot.rows(
        Scan,
        """
        SELECT key, code, state, remark, location, occurred_at
        FROM shipment_events
        WHERE courier = %(courier)s AND awb = %(awb)s AND shipment_id IS NULL
        ORDER BY occurred_at, received_at, key
        """,
        courier=courier,
        awb=awb,
    )


async def scans_of(snapshot: Snapshot, shipment_id: UUID) -> list[Scan]:
    """Everything that was told of a parcel, in the order it happened."""
    return await snapshot.rows(
        Scan,
        """
        SELECT key, code, state, remark, location, occurred_at
        FROM shipment_events WHERE shipment_id = %(id)s ORDER BY occurred_at, received_at, key
        """,
        id=shipment_id,
    )
