"""SQL of deliveries: a message in the hands of one carrier."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from zahra.base.db import Snapshot, Transaction
from zahra.shop.messaging.model import Channel
from zahra.shop.messaging.states import DeliveryState


@dataclass(frozen=True, slots=True)
class Opening:
    """A delivery about to begin. `recipient_hmac` is that of an e-mail address."""

    id: UUID
    key: str
    channel: Channel
    template: str
    recipient_masked: str
    recipient_hmac: bytes | None
    carrier: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How one delivery stands."""

    id: UUID
    state: DeliveryState


async def open_delivery(tx: Transaction, opening: Opening) -> UUID | None:
    """The delivery of this message by this carrier, begun again where it was begun before; None
    where that one is over."""
    return await tx.value(
        """
        INSERT INTO deliveries AS d
            (id, key, channel, template, recipient_masked, recipient_hmac, carrier, sent_at)
        VALUES (%(id)s, %(key)s, %(channel)s, %(template)s, %(masked)s, %(hmac)s, %(carrier)s,
            %(now)s)
        ON CONFLICT (key, carrier) DO UPDATE SET
            state = 'sent', reason = '', carrier_id = NULL, settled_at = NULL, sent_at = %(now)s
        WHERE d.state IN ('sent', 'failed')
        RETURNING id
        """,
        id=opening.id,
        key=opening.key,
        channel=opening.channel.value,
        template=opening.template,
        masked=opening.recipient_masked,
        hmac=opening.recipient_hmac,
        carrier=opening.carrier,
        now=tx.now,
    )


async def taken(tx: Transaction, delivery_id: UUID, carrier_id: str) -> None:
    """The carrier has it; a report may have been faster."""
    await tx.run(
        "UPDATE deliveries SET carrier_id = %(carrier_id)s WHERE id = %(id)s",
        id=delivery_id,
        carrier_id=carrier_id,
    )


async def delivery_to_change(
    tx: Transaction, carrier: str, delivery_id: UUID | None, carrier_id: str | None
) -> Standing | None:
    """By our name for it or, without one, by the carrier's; never another carrier's."""
    return await tx.row(
        Standing,
        """
        SELECT id, state FROM deliveries
        WHERE carrier = %(carrier)s AND CASE WHEN %(id)s::uuid IS NULL
            THEN carrier_id = %(carrier_id)s::text ELSE id = %(id)s::uuid END
        FOR UPDATE
        """,
        carrier=carrier,
        id=delivery_id,
        carrier_id=carrier_id,
    )


async def settle(tx: Transaction, delivery_id: UUID, state: DeliveryState, reason: str) -> None:
    await tx.run(
        """
        UPDATE deliveries SET state = %(state)s, reason = %(reason)s, settled_at = %(now)s
        WHERE id = %(id)s
        """,
        id=delivery_id,
        state=state.value,
        reason=reason,
        now=tx.now,
    )


async def is_done(snapshot: Snapshot, key: str) -> bool:
    """Whether a carrier has the message, or none shall have it."""
    return await snapshot.value(
        """
        SELECT EXISTS (SELECT 1 FROM deliveries WHERE key = %(key)s
            AND (carrier_id IS NOT NULL AND state <> 'failed'
                 OR state IN ('delivered', 'bounced', 'complained', 'suppressed')))
        """,
        key=key,
    )


async def is_delivered(snapshot: Snapshot, key: str) -> bool:
    return await snapshot.value(
        "SELECT EXISTS (SELECT 1 FROM deliveries WHERE key = %(key)s AND state = 'delivered')",
        key=key,
    )


async def carriers_of(snapshot: Snapshot, key: str) -> list[str]:
    """Who was given the message already."""
    return await snapshot.values("SELECT carrier FROM deliveries WHERE key = %(key)s", key=key)


async def came_back(snapshot: Snapshot, hashes: Sequence[bytes], since: datetime) -> bool:
    """Whether mail to an address bounced, or was called spam, since a moment."""
    return await snapshot.value(
        """
        SELECT EXISTS (SELECT 1 FROM deliveries
            WHERE recipient_hmac = ANY(%(hashes)s) AND settled_at > %(since)s
              AND state IN ('bounced', 'complained'))
        """,
        hashes=list(hashes),
        since=since,
    )


async def forget_deliveries(tx: Transaction, before: datetime) -> int:
    return await tx.run("DELETE FROM deliveries WHERE sent_at < %(before)s", before=before)
