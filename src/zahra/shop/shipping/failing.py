"""Failed attempts at the door (NDR): opened by a scan, closed when the parcel moves on."""

from collections.abc import Sequence
from uuid import UUID

from zahra.base.clock import ist_day
from zahra.base.db import Snapshot, Transaction
from zahra.base.errors import NotFound
from zahra.shop.shipping.parcels import Ndr, Scan, Shipment
from zahra.shop.shipping.states import ShipmentState
from zahra.shop.shipping.store import ndrs
from zahra.shop.shipping.telling import tell_buyer


async def follow_failures(tx: Transaction, known: Shipment, failures: Sequence[Scan]) -> None:
    """Open a record of the newest failed attempt, and close those that are history."""
    if known.state is not ShipmentState.UNDELIVERED:
        await ndrs.close_all(tx, known.id)
        return
    await open_ndr(tx, known, failures)


async def open_ndr(tx: Transaction, known: Shipment, failures: Sequence[Scan]) -> None:
    """The last failed attempt, opened once; earlier ones are closed, its buyer is to be told. One
    that is known stays as it was answered when an earlier one is told of late."""
    kept = {ist_day(ndr.failed_at) for ndr in await ndrs.ndrs_of(tx, known.id)}
    if not failures or ist_day(failures[-1].occurred_at) in kept:
        return
    await ndrs.close_all(tx, known.id)
    made = await ndrs.open_one(tx, known.id, len(failures), failure=failures[-1])
    if made is not None:
        await tx.defer(tell_buyer, ndr_id=made)


async def ndr(snapshot: Snapshot, ndr_id: UUID) -> Ndr:
    """One failed attempt. Raises NotFound."""
    if (found := await ndrs.ndr(snapshot, ndr_id)) is None:
        raise NotFound
    return found
