"""Which gateways a payer is offered, by the settings' order and by how they have been doing."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from zahra.base.db import Database, Snapshot
from zahra.shop.payments.gateways import Gateways
from zahra.shop.payments.model import Health
from zahra.shop.payments.store import health as store

WINDOW = timedelta(minutes=15)
TROUBLES = ("GATEWAY_ERROR", "SERVER_ERROR")  # the gateway's own, not the payer's or the bank's


async def offered(snapshot: Snapshot, gateways: Gateways) -> tuple[str, ...]:
    """The names of the gateways to offer now, the best first; in one statement.

    Only a hint for pages: a gateway that is not offered may still be asked for by name.
    """
    names = [gateway.name for gateway in gateways.on_offer]
    if len(names) < 2:
        return tuple(names)
    since = snapshot.now - WINDOW
    return ranked(names, await store.health_of(snapshot, names, TROUBLES, since=since))


def ranked(names: Sequence[str], health: Iterable[Health]) -> tuple[str, ...]:
    """The healthy ones as the settings order them, then those in trouble; those that seem to be
    down are left out, unless all are.

    >>> ranked(["razorpay", "payu"], [Health("razorpay", taken=2, troubles=4)])
    ('payu', 'razorpay')
    >>> ranked(["razorpay", "payu"], [Health("razorpay", taken=0, troubles=5)])
    ('payu',)
    """
    known = {each.provider: each for each in health}
    doing = [known.get(name) or Health(name, 0, 0) for name in names]
    up = [each for each in doing if not each.seems_down] or doing
    return tuple(each.provider for each in sorted(up, key=lambda each: each.is_in_trouble))


async def note_silence(database: Database, provider: str) -> None:
    """Remember that a gateway did not answer, or would not talk to us. No transaction is open."""
    async with database.transaction() as tx:
        await store.note_silence(tx, provider)
