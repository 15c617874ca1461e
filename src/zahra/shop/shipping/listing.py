"""Parcels, failed attempts and parcels that come back, as staff look through them; and how well the
promises to buyers were kept."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from zahra.base.actors import Actor, Permission
from zahra.base.db import Snapshot
from zahra.base.errors import NotFound
from zahra.shop import places
from zahra.shop.places import Zone
from zahra.shop.shipping.model import Origin
from zahra.shop.shipping.opening import shipment
from zahra.shop.shipping.parcels import Ndr, Rto, Shipment
from zahra.shop.shipping.states import NdrState, RtoState, ShipmentState
from zahra.shop.shipping.store import ndrs, rtos, shipments

REMEMBERED = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class SeekingParcels:
    """Which parcels: in a state, of a courier; `after` is the last one of the page before."""

    state: ShipmentState | None = None
    courier: str = ""
    after: UUID | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True)
class Punctuality:
    """How many parcels a courier delivered in a zone, and how many by the promised day."""

    courier: str
    zone: Zone
    delivered: int
    on_time: int


async def shipments_list(
    snapshot: Snapshot, actor: Actor, sought: SeekingParcels
) -> list[Shipment]:
    """The newest first (`orders:read`)."""
    actor.must(Permission.ORDERS_READ)
    return await shipments.shipments_sought(
        snapshot,
        state=sought.state,
        courier=sought.courier,
        after=sought.after,
        limit=sought.limit,
    )


async def shipment_to_send(snapshot: Snapshot, actor: Actor, shipment_id: UUID) -> Shipment:
    """One parcel with its address, for who sends it (`shipping:write`). Raises NotFound."""
    actor.must(Permission.SHIPPING_WRITE)
    return await shipment(snapshot, shipment_id)


async def shipments_to_send(
    snapshot: Snapshot, actor: Actor, named: Sequence[UUID]
) -> list[Shipment]:
    """Several, by number (`shipping:write`). Raises NotFound for any that is not there."""
    actor.must(Permission.SHIPPING_WRITE)
    found = await shipments.shipments_named(snapshot, named)
    if len(found) != len(set(named)):
        raise NotFound
    return found


async def ndrs_list(
    snapshot: Snapshot,
    actor: Actor,
    *,
    state: NdrState | None = None,
    after: UUID | None = None,
    limit: int = 50,
) -> list[Ndr]:
    """The newest first (`orders:read`)."""
    actor.must(Permission.ORDERS_READ)
    return await ndrs.ndrs_sought(snapshot, state=state, after=after, limit=limit)


async def rtos_list(
    snapshot: Snapshot,
    actor: Actor,
    *,
    state: RtoState | None = None,
    after: UUID | None = None,
    limit: int = 50,
) -> list[Rto]:
    """The newest first (`orders:read`)."""
    actor.must(Permission.ORDERS_READ)
    return await rtos.rtos_sought(snapshot, state=state, after=after, limit=limit)


async def punctuality(snapshot: Snapshot, actor: Actor, origin: Origin) -> list[Punctuality]:
    """How well each courier kept our promises in each zone over the last 90 days
    (`orders:read`)."""
    actor.must(Permission.ORDERS_READ)
    delivered, on_time = Counter[tuple[str, Zone]](), Counter[tuple[str, Zone]]()
    counted = await shipments.promises(snapshot, since=snapshot.now - REMEMBERED)
    known = await places.places_of(snapshot, [kept.pincode for kept in counted])
    for kept in counted:
        zone = places.zone_between(
            origin.pincode,
            kept.pincode,
            state_code=origin.state_code,
            place=known.get(kept.pincode),
        )
        delivered[kept.courier, zone] += kept.delivered
        on_time[kept.courier, zone] += kept.on_time
    return [
        Punctuality(courier, zone, number, on_time[courier, zone])
        for (courier, zone), number in sorted(delivered.items())
    ]
