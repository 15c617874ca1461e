"""`/admin/books`: whether every rule holds, payouts, what does not match, revenue."""

from datetime import date, timedelta
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import Field

from zahra.base.clock import ist_day
from zahra.base.errors import Forbidden, Invalid, NotFound, Unauthenticated
from zahra.shop import books
from zahra.web.api.admin_schemas import PlacedList, PlaceMeta
from zahra.web.api.documenting import errors
from zahra.web.http.context import Asker, Snap, Tx
from zahra.web.http.routes import ApiRoute
from zahra.web.http.schemas import Envelope, Input, Moment, Output, ok

router = APIRouter(prefix="/admin/books", tags=["Admin"], route_class=ApiRoute)
_USUAL = timedelta(days=29)
First = Annotated[date | None, Query(alias="from", description="First business day (IST)")]
Last = Annotated[date | None, Query(alias="to", description="Last business day; empty: today")]
After = Annotated[UUID | None, Query(description="The last entry of the page before")]
Limit = Annotated[int, Query(ge=1, le=100)]


class FindingOut(Output):
    """A rule that is broken: how often, the first ids, what they are of, and what to do until it is
    mended."""

    name: str
    count: int
    about: str | None
    examples: list[str]
    advice: str | None

    @classmethod
    def of(cls, found: books.Finding) -> "FindingOut":
        return cls(
            name=found.name,
            count=found.count,
            about=found.about,
            examples=list(found.examples),
            advice=books.ADVICE[found.about] if found.about else None,
        )


class DoctorOut(Output):
    """The last examination of the books. `rules` is how many were looked at."""

    at: Moment
    is_sound: bool
    took_ms: int
    rules: int
    broken: list[FindingOut]

    @classmethod
    def of(cls, run: books.DoctorRun) -> "DoctorOut":
        return cls(
            at=run.at,
            is_sound=not run.broken,
            took_ms=run.took_ms,
            rules=len(books.CHECKS),
            broken=[FindingOut.of(each) for each in run.findings],
        )


class ExceptionOut(Output):
    """Something that does not match, what that means and what to do. `amount` is in paise;
    `ageDays` counts whole days open, and `daysLeft` those until somebody must have acted (below
    zero: overdue), where that is known."""

    id: UUID
    kind: books.DiscrepancyKind
    means: str
    advice: str
    subject: str
    amount: int | None
    opened_at: Moment
    age_days: int
    due_at: Moment | None
    days_left: int | None
    closed_at: Moment | None
    closed_by: str | None
    note: str

    @classmethod
    def of(cls, found: books.Discrepancy, now: Moment) -> "ExceptionOut":
        return cls(
            id=found.id,
            kind=found.kind,
            means=books.MEANINGS[found.kind].means,
            advice=books.MEANINGS[found.kind].do,
            subject=found.subject,
            amount=found.amount,
            opened_at=found.opened_at,
            age_days=found.age_days(now),
            due_at=found.due_at,
            days_left=found.days_left(now),
            closed_at=found.closed_at,
            closed_by=found.closed_by,
            note=found.note,
        )


class ExplainingIn(Input):
    """Why an exception is right as it is."""

    note: str = Field(min_length=1, max_length=500, examples=["Settled by hand, UTR 0042"])


class SettlementOut(Output):
    """A payout, in paise. `unknown` lines are about no payment or refund of ours."""

    id: UUID
    provider: str
    provider_settlement_id: str
    utr: str | None
    settled_at: Moment
    items: int
    unknown: int
    credit: int
    debit: int
    fee: int
    tax: int
    amount: int


class FlowOut(Output):
    """What came on a day, and what went back on that same day, in paise."""

    came: int
    back: int
    net: int


class RevenueDayOut(Output):
    """One business day by four meanings of revenue, which are never added up."""

    day: date
    booked: FlowOut
    shipped: FlowOut
    delivered: FlowOut
    settled: FlowOut


_REFUSALS = (Unauthenticated, Forbidden)


@router.get("/doctor", summary="The last examination of the books", responses=errors(*_REFUSALS))
async def doctor(asker: Asker, snapshot: Snap) -> Envelope[DoctorOut | None]:
    """Made every night, or by `zahra doctor`; null before the first. Needs `finance:read`."""
    run = await books.latest_run(snapshot, asker)
    return ok(DoctorOut.of(run) if run else None)


@router.get("/exceptions", summary="What does not match", responses=errors(*_REFUSALS))
async def exceptions(
    asker: Asker,
    snapshot: Snap,
    kind: books.DiscrepancyKind | None = None,
    state: Literal["open", "closed"] = "open",
    after: After = None,
    limit: Limit = 50,
) -> PlacedList[ExceptionOut]:
    """The oldest first. Needs `finance:read`."""
    found = await books.exceptions(
        snapshot, asker, kind=kind, is_open=state == "open", after=after, limit=limit
    )
    return PlacedList(
        data=[ExceptionOut.of(each, snapshot.now) for each in found],
        meta=PlaceMeta(limit=limit, after=found[-1].id if len(found) == limit else None),
    )


@router.post(
    "/exceptions/{exception_id}/explain",
    summary="Say why an exception is right as it is",
    responses=errors(*_REFUSALS, NotFound, Invalid, books.AlreadyClosed),
)
async def explain(
    exception_id: UUID, asking: ExplainingIn, asker: Asker, tx: Tx
) -> Envelope[ExceptionOut]:
    """It leaves the list, with the reason and your name. Needs `finance:write`."""
    closed = await books.explain_exception(tx, asker, exception_id, asking.note)
    return ok(ExceptionOut.of(closed, tx.now))


@router.get("/settlements", summary="Payouts of gateways", responses=errors(*_REFUSALS, Invalid))
async def settlements(
    asker: Asker,
    snapshot: Snap,
    first: First = None,
    last: Last = None,
    after: After = None,
    limit: Limit = 50,
) -> PlacedList[SettlementOut]:
    """The latest first; the last 30 business days unless others are named. Needs `finance:read`."""
    first, last = _days(snapshot, first, last)
    found = await books.settlements(snapshot, asker, first, last, after=after, limit=limit)
    return PlacedList(
        data=[SettlementOut.model_validate(each) for each in found],
        meta=PlaceMeta(limit=limit, after=found[-1].id if len(found) == limit else None),
    )


@router.get(
    "/revenue",
    summary="Booked, shipped, delivered and settled, by the day",
    responses=errors(*_REFUSALS, Invalid),
)
async def revenue(
    asker: Asker,
    snapshot: Snap,
    first: First = None,
    last: Last = None,
    group_by: Annotated[Literal["day"], Query(alias="groupBy")] = "day",
) -> Envelope[list[RevenueDayOut]]:
    """At most 92 business days, GST inside. Needs `finance:read`."""
    first, last = _days(snapshot, first, last)
    found = await books.revenue(snapshot, asker, first, last)
    return ok([RevenueDayOut.model_validate(each) for each in found])


def _days(snapshot: Snap, first: date | None, last: date | None) -> tuple[date, date]:
    last = last or ist_day(snapshot.now)
    return first or max(last, books.EARLIEST + _USUAL) - _USUAL, last
