"""The exceptions list: what does not match is entered once, and leaves when it is mended or when
somebody says why it need not be."""

from collections.abc import Sequence
from uuid import UUID

import structlog

from zahra.base import audit
from zahra.base.actors import Actor, Permission
from zahra.base.db import Snapshot, Transaction
from zahra.base.errors import Invalid, NotFound
from zahra.shop.books.errors import AlreadyClosed
from zahra.shop.books.model import Discrepancy, DiscrepancyKind, Patience
from zahra.shop.books.store import discrepancies as store
from zahra.shop.books.store import mismatches as finding

log = structlog.get_logger("zahra.books")
PATIENCE = Patience()
NOTE_LENGTH = 500


async def note_mismatches(tx: Transaction) -> None:
    """Enter what does not match, and close what does again."""
    for kind in DiscrepancyKind:
        found = await finding.mismatches(tx, kind, PATIENCE)
        closed = await store.close_mended(tx, kind, found)
        opened = await store.open_new(tx, kind, found)
        if opened or closed:
            log.warning("exceptions_changed", of=kind.value, opened=opened, mended=closed)


async def exceptions(
    snapshot: Snapshot,
    actor: Actor,
    *,
    kind: DiscrepancyKind | None = None,
    is_open: bool = True,
    after: UUID | None = None,
    limit: int = 50,
) -> Sequence[Discrepancy]:
    """The list, the oldest first. Raises Forbidden without `finance:read`."""
    actor.must(Permission.FINANCE_READ)
    return await store.discrepancies(snapshot, kind=kind, is_open=is_open, after=after, limit=limit)


async def explain_exception(
    tx: Transaction, actor: Actor, discrepancy_id: UUID, note: str
) -> Discrepancy:
    """Close an entry with the reason why it is right as it is.

    Raises Forbidden without `finance:write`, Invalid without a reason, NotFound, AlreadyClosed.
    """
    actor.must(Permission.FINANCE_WRITE)
    note = note.strip()
    if not note or len(note) > NOTE_LENGTH:
        raise Invalid({"note": f"Say why, in up to {NOTE_LENGTH} letters."})
    if (found := await store.discrepancy(tx, discrepancy_id)) is None:
        raise NotFound
    if not await store.close(tx, discrepancy_id, by=actor.label, note=note):
        raise AlreadyClosed
    detail = {"kind": found.kind.value, "subject": found.subject, "note": note}
    await audit.note(tx, actor, "exception.explained", subject=str(discrepancy_id), detail=detail)
    closed = await store.discrepancy(tx, discrepancy_id)
    assert closed is not None
    return closed
