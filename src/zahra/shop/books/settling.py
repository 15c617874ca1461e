"""What gateways paid out, taken into the books line by line and matched with what we know."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, timedelta
from uuid import UUID

import structlog

from zahra.base import audit
from zahra.base.actors import Actor, Permission, program
from zahra.base.clock import ist_day, start_of
from zahra.base.db import Database, Snapshot, Transaction
from zahra.shop.books.earning import check_days
from zahra.shop.books.model import Matching, Settlement
from zahra.shop.books.store import settlements as store
from zahra.shop.payments import GatewayRefused, Gateways, SettledFact

log = structlog.get_logger("zahra.books")
_NAMED = 20  # lines that the log names
LOOK_BACK = timedelta(days=3)  # a payout may be told of late; a line is taken once


async def take_statement(
    tx: Transaction, actor: Actor, provider: str, facts: Sequence[SettledFact]
) -> Matching:
    """Keep the lines of a payout that are not known yet, matched with our payments and refunds.

    Any number of times: a line is kept once, as it was told first. Raises Forbidden without
    `finance:write`.
    """
    actor.must(Permission.FINANCE_WRITE)
    await store.put_settlements(tx, provider, facts)
    new = await store.put_items(tx, provider, facts)
    await store.match_again(tx)
    await store.match_disputes(tx)
    unknown = await store.unmatched(tx, provider, facts)
    changed = await store.told_otherwise(tx, provider, facts)
    matching = Matching(len(facts), new, unknown, len(changed))
    if changed:
        log.error("settled_differently", gateway=provider, lines=changed[:_NAMED])
    if new:
        detail = asdict(matching)
        await audit.note(tx, actor, "settlement.imported", subject=provider, detail=detail)
    return matching


async def reconcile(database: Database, gateways: Gateways) -> None:
    """Take in what gateways have paid out in the last days. Raises GatewayDown."""
    async with database.snapshot() as snapshot:
        today = ist_day(snapshot.now)
    for gateway in gateways.statements:
        for back in range(LOOK_BACK.days + 1):
            day = today - timedelta(days=back)
            try:
                facts = await gateway.settlement_items(day)
            except GatewayRefused as no:
                log.warning("settlements_refused", gateway=gateway.name, **no.details)
                break
            if facts:
                await _take(database, gateway.name, facts)


async def settlements(
    snapshot: Snapshot,
    actor: Actor,
    first: date,
    last: date,
    *,
    after: UUID | None = None,
    limit: int = 50,
) -> Sequence[Settlement]:
    """Payouts from `first` to `last`, both business days included, the latest first.

    Raises Forbidden without `finance:read`, Invalid for days that cannot be asked for together.
    """
    actor.must(Permission.FINANCE_READ)
    check_days(first, last)
    since, until = start_of(first), start_of(last + timedelta(days=1))
    return await store.settlements(snapshot, since=since, until=until, after=after, limit=limit)


async def _take(database: Database, provider: str, facts: Sequence[SettledFact]) -> None:
    async with database.transaction() as tx:
        matching = await take_statement(tx, program("settlements"), provider, facts)
    if matching.unknown:
        log.warning("settled_unknown", gateway=provider, lines=matching.unknown)
