"""Taking over a courier's list of PIN codes: first what it would change, then all of it or nothing.

And changing a single one by hand.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from zahra.base import audit
from zahra.base.actors import Actor, Permission
from zahra.base.db import Snapshot, Transaction
from zahra.base.errors import Invalid, NotFound
from zahra.shop.places import store
from zahra.shop.places.model import Place, Zone
from zahra.shop.places.sheets import RowError, read_sheet

SHOWN = 100  # changes and errors that are listed; all are counted
BATCH = 1000
_TOLD = ("state_codes", "districts", "zone", "is_serviceable", "takes_cash", "cash_max")
_FIELDS = (*_TOLD, "min_days", "max_days")


@dataclass(frozen=True, slots=True)
class Change:
    """What a list changes about a PIN code: for each field, before and after."""

    pincode: str
    is_new: bool
    differences: Mapping[str, tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What taking a list over would do. `changes` and `errors` are the first hundred."""

    rows: int
    new: int
    changed: int
    same: int
    wrong: int
    changes: tuple[Change, ...]
    errors: tuple[RowError, ...]
    places: tuple[Place, ...]  # as they are to be, those that differ


@dataclass(frozen=True, slots=True)
class Editing:
    """How one PIN code is to stand, as staff say; None is not known."""

    zone: Zone | None
    is_serviceable: bool
    takes_cash: bool
    cash_max: int | None
    min_days: int | None
    max_days: int | None


async def plan_import(snapshot: Snapshot, actor: Actor, text: str) -> ImportPlan:
    """What a list would change (`shipping:write`); nothing is written."""
    actor.must(Permission.SHIPPING_WRITE)
    sheet = read_sheet(text)
    known = await store.places_of(snapshot, [row.pincode for row in sheet.rows])
    after = [(known.get(row.pincode), row.on(known.get(row.pincode))) for row in sheet.rows]
    changes = [_change(before, then) for before, then in after if before != then]
    new = sum(change.is_new for change in changes)
    return ImportPlan(
        rows=len(sheet.rows),
        new=new,
        changed=len(changes) - new,
        same=len(sheet.rows) - len(changes),
        wrong=len(sheet.errors),
        changes=tuple(changes[:SHOWN]),
        errors=sheet.errors[:SHOWN],
        places=tuple(then for before, then in after if before != then),
    )


async def import_pincodes(
    tx: Transaction,
    actor: Actor,
    text: str,
    *,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> ImportPlan:
    """Take a list over (`shipping:write`), and what that did. `progress` hears how many are done.
    Two at once wait for each other.

    Raises Invalid by line where one cannot be taken: then nothing is.
    """
    actor.must(Permission.SHIPPING_WRITE)
    await store.keep_loaders_out(tx)
    plan = await plan_import(tx, actor, text)
    if plan.errors:
        raise Invalid({_path(error): error.said for error in plan.errors}, wrong=plan.wrong)
    for at in range(0, len(plan.places), BATCH):
        await store.keep_places(tx, plan.places[at : at + BATCH])
        progress(min(at + BATCH, len(plan.places)), len(plan.places))
    detail = {"rows": plan.rows, "new": plan.new, "changed": plan.changed}
    await audit.note(tx, actor, "pincodes.imported", subject="pincodes", detail=detail)
    return plan


async def edit_pincode(
    tx: Transaction, actor: Actor, pincode: str, edit: Callable[[Editing], Editing]
) -> Place:
    """Change what is said of one PIN code (`shipping:write`). Raises NotFound, Invalid."""
    actor.must(Permission.SHIPPING_WRITE)
    await store.keep_loaders_out(tx)
    known = await store.place_of(tx, pincode)
    if known is None:
        raise NotFound
    names = [field.name for field in fields(Editing)]
    wanted = edit(Editing(**{name: getattr(known, name) for name in names}))
    _check(wanted)
    then = replace(known, **{name: getattr(wanted, name) for name in names})
    await store.keep_places(tx, [then])
    change = _change(known, then)
    detail = {name: [str(a), str(b)] for name, (a, b) in change.differences.items()}
    await audit.note(tx, actor, "pincodes.edited", subject=f"pincode:{pincode}", detail=detail)
    return then


async def pincodes_list(
    snapshot: Snapshot, actor: Actor, *, begins: str = "", after: str = "", limit: int = 50
) -> list[Place]:
    """PIN codes that begin so, in order (`orders:read`)."""
    actor.must(Permission.ORDERS_READ)
    return await store.places_beginning(snapshot, begins, after=after, limit=limit)


def _check(wanted: Editing) -> None:
    days = (wanted.min_days, wanted.max_days)
    if None in days:
        if days != (None, None):
            raise Invalid({"minDays": "Say both days or neither."})
    elif not 1 <= (wanted.min_days or 0) <= (wanted.max_days or 0) <= 60:
        raise Invalid({"minDays": "Days are from 1 to 60, the least first."})


def _change(before: Place | None, then: Place) -> Change:
    known = before or Place(then.pincode, (), ())
    found = {name: (getattr(known, name), getattr(then, name)) for name in _FIELDS}
    differences = {name: pair for name, pair in found.items() if pair[0] != pair[1]}
    return Change(then.pincode, before is None, differences)


def _path(error: RowError) -> str:
    return f"rows.{error.line}.{error.column}".rstrip(".")
