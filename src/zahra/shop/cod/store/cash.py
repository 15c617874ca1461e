"""SQL of cash that couriers took, and of what they remitted."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from zahra.base.db import Snapshot, Transaction
from zahra.base.money import Paise
from zahra.shop.cod.remittances import Collection, Remittance, RemittanceVerdict


async def insert_collection(tx: Transaction, collection: Collection) -> None:
    """Once a shipment, however often its courier tells."""
    await tx.run(
        """
        INSERT INTO cod_collections (shipment_id, order_id, courier, awb, amount, collected_at)
        VALUES (%(shipment_id)s, %(order_id)s, %(courier)s, %(awb)s, %(amount)s, %(collected_at)s)
        ON CONFLICT (shipment_id) DO NOTHING
        """,
        shipment_id=collection.shipment_id,
        order_id=collection.order_id,
        courier=collection.courier,
        awb=collection.awb,
        amount=collection.amount,
        collected_at=collection.collected_at,
    )


async def order_of_awb(snapshot: Snapshot, awb: str) -> UUID | None:
    """The order whose parcel this is; of several couriers' the one that still owes."""
    return await snapshot.value(
        """
        SELECT order_id FROM cod_collections WHERE upper(awb) = %(awb)s
        ORDER BY remitted >= amount, collected_at LIMIT 1
        """,
        awb=awb,
    )


async def collection_to_change(tx: Transaction, order_id: UUID, awb: str) -> Collection | None:
    """The order's lock is held: it stands for its collections."""
    return await tx.row(
        Collection,
        """
        SELECT shipment_id, order_id, courier, awb, amount, collected_at, remitted
        FROM cod_collections WHERE order_id = %(order_id)s AND upper(awb) = %(awb)s
        """,
        order_id=order_id,
        awb=awb,
    )


async def add_remitted(tx: Transaction, shipment_id: UUID, amount: Paise) -> None:
    await tx.run(
        """
        UPDATE cod_collections SET remitted = remitted + %(amount)s, remitted_at = %(now)s
        WHERE shipment_id = %(shipment_id)s
        """,
        shipment_id=shipment_id,
        amount=amount,
        now=tx.now,
    )


async def owes_nothing(snapshot: Snapshot, order_id: UUID) -> bool:
    """Whether all cash of an order was remitted."""
    return await snapshot.value(
        """
        SELECT NOT EXISTS (
            SELECT 1 FROM cod_collections WHERE order_id = %(order_id)s AND remitted < amount)
        """,
        order_id=order_id,
    )


async def put_remittance(tx: Transaction, remittance: Remittance) -> bool:
    """Keep a line; whether it is new, or was of an unknown parcel until now."""
    written = await tx.run(
        """
        INSERT INTO cod_remittances AS r (id, utr, awb, amount, remitted_on, verdict, expected,
            shipment_id, imported_by, imported_at)
        VALUES (%(id)s, %(utr)s, %(awb)s, %(amount)s, %(remitted_on)s, %(verdict)s, %(expected)s,
            %(shipment_id)s, %(imported_by)s, %(imported_at)s)
        ON CONFLICT (utr, awb) DO UPDATE SET verdict = excluded.verdict,
            expected = excluded.expected, shipment_id = excluded.shipment_id
        WHERE r.verdict = 'unknown_awb' AND excluded.verdict <> 'unknown_awb'
            AND r.amount = excluded.amount
        """,
        **asdict(remittance),
    )
    return written > 0


async def remittance(snapshot: Snapshot, utr: str, awb: str) -> Remittance:
    """A line that is known."""
    found = await snapshot.row(
        Remittance,
        """
        SELECT id, awb, utr, amount, remitted_on, verdict, expected, shipment_id, imported_by,
            imported_at
        FROM cod_remittances WHERE utr = %(utr)s AND awb = %(awb)s
        """,
        utr=utr,
        awb=awb,
    )
    assert found is not None
    return found


async def remittances(
    snapshot: Snapshot, verdicts: Sequence[RemittanceVerdict], *, limit: int, offset: int
) -> list[Remittance]:
    """The latest first."""
    return await snapshot.rows(
        Remittance,
        """
        SELECT id, awb, utr, amount, remitted_on, verdict, expected, shipment_id, imported_by,
            imported_at
        FROM cod_remittances WHERE verdict = ANY(%(verdicts)s)
        ORDER BY imported_at DESC, id DESC LIMIT %(limit)s OFFSET %(offset)s
        """,
        verdicts=[each.value for each in verdicts],
        limit=limit,
        offset=offset,
    )


async def count_remittances(snapshot: Snapshot, verdicts: Sequence[RemittanceVerdict]) -> int:
    return await snapshot.value(
        "SELECT count(*) FROM cod_remittances WHERE verdict = ANY(%(verdicts)s)",
        verdicts=[each.value for each in verdicts],
    )


async def unremitted(snapshot: Snapshot, *, before: datetime, limit: int) -> list[Collection]:
    """Cash collected before a moment that is still owed, the longest first."""
    return await snapshot.rows(
        Collection,
        """
        SELECT shipment_id, order_id, courier, awb, amount, collected_at, remitted
        FROM cod_collections WHERE remitted < amount AND collected_at < %(before)s
        ORDER BY collected_at, shipment_id LIMIT %(limit)s
        """,
        before=before,
        limit=limit,
    )
