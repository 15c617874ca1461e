"""Writing down what becomes of each message: before a carrier is asked, after it answered, and
when it reports. Each in a transaction of its own; none is open while a carrier is asked.
"""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from zahra.base import ids
from zahra.base.db import Database, Snapshot, Transaction
from zahra.base.keys import Keys
from zahra.base.text import mask
from zahra.shop.messaging.model import Channel
from zahra.shop.messaging.provider import Email, Report, Sms
from zahra.shop.messaging.states import DELIVERY_LIFE, DeliveryEvent
from zahra.shop.messaging.store import deliveries
from zahra.shop.messaging.store.deliveries import Opening

SPARED = timedelta(days=30)  # an address that mail came back from; decision 11
KEPT = timedelta(days=180)
_NOBODY = "nobody"
_PURPOSE = "mail-address"


@dataclass(frozen=True, slots=True)
class Record:
    """The record of deliveries. Addresses are known to it only by a keyed hash, so that a bounce
    is remembered and nobody is."""

    database: Database
    keys: Keys

    async def is_done(self, message: Sms | Email) -> bool:
        """Whether the message went to a carrier before, or must go to none."""
        async with self.database.snapshot() as snapshot:
            if await deliveries.is_done(snapshot, message.key):
                return True
            if isinstance(message, Sms) or not await self._comes_back(snapshot, message.to):
                return False
        await self._suppress(message)
        return True

    async def begin(self, message: Sms | Email, carrier: str) -> UUID | None:
        """Written before the carrier is asked: a report may overtake its answer. None where the
        carrier has just said what became of an earlier try."""
        async with self.database.transaction() as tx:
            return await deliveries.open_delivery(tx, self._opening(message, carrier))

    async def taken(self, delivery_id: UUID, carrier_id: str) -> None:
        async with self.database.transaction() as tx:
            await deliveries.taken(tx, delivery_id, carrier_id)

    async def not_taken(
        self, delivery_id: UUID, carrier: str, event: DeliveryEvent, *, reason: str
    ) -> None:
        report = Report(event, delivery_id, None, reason)
        async with self.database.transaction() as tx:
            await hear_reports(tx, carrier, [report])

    async def who_had(self, key: str) -> frozenset[str] | None:
        """The carriers that were given this message; None once it is delivered."""
        async with self.database.snapshot() as snapshot:
            if await deliveries.is_delivered(snapshot, key):
                return None
            return frozenset(await deliveries.carriers_of(snapshot, key))

    async def _comes_back(self, snapshot: Snapshot, address: str) -> bool:
        known_as = address.lower().encode()
        hashes = [hmac.digest(key, known_as, "sha256") for key in self.keys.every(_PURPOSE)]
        return await deliveries.came_back(snapshot, hashes, snapshot.now - SPARED)

    async def _suppress(self, message: Email) -> None:
        if (delivery_id := await self.begin(message, _NOBODY)) is not None:
            await self.not_taken(delivery_id, _NOBODY, DeliveryEvent.SUPPRESS, reason="came back")

    def _opening(self, message: Sms | Email, carrier: str) -> Opening:
        known_as: bytes | None = None
        if isinstance(message, Email):
            known_as = self.keys.sign(_PURPOSE, message.to.lower().encode())
        return Opening(
            id=ids.new(),
            key=message.key,
            channel=Channel.SMS if isinstance(message, Sms) else Channel.EMAIL,
            template=message.template,
            recipient_masked=mask(message.to),
            recipient_hmac=known_as,
            carrier=carrier,
        )


async def hear_reports(tx: Transaction, carrier: str, reports: Iterable[Report]) -> None:
    """Move deliveries by what their carrier reports. What comes twice, too late, in the wrong
    order or about somebody else's changes nothing."""
    for report in reports:
        found = await deliveries.delivery_to_change(
            tx, carrier, report.delivery_id, report.carrier_id
        )
        if found is not None and DELIVERY_LIFE.allows(found.state, report.event):
            then = DELIVERY_LIFE.after(found.state, report.event)
            await deliveries.settle(tx, found.id, then, report.reason)


async def is_delivered(snapshot: Snapshot, key: str) -> bool:
    """Whether a carrier said that the message with this key arrived."""
    return await deliveries.is_delivered(snapshot, key)
