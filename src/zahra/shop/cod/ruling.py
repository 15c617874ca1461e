"""Changing the ladder's rules: a new row from now on, so that every decision knows its own."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace

from zahra.base import audit, ids
from zahra.base.actors import Actor, Permission
from zahra.base.db import Snapshot, Transaction
from zahra.base.money import Paise
from zahra.shop.cod.errors import RulesDoNotClimb
from zahra.shop.cod.model import CodRules, ReasonCode
from zahra.shop.cod.store import ladder as store

MOST_POINTS = 1000
COUNTED = tuple(list(ReasonCode)[list(ReasonCode).index(ReasonCode.PAST_RTO) :])


@dataclass(frozen=True, slots=True)
class RulesChange:
    """What is to be different; None leaves it. `points` names only what changes."""

    otp_from: int | None = None
    advance_from: int | None = None
    prepaid_from: int | None = None
    open_most: int | None = None
    high_value_from: Paise | None = None
    advance_percent: int | None = None
    advance_least: Paise | None = None
    points: Mapping[ReasonCode, int] = field(default_factory=dict[ReasonCode, int])


async def rules_now(snapshot: Snapshot, actor: Actor) -> CodRules:
    """The rules in force. Needs `orders:read`."""
    actor.must(Permission.ORDERS_READ)
    return await store.rules_at(snapshot, snapshot.now)


async def change_rules(tx: Transaction, actor: Actor, change: RulesChange) -> CodRules:
    """Put changed rules in force. Needs `shipping:write`; audited. Raises RulesDoNotClimb."""
    actor.must(Permission.SHIPPING_WRITE)
    await store.keep_rule_writers_out(tx)
    before = await store.rules_at(tx, tx.now)
    after = changed(before, change)
    if after == before:
        return before
    check(after)
    after = replace(after, id=ids.new(), valid_from=tx.now, changed_by=actor.label)
    await store.add_rules(tx, after)
    detail = {"before": _told(before, change), "after": _told(after, change)}
    await audit.note(tx, actor, "cod.rules_changed", subject=str(after.id), detail=detail)
    return after


def changed(rules: CodRules, change: RulesChange) -> CodRules:
    """The rules with a change, whether or not they may be so."""
    wanted = {name: value for name in _NAMES if (value := getattr(change, name)) is not None}
    points = {**rules.points, **{code.value: each for code, each in change.points.items()}}
    return replace(rules, **wanted, points=points)


def check(rules: CodRules) -> None:
    """Raise RulesDoNotClimb for steps out of order, and what no column could hold."""
    wrong: dict[str, str] = {}
    if not 0 < rules.otp_from <= rules.advance_from <= rules.prepaid_from:
        wrong["otpFrom"] = "The steps must begin at more and more points."
    if not 0 <= rules.advance_percent <= 90:
        wrong["advancePercent"] = "Ask for 0 to 90 percent."
    for name, least in (("open_most", 1), ("high_value_from", 1), ("advance_least", 100)):
        if getattr(rules, name) < least:
            wrong[name] = f"This must be at least {least}."
    for code, points in rules.points.items():
        if code not in COUNTED or not 0 <= points <= MOST_POINTS:
            wrong[f"points.{code}"] = f"Points are for reasons that count, 0 to {MOST_POINTS}."
    if wrong:
        raise RulesDoNotClimb(wrong)


def _told(rules: CodRules, change: RulesChange) -> dict[str, object]:
    """What the audit log keeps: the values that were asked to change."""
    names = [name for name in _NAMES if getattr(change, name) is not None]
    points = {code.value: rules.points_for(code) for code in change.points}
    return {**{name: getattr(rules, name) for name in names}, **points}


_NAMES = tuple(each.name for each in fields(RulesChange) if each.name != "points")
