"""`/admin/pincodes`: what is known of PIN codes, changing one, taking a courier's list over."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from zahra.base.errors import Forbidden, NotFound, Unauthenticated
from zahra.base.money import Paise
from zahra.shop import places
from zahra.shop.places import Zone
from zahra.web.api.documenting import errors
from zahra.web.http.context import Asker, Snap, TheShop, Tx
from zahra.web.http.routes import ApiRoute
from zahra.web.http.schemas import Envelope, Input, Output, ok

router = APIRouter(prefix="/admin/pincodes", tags=["Admin"], route_class=ApiRoute)
_MAY = (Unauthenticated, Forbidden)
Beginning = Annotated[str, Query(pattern=r"^[0-9]{0,6}$", description="How it begins")]
After = Annotated[str, Query(pattern=r"^[0-9]{0,6}$", description="The last of the page before")]
Days = Annotated[int | None, Field(ge=1, le=60)]


class PincodeOut(Output):
    """A PIN code. What is null is not known; `parcels` and what follows was learned from our own
    parcels of the last half year."""

    pincode: str
    districts: list[str]
    state_codes: list[str]
    zone: Zone | None
    is_serviceable: bool
    takes_cash: bool
    cash_max: Paise | None
    min_days: int | None
    max_days: int | None
    parcels: int
    back_rate: float | None
    days_p50: int | None
    days_p90: int | None


class PincodeMeta(Output):
    """Where the list stands; `after` asks for what comes next."""

    limit: int
    after: str | None


class PincodeList(BaseModel):
    """PIN codes in order."""

    ok: bool = True
    data: list[PincodeOut]
    meta: PincodeMeta


class EditingIn(Input):
    """What is to be another: fields that are not sent stay."""

    zone: Zone | None = None
    is_serviceable: bool | None = None
    takes_cash: bool | None = None
    cash_max: Annotated[int | None, Field(gt=0, le=100_000_000)] = None
    min_days: Days = None
    max_days: Days = None

    def edit(self, known: places.Editing) -> places.Editing:
        told = {name: getattr(self, name) for name in self.model_fields_set}
        for name in ("is_serviceable", "takes_cash"):  # yes or no, never unknown
            if told.get(name, True) is None:
                del told[name]
        return places.Editing(**{**_fields_of(known), **told})


class ImportingIn(Input):
    """A courier's list as CSV: `pincode` and any of `state, district, zone, serviceable, cod,
    cod_max` (rupees), `min_days, max_days`. A longer one comes in parts, or by the command line."""

    csv: Annotated[str, Field(max_length=250_000, examples=["pincode,cod\n302001,Y\n"])]
    dry_run: bool = True


class DifferenceOut(Output):
    """A field before and after."""

    before: Any
    after: Any


class ChangeOut(Output):
    """What the list changes about a PIN code."""

    pincode: str
    is_new: bool
    differences: dict[str, DifferenceOut]


class RowErrorOut(Output):
    """Why a line cannot be taken; the head is line 1."""

    line: int
    column: str
    said: str


class ImportOut(Output):
    """What taking the list over does or would do; changes and errors are the first hundred."""

    is_dry_run: bool
    rows: int
    new: int
    changed: int
    same: int
    wrong: int
    changes: list[ChangeOut]
    errors: list[RowErrorOut]

    @classmethod
    def of(cls, plan: places.ImportPlan, *, is_dry_run: bool) -> "ImportOut":
        return cls(
            is_dry_run=is_dry_run,
            rows=plan.rows,
            new=plan.new,
            changed=plan.changed,
            same=plan.same,
            wrong=plan.wrong,
            changes=[_change(each) for each in plan.changes],
            errors=[RowErrorOut.model_validate(each) for each in plan.errors],
        )


@router.get("", summary="PIN codes", responses=errors(*_MAY))
async def pincodes(
    asker: Asker,
    snapshot: Snap,
    q: Beginning = "",
    after: After = "",
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> PincodeList:
    """In order, those that begin so. Needs `orders:read`."""
    found = await places.pincodes_list(snapshot, asker, begins=q, after=after, limit=limit)
    last = found[-1].pincode if len(found) == limit else None
    return PincodeList(
        data=[PincodeOut.model_validate(each) for each in found],
        meta=PincodeMeta(limit=limit, after=last),
    )


@router.patch("/{pincode}", summary="Change a PIN code", responses=errors(*_MAY, NotFound))
async def edit(pincode: str, asked: EditingIn, asker: Asker, tx: Tx) -> Envelope[PincodeOut]:
    """What couriers said of it until now. Needs `shipping:write`."""
    changed = await places.edit_pincode(tx, asker, pincode, asked.edit)
    return ok(PincodeOut.model_validate(changed))


@router.post("/import", summary="Take over a courier's list", responses=errors(*_MAY))
async def take_over(asked: ImportingIn, asker: Asker, shop: TheShop) -> Envelope[ImportOut]:
    """First a dry run that says what would change and which lines are wrong; then the same list
    with `dryRun` false: all of it, or nothing where one line is wrong. Needs `shipping:write`."""
    if asked.dry_run:
        async with shop.database.agreeing() as snapshot:
            plan = await places.plan_import(snapshot, asker, asked.csv)
    else:
        async with shop.database.transaction() as tx:
            plan = await places.import_pincodes(tx, asker, asked.csv)
    return ok(ImportOut.of(plan, is_dry_run=asked.dry_run))


def _change(change: places.Change) -> ChangeOut:
    return ChangeOut(
        pincode=change.pincode,
        is_new=change.is_new,
        differences={
            name: DifferenceOut(before=before, after=after)
            for name, (before, after) in change.differences.items()
        },
    )


def _fields_of(known: places.Editing) -> dict[str, Any]:
    return {name: getattr(known, name) for name in EditingIn.model_fields}
