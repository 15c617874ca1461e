"""`/admin/tax-rules`: the GST rules by their days, and what they make of prices."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import Field

from zahra.base.errors import Forbidden, NotFound, StepUpRequired, Unauthenticated
from zahra.base.money import Paise
from zahra.shop import catalog, tax
from zahra.web.api.documenting import errors
from zahra.web.http.context import Asker, Snap, Tx
from zahra.web.http.routes import ApiRoute
from zahra.web.http.schemas import Envelope, Input, Output, ok

router = APIRouter(prefix="/admin/tax-rules", tags=["Admin"], route_class=ApiRoute)
_MAY = (Unauthenticated, Forbidden)
Percent = Annotated[int, Field(strict=True, ge=0, le=100)]
Price = Annotated[int, Query(ge=0, le=10**10, description="Of one piece, GST included")]


class TaxRuleOut(Output):
    """A rule: up to `threshold` a piece (paise without GST, inclusive) the low rate, above it the
    high one. `validUntil` is exclusive."""

    id: UUID
    name: str
    hsn_prefix: str
    valid_from: date
    valid_until: date | None
    threshold: Paise | None
    rate_low: int
    rate_high: int


class AddingRuleIn(Input):
    """A rule that begins today or later, for all HSN that begin so."""

    name: Annotated[str, Field(max_length=80, examples=["Woven apparel"])]
    hsn_prefix: Annotated[str, Field(pattern=r"^[0-9]{2,8}$", examples=["62"])]
    valid_from: Annotated[date, Field(examples=["2027-04-01"])]
    threshold: Annotated[int, Field(strict=True, ge=1, lt=10**10)] | None = None
    rate_low: Percent
    rate_high: Percent

    def new(self) -> tax.NewRule:
        return tax.NewRule(**self.model_dump())


class EndingRuleIn(Input):
    """The first day on which the rule does not count."""

    until: Annotated[date, Field(examples=["2027-04-01"])]


class AddedRuleOut(Output):
    """The rule that was added."""

    id: UUID


class EndedRuleOut(Output):
    """The rule that ends."""

    id: UUID
    valid_until: date


class PriceRangeOut(Output):
    """Prices from `first` to `last`, both included."""

    first: Paise
    last: Paise


class NettedOut(Output):
    """What a price leaves the shop: itself less its tax."""

    price: Paise
    rate: int
    net: Paise
    is_dead_zone: bool


class AdviceOut(Output):
    """What a lower price saves the customer, and what it costs the shop."""

    before: NettedOut
    after: NettedOut
    customer_saves: Paise
    costs_shop: Paise


class PriceFindingOut(Output):
    """A price that fits no rate, and what a lower one would mean; or an HSN that no rule covers
    (`deadZone`, `lowerTo` and `advice` are null then)."""

    sku: str
    hsn: str
    price: Paise
    dead_zone: PriceRangeOut | None
    lower_to: Paise | None
    advice: AdviceOut | None
    sentence: str


@router.get("", summary="All GST rules", responses=errors(*_MAY))
async def tax_rules(asker: Asker, snapshot: Snap) -> Envelope[list[TaxRuleOut]]:
    """Those that were, are and will be, by HSN, the latest first. Needs `finance:read`."""
    found = await tax.tax_rules(snapshot, asker)
    return ok([TaxRuleOut.model_validate(each) for each in found])


@router.post(
    "",
    summary="Add a GST rule",
    status_code=201,
    responses=errors(*_MAY, StepUpRequired, tax.RuleTaken),
)
async def add_rule(adding: AddingRuleIn, asker: Asker, tx: Tx) -> Envelope[AddedRuleOut]:
    """It takes the place of the rule in force for its HSN from its first day on; what was ordered
    before stays as it was reckoned. Needs `finance:write` and a fresh proof."""
    return ok(AddedRuleOut(id=await tax.add_rule(tx, asker, adding.new())))


@router.get("/lint", summary="Prices that fit no GST rate", responses=errors(*_MAY))
async def lint(asker: Asker, snapshot: Snap) -> Envelope[list[PriceFindingOut]]:
    """By SKU, of all that is or may yet be on sale. Needs `finance:read`."""
    found = await catalog.lint_prices(snapshot, asker)
    return ok([PriceFindingOut.model_validate(each) for each in found])


@router.get("/advice", summary="What a discount costs", responses=errors(*_MAY))
async def advice(
    asker: Asker,
    snapshot: Snap,
    hsn: Annotated[str, Query(max_length=8, examples=["621142"])] = "",
    price: Price = 0,
    to: Price = 0,
) -> Envelope[AdviceOut]:
    """A cut across a slab can save the customer much and cost the shop little. Needs
    `finance:read`."""
    found = await tax.advice_on(snapshot, asker, hsn, price=price, to=to)
    return ok(AdviceOut.model_validate(found))


@router.post(
    "/{rule_id}/end",
    summary="End a GST rule",
    responses=errors(*_MAY, StepUpRequired, NotFound, tax.RuleOver, tax.NoSuccessor),
)
async def end_rule(
    rule_id: UUID, ending: EndingRuleIn, asker: Asker, tx: Tx
) -> Envelope[EndedRuleOut]:
    """What has been in force is never changed; one that has not begun is withdrawn by its own
    first day. Needs `finance:write` and a fresh proof."""
    await tax.end_rule(tx, asker, rule_id, until=ending.until)
    return ok(EndedRuleOut(id=rule_id, valid_until=ending.until))
