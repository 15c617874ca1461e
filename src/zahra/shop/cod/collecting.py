"""The cash that couriers took at the door, and what they remit of it.

A collection belongs to an order: whoever writes one, or a remittance of it, holds that order's
lock.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from zahra.base import ids
from zahra.base.actors import Actor, Permission
from zahra.base.db import Snapshot, Transaction
from zahra.shop.cod.remittances import (
    Collection,
    Remittance,
    RemittanceLine,
    RemittanceVerdict,
    verdict_on,
)
from zahra.shop.cod.store import cash as store

_EVERY = tuple(RemittanceVerdict)


@dataclass(frozen=True, slots=True)
class RemittancePage:
    """A page of remitted lines, and how many there are in all."""

    lines: tuple[Remittance, ...]
    total: int


async def note_collected(tx: Transaction, collection: Collection) -> None:
    """A courier took cash for a shipment: it owes it from now on. Once a shipment."""
    await store.insert_collection(tx, collection)


async def order_of_awb(snapshot: Snapshot, awb: str) -> UUID | None:
    """Whose order's lock to take before a line about this parcel is kept; None: nobody's."""
    return await store.order_of_awb(snapshot, awb)


async def keep_remittance(
    tx: Transaction, line: RemittanceLine, order_id: UUID | None, *, by: str
) -> tuple[Remittance, bool]:
    """Compare a line with what is outstanding and keep it; how it is kept, and whether that is new.

    One that is known already stays as it is, but for a line about a parcel that was unknown: it is
    compared again when it comes again.
    """
    found = await store.collection_to_change(tx, order_id, line.awb) if order_id else None
    outstanding = found.outstanding if found else None
    remittance = Remittance(
        id=ids.new(),
        awb=line.awb,
        utr=line.utr,
        amount=line.amount,
        remitted_on=line.remitted_on,
        verdict=verdict_on(outstanding, line.amount),
        expected=outstanding,
        shipment_id=found.shipment_id if found else None,
        imported_by=by,
        imported_at=tx.now,
    )
    if not await store.put_remittance(tx, remittance):
        return await store.remittance(tx, line.utr, line.awb), False
    if found is not None:
        await store.add_remitted(tx, found.shipment_id, line.amount)
    return remittance, True


async def owes_nothing(snapshot: Snapshot, order_id: UUID) -> bool:
    """Whether all cash collected for an order was remitted."""
    return await store.owes_nothing(snapshot, order_id)


async def unremitted(
    snapshot: Snapshot, *, before: datetime, limit: int = 1000
) -> list[Collection]:
    """Cash collected before a moment and still owed, the longest first."""
    return await store.unremitted(snapshot, before=before, limit=limit)


async def remittances(
    snapshot: Snapshot,
    actor: Actor,
    *,
    verdicts: Sequence[RemittanceVerdict] = _EVERY,
    limit: int = 24,
    offset: int = 0,
) -> RemittancePage:
    """Lines that were taken in, the latest first. Needs `finance:read`."""
    actor.must(Permission.FINANCE_READ)
    lines = await store.remittances(snapshot, verdicts, limit=limit, offset=offset)
    return RemittancePage(tuple(lines), await store.count_remittances(snapshot, verdicts))
