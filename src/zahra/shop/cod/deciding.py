"""Keeping what was decided about an order, and what became of it."""

from uuid import UUID

from zahra.base import audit
from zahra.base.actors import Actor, Permission
from zahra.base.db import Snapshot, Transaction
from zahra.base.errors import Invalid, NotFound
from zahra.shop.cod.model import Decision, Judged, Outcome, Standing, Step
from zahra.shop.cod.store import decisions as store
from zahra.shop.cod.store import ladder

REASON_LENGTH = 200


async def standing_of(snapshot: Snapshot, user_id: UUID | None, pincode: str | None) -> Standing:
    """What is known of somebody, and the rules in force: one statement."""
    return await ladder.standing(snapshot, user_id, pincode)


async def note_decision(tx: Transaction, order_id: UUID, judged: Judged) -> None:
    """Keep why an order may be paid at the door. Its row is written in the same transaction."""
    is_free = judged.answer.step is Step.ALLOW
    await store.insert(tx, order_id, judged, Outcome.PLACED if is_free else Outcome.ASKED)


async def note_outcome(tx: Transaction, order_id: UUID, outcome: Outcome) -> None:
    """What became of an order; the past of its phone counts it from the next statement on.

    Nothing for an order that was never to be paid at the door, or news that is known.
    """
    await store.keep_outcome(tx, order_id, outcome)


async def decision_of(snapshot: Snapshot, actor: Actor, order_id: UUID) -> Decision:
    """What was decided about an order, and why. Needs `orders:read`. Raises NotFound."""
    actor.must(Permission.ORDERS_READ)
    if (found := await store.decision(snapshot, order_id)) is None:
        raise NotFound
    return found


async def decisions(
    snapshot: Snapshot,
    actor: Actor,
    *,
    order_id: UUID | None = None,
    limit: int = 24,
    offset: int = 0,
) -> list[Decision]:
    """What was decided lately, or about one order. Needs `orders:read`."""
    actor.must(Permission.ORDERS_READ)
    return await store.decisions(snapshot, order_id, limit=limit, offset=offset)


async def override_decision(tx: Transaction, actor: Actor, order_id: UUID, *, reason: str) -> None:
    """Write down that staff let an order through, and why; audited. The order's lock is held, and
    whoever calls has asked for the permission."""
    said = " ".join(reason.split())
    if not 0 < len(said) <= REASON_LENGTH:
        raise Invalid({"reason": f"Say why, in up to {REASON_LENGTH} letters."})
    await store.keep_override(tx, order_id, by=actor.label, reason=said)
    await audit.note(tx, actor, "cod.overridden", subject=str(order_id), detail={"reason": said})
