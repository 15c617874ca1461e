"""Taking in what is told of parcels: stored as it came, applied later under the order's lock."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

import structlog

from zahra.base import audit
from zahra.base.actors import Actor, Permission
from zahra.base.db import Transaction
from zahra.base.lifecycle import WrongMoment
from zahra.shop.shipping.couriers import Couriers
from zahra.shop.shipping.events import ShipmentNews, UnclaimedNews
from zahra.shop.shipping.opening import shipment
from zahra.shop.shipping.parcels import Scan, Shipment
from zahra.shop.shipping.provider import NotByHand, ScanFact
from zahra.shop.shipping.states import LEADS_TO, SHIPMENT_LIFE, ShipmentEvent
from zahra.shop.shipping.store import scans, shipments

log = structlog.get_logger("zahra.shipping")


async def keep_scan(
    tx: Transaction, courier: str, raw: bytes, facts: Sequence[ScanFact]
) -> frozenset[UUID]:
    """File a verified webhook and its scans, each once; the parcels that there is news of.

    A scan of a number we do not know waits for its parcel. No order is locked here: who listens to
    `ShipmentNews` leaves a job that is.
    """
    await scans.file_news(tx, courier, raw, scans=len(facts))
    return await keep_facts(tx, courier, facts)


async def keep_facts(tx: Transaction, courier: str, facts: Iterable[ScanFact]) -> frozenset[UUID]:
    """File scans, each once, and announce the parcels that there is news of, and the numbers that
    no parcel has."""
    heard: set[UUID] = set()
    unclaimed: set[str] = set()
    for fact in facts:
        found = await shipments.shipment_under(tx, courier, fact.awb)
        scan = _scan_of(courier, fact, tx.now)
        is_news = await scans.add(tx, found, scan, courier=courier, awb=fact.awb)
        if is_news and not fact.is_known:
            log.warning("unknown_courier_code", courier=courier, code=fact.code)
        if is_news and found is not None:
            heard.add(found)
        elif is_news:
            unclaimed.add(fact.awb)
    for shipment_id in sorted(heard):
        await tell_news(tx, await shipment(tx, shipment_id))
    for awb in sorted(unclaimed):
        await tx.announce(UnclaimedNews(courier, awb))
    return frozenset(heard)


async def tell_scan(
    tx: Transaction,
    actor: Actor,
    couriers: Couriers,
    shipment_id: UUID,
    event: ShipmentEvent,
) -> Shipment:
    """Staff write down what a courier without a machine says (`shipping:write`); it is applied by
    the same job as a webhook's scan. The parcel as it was until now.

    Raises NotFound, NotByHand for a courier that tells by itself, WrongMoment.
    """
    actor.must(Permission.SHIPPING_WRITE)
    found = await shipment(tx, shipment_id)
    if not couriers.named(found.courier).is_by_hand:
        raise NotByHand
    if not SHIPMENT_LIFE.allows(found.state, event):
        allowed = list(SHIPMENT_LIFE.events_from(found.state))
        raise WrongMoment(state=found.state, event=event, allowed=allowed)
    await add_own(tx, found, event, by=actor.label)
    subject, detail = f"shipment:{found.number}", {"before": found.state, "event": event}
    await audit.note(tx, actor, "shipping.told", subject=subject, detail=detail)
    await tell_news(tx, found)
    return found


async def add_own(
    tx: Transaction, moved: Shipment, event: ShipmentEvent, *, by: str, note: str = ""
) -> None:
    """A scan of our own making: something we did or were told, at this moment."""
    state = LEADS_TO[event]
    scan = Scan(
        key=f"own:{moved.id}:{event}:{tx.now.isoformat()}",
        code=f"{by}: {event}",
        state=state,
        remark=note,
        location="",
        occurred_at=tx.now,
    )
    await scans.add(tx, moved.id, scan, courier=moved.courier, awb=moved.awb or moved.number)


async def tell_news(tx: Transaction, about: Shipment) -> None:
    """Have the news of a parcel applied."""
    await tx.announce(ShipmentNews(about.id, about.order_id))


def _scan_of(courier: str, fact: ScanFact, now: datetime) -> Scan:
    """A courier's clock may be wrong: nothing happens later than it is told."""
    told = "\n".join((courier, fact.awb, fact.code, fact.stamp))
    return Scan(
        key=hashlib.sha256(told.encode()).hexdigest(),
        code=fact.code,
        state=fact.state,
        remark=fact.remark[:200],
        location=fact.location[:100],
        occurred_at=min(fact.occurred_at, now),
    )
