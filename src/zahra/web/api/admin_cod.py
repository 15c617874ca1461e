"""`/admin/cod`: the rules of cash on delivery, whom they let through, and the cash couriers owe."""

from datetime import timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query

from zahra.base.errors import Forbidden, NotFound, StepUpRequired, Unauthenticated
from zahra.base.lifecycle import WrongMoment
from zahra.shop import cod, orders
from zahra.shop.cod import RemittanceVerdict
from zahra.shop.inventory import OutOfStock
from zahra.web.api.cod_schemas import (
    BacktestOut,
    DecisionOut,
    ListingIn,
    ListingOut,
    OverridingIn,
    RemittanceOut,
    RemittedOut,
    RemittingIn,
    RulesIn,
    RulesOut,
    UnlistingIn,
)
from zahra.web.api.documenting import errors
from zahra.web.api.prepaid_schemas import LinkEndedOut, LinkSeenOut
from zahra.web.http.context import Asker, Snap, TheShop, Tx
from zahra.web.http.paging import Paging, meta_of, paging
from zahra.web.http.routes import ApiRoute
from zahra.web.http.schemas import Envelope, ListEnvelope, ok

router = APIRouter(prefix="/admin/cod", tags=["Admin"], route_class=ApiRoute)
_MAY = (Unauthenticated, Forbidden)
_Points = Annotated[int | None, Query(ge=1, le=1000)]


@router.get("/rules", summary="The rules of the ladder", responses=errors(*_MAY))
async def rules(asker: Asker, snapshot: Snap) -> Envelope[RulesOut]:
    """Those in force. Needs `orders:read`."""
    return ok(RulesOut.model_validate(await cod.rules_now(snapshot, asker)))


@router.patch("/rules", summary="Change the rules", responses=errors(*_MAY, cod.RulesDoNotClimb))
async def change_rules(changing: RulesIn, asker: Asker, tx: Tx) -> Envelope[RulesOut]:
    """From now on; orders keep what was decided about them. Needs `shipping:write`."""
    return ok(RulesOut.model_validate(await cod.change_rules(tx, asker, changing.change())))


@router.get(
    "/backtest",
    summary="Hold changed rules against the past",
    responses=errors(*_MAY, cod.RulesDoNotClimb),
)
async def backtest(
    asker: Asker,
    snapshot: Snap,
    otp_from: Annotated[_Points, Query(alias="otpFrom")] = None,
    advance_from: Annotated[_Points, Query(alias="advanceFrom")] = None,
    prepaid_from: Annotated[_Points, Query(alias="prepaidFrom")] = None,
    days: Annotated[int, Query(ge=1, le=366)] = 90,
) -> Envelope[BacktestOut]:
    """What each step would have been asked of, and how those orders ended. Needs
    `finance:read`."""
    change = cod.RulesChange(
        otp_from=otp_from, advance_from=advance_from, prepaid_from=prepaid_from
    )
    tried = await cod.backtest(snapshot, asker, change, window=timedelta(days=days))
    return ok(BacktestOut.of(tried, days))


@router.get("/decisions", summary="Why orders may be paid so", responses=errors(*_MAY))
async def decisions(
    asker: Asker,
    snapshot: Snap,
    asked: Annotated[Paging, Depends(paging)],
    order_id: Annotated[UUID | None, Query(alias="orderId")] = None,
) -> Envelope[list[DecisionOut]]:
    """The latest, or that about one order: the step, its reasons with their points, and what
    became of the order. Needs `orders:read`."""
    offset = (asked.page - 1) * asked.limit
    found = await cod.decisions(
        snapshot, asker, order_id=order_id, limit=asked.limit, offset=offset
    )
    return ok([DecisionOut.of(each) for each in found])


@router.post(
    "/orders/{order_id}/confirm",
    summary="Place an order without its code",
    responses=errors(*_MAY, NotFound, WrongMoment, orders.ConfirmationOver, OutOfStock),
)
async def override(
    order_id: UUID, overriding: OverridingIn, asker: Asker, tx: Tx
) -> Envelope[DecisionOut]:
    """For staff who spoke to the buyer. Needs `orders:write`; audited."""
    await orders.confirm_for_buyer(tx, asker, order_id, reason=overriding.reason)
    return ok(DecisionOut.of(await cod.decision_of(tx, asker, order_id)))


@router.get("/links", summary="Links to pay online instead", responses=errors(*_MAY))
async def links(
    asker: Asker,
    snapshot: Snap,
    asked: Annotated[Paging, Depends(paging)],
    order_id: Annotated[UUID | None, Query(alias="orderId")] = None,
    state: cod.LinkState | None = None,
) -> Envelope[list[LinkSeenOut]]:
    """The latest first, of one order or in one state, with what became of the reward. Needs
    `orders:read`."""
    offset = (asked.page - 1) * asked.limit
    found = await cod.links(
        snapshot, asker, order_id=order_id, state=state, limit=asked.limit, offset=offset
    )
    return ok([LinkSeenOut.model_validate(each) for each in found])


@router.post(
    "/links/{link_id}/end",
    summary="End a link to pay online",
    responses=errors(*_MAY, NotFound, WrongMoment),
)
async def end_link(link_id: UUID, asker: Asker, tx: Tx) -> Envelope[LinkEndedOut]:
    """It is `expired_manual` then; money that is on its way already is still taken until the order
    is packed. Needs `orders:write`; audited."""
    return ok(LinkEndedOut.model_validate(await orders.call_off_link(tx, asker, link_id)))


@router.get("/blocks", summary="Listed phones and PIN codes", responses=errors(*_MAY))
async def blocks(
    asker: Asker, snapshot: Snap, asked: Annotated[Paging, Depends(paging)]
) -> Envelope[list[ListingOut]]:
    """Blocked and trusted ones, the latest first; phones are masked. Needs `shipping:write`."""
    offset = (asked.page - 1) * asked.limit
    found = await cod.listings(snapshot, asker, limit=asked.limit, offset=offset)
    return ok([ListingOut.model_validate(each) for each in found])


@router.post("/blocks", summary="Block or trust a phone or a PIN code", responses=errors(*_MAY))
async def block(listing: ListingIn, asker: Asker, tx: Tx) -> Envelope[ListingOut]:
    """In the place of what was said before. Needs `shipping:write`; audited."""
    return ok(ListingOut.model_validate(await cod.list_person(tx, asker, listing.wish())))


@router.post("/blocks/lift", summary="Take one off the list", responses=errors(*_MAY, NotFound))
async def lift(unlisting: UnlistingIn, asker: Asker, tx: Tx) -> Envelope[UnlistingIn]:
    """Needs `shipping:write`; audited."""
    await cod.unlist_person(tx, asker, unlisting.kind, unlisting.value)
    return ok(unlisting)


@router.get("/remittances", summary="Lines of remittance files", responses=errors(*_MAY))
async def remittances(
    asker: Asker,
    snapshot: Snap,
    asked: Annotated[Paging, Depends(paging)],
    verdict: RemittanceVerdict | None = None,
) -> ListEnvelope[RemittanceOut]:
    """The latest first. Needs `finance:read`."""
    wanted = (verdict,) if verdict else tuple(RemittanceVerdict)
    offset = (asked.page - 1) * asked.limit
    page = await cod.remittances(snapshot, asker, verdicts=wanted, limit=asked.limit, offset=offset)
    found = [RemittanceOut.model_validate(line) for line in page.lines]
    return ListEnvelope[RemittanceOut](data=found, meta=meta_of(asked, page.total))


@router.post(
    "/remittances",
    summary="Take in a remittance file",
    responses=errors(*_MAY, StepUpRequired, cod.RemittanceUnreadable),
)
async def take_in(file: RemittingIn, asker: Asker, shop: TheShop) -> Envelope[RemittedOut]:
    """Each line once, however often it is sent; `remarks` says what to do about those that do not
    match. Needs `finance:write` and a fresh proof."""
    done = await orders.import_remittances(shop.database, asker, file.csv)
    return ok(RemittedOut.of(done))
