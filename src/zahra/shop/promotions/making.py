"""Making promotions, changing what of them may change, and codes for them. All by staff."""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from zahra.base import audit, ids
from zahra.base.actors import Actor, Permission
from zahra.base.db import Snapshot, Transaction
from zahra.base.errors import Conflict, Invalid, NotFound
from zahra.shop.promotions.checking import checked
from zahra.shop.promotions.codes import fold, new_code
from zahra.shop.promotions.errors import CodeTaken
from zahra.shop.promotions.model import AskedBy, NewPromotion, OwnCode, Promotion, PromotionPage
from zahra.shop.promotions.states import PROMOTION_LIFE, PromotionEvent, PromotionStatus
from zahra.shop.promotions.store import promotions as store

MOST_CODES = 10_000  # of one promotion at a time
_PREFIX_LENGTH = 12


async def create_promotion(tx: Transaction, actor: Actor, new: NewPromotion) -> Promotion:
    """Make a promotion that counts from now, or from `starts_at`. Raises CodeTaken, and Invalid,
    also for categories and products that do not exist."""
    actor.must(Permission.PROMOTIONS_WRITE)
    made = _made(checked(replace(new, starts_at=new.starts_at or tx.now)), tx.now)
    if unknown := await store.unknown_scopes(tx, made):
        raise Invalid(dict.fromkeys(unknown, "Not all of these exist."))
    if not await store.insert(tx, made):
        raise CodeTaken({"code": CodeTaken.message})
    detail = {"label": made.label, "code": made.code}
    await audit.note(tx, actor, "promotion.created", subject=str(made.id), detail=detail)
    return made


async def promotions(
    snapshot: Snapshot,
    actor: Actor,
    *,
    after: UUID | None = None,
    limit: int = 24,
    offset: int = 0,
) -> PromotionPage:
    """Every promotion, newest first."""
    actor.must(Permission.PROMOTIONS_WRITE)
    found = await store.promotions(snapshot, after=after, limit=limit, offset=offset)
    assert found is not None
    return PromotionPage(found.promotions, found.total)


async def promotion(snapshot: Snapshot, actor: Actor, promotion_id: UUID) -> Promotion:
    """One promotion. Raises NotFound."""
    actor.must(Permission.PROMOTIONS_WRITE)
    if (found := await store.promotion(snapshot, promotion_id)) is None:
        raise NotFound
    return found


async def change_promotion(
    tx: Transaction, actor: Actor, promotion_id: UUID, changes: Mapping[str, Any]
) -> Promotion:
    """Change a promotion's label, window, limits, priority or whether it is public.

    What it takes off never changes: orders have been promised it. Raises NotFound, and Invalid for
    a limit below what is used.
    """
    actor.must(Permission.PROMOTIONS_WRITE)
    before = await _to_change(tx, promotion_id)
    then = replace(before, **{name: changes[name] for name in store.CHANGEABLE if name in changes})
    _check_limits(then)
    then = replace(then, label=checked(as_new(then)).label)
    await store.change(tx, then)
    await _note(tx, actor, "promotion.changed", then, {"changed": sorted(changes)})
    return then


async def move_promotion(
    tx: Transaction, actor: Actor, promotion_id: UUID, event: PromotionEvent
) -> Promotion:
    """Pause, resume or archive one. Raises NotFound, WrongMoment."""
    actor.must(Permission.PROMOTIONS_WRITE)
    before = await _to_change(tx, promotion_id)
    then = replace(before, status=PROMOTION_LIFE.after(before.status, event))
    await store.change(tx, then)
    await _note(tx, actor, f"promotion.{then.status}", then, {})
    return then


async def delete_promotion(tx: Transaction, actor: Actor, promotion_id: UUID) -> bool:
    """Delete one that no order has taken of, else archive it, because orders name it; whether it
    was deleted. Raises NotFound."""
    actor.must(Permission.PROMOTIONS_WRITE)
    before = await _to_change(tx, promotion_id)
    if not await store.delete(tx, promotion_id):
        if before.status is not PromotionStatus.ARCHIVED:
            await move_promotion(tx, actor, promotion_id, PromotionEvent.ARCHIVE)
        return False
    await _note(tx, actor, "promotion.deleted", before, {"label": before.label})
    return True


async def make_codes(
    tx: Transaction, actor: Actor, promotion_id: UUID, count: int, *, prefix: str = ""
) -> list[str]:
    """Make so many codes for one promotion, each good once and not to be guessed.

    Raises NotFound, and Invalid for a promotion that is not asked for by codes of one's own.
    """
    actor.must(Permission.PROMOTIONS_WRITE)
    before = await _to_change(tx, promotion_id)
    if before.asked_by is not AskedBy.OWN_CODE:
        raise Invalid(message="This promotion is not asked for by codes of one's own.")
    folded = fold(prefix) if prefix else ""
    if folded is None or len(folded) > _PREFIX_LENGTH:
        raise Invalid({"prefix": f"Use up to {_PREFIX_LENGTH} letters and digits, at least 3."})
    if not 1 <= count <= MOST_CODES:
        raise Invalid({"count": f"Choose between 1 and {MOST_CODES:,}."})
    made = await store.insert_codes(
        tx, promotion_id, list({new_code(folded) for _ in range(count)}), now=tx.now
    )
    if len(made) < count:  # 49 random bits have met twice
        raise Conflict("Please try that once more.")
    await _note(tx, actor, "promotion.codes_made", before, {"count": count, "prefix": folded})
    return sorted(made)


async def codes_of(
    snapshot: Snapshot, actor: Actor, promotion_id: UUID, *, limit: int = 100, offset: int = 0
) -> tuple[list[OwnCode], int]:
    """The codes made for a promotion, and how many there are in all. Raises NotFound."""
    await promotion(snapshot, actor, promotion_id)
    found = await store.codes_of(snapshot, promotion_id, limit=limit, offset=offset)
    return found, await store.count_codes(snapshot, promotion_id)


def as_new(promotion: Promotion) -> NewPromotion:
    """A promotion as it would be described anew."""
    return NewPromotion(
        **{each.name: getattr(promotion, each.name) for each in fields(NewPromotion)}
    )


def _made(new: NewPromotion, now: datetime) -> Promotion:
    described: dict[str, Any] = {each.name: getattr(new, each.name) for each in fields(new)}
    is_limited = new.total_limit is not None or new.person_limit is not None
    return Promotion(
        **described,
        id=ids.new(),
        is_counted=is_limited or new.asked_by is not AskedBy.NOBODY,
        used=0,
        status=PROMOTION_LIFE.start,
        created_at=now,
    )


async def _to_change(tx: Transaction, promotion_id: UUID) -> Promotion:
    if (found := await store.promotion_to_change(tx, promotion_id)) is None:
        raise NotFound
    return found


def _check_limits(then: Promotion) -> None:
    if then.total_limit is not None and then.total_limit < then.used:
        raise Invalid({"totalLimit": f"It has been used {then.used} times already."})
    is_limited = then.total_limit is not None or then.person_limit is not None
    if is_limited and not then.is_counted:
        said = "It was made without a limit, so nobody has counted. Archive it and make another."
        raise Invalid({"totalLimit": said})


async def _note(
    tx: Transaction, actor: Actor, action: str, subject: Promotion, detail: Mapping[str, Any]
) -> None:
    await audit.note(tx, actor, action, subject=str(subject.id), detail=detail)
