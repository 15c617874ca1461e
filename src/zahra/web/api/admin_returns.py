"""`/admin/returns` and `/admin/exchanges`: deciding, fetching, counting, judging and paying."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query

from zahra.base.actors import Actor, Permission
from zahra.base.db import Snapshot
from zahra.base.errors import Forbidden, NotFound, StepUpRequired, Unauthenticated
from zahra.base.lifecycle import WrongMoment
from zahra.shop import payments, returns
from zahra.web.api.documenting import errors
from zahra.web.api.return_asking import ApprovingIn, CountIn, DecliningIn, PickupIn
from zahra.web.api.return_schemas import ExchangeOut, ReturnOut
from zahra.web.http.context import Asker, Snap, TheShop, Tx
from zahra.web.http.paging import Paging, meta_of, paging
from zahra.web.http.routes import ApiRoute
from zahra.web.http.schemas import Envelope, ListEnvelope, ok

router = APIRouter(prefix="/admin", tags=["Admin"], route_class=ApiRoute)
_LISTING = errors(Unauthenticated, Forbidden)
_ONE = errors(Unauthenticated, Forbidden, NotFound)
_MOVING = errors(Unauthenticated, Forbidden, NotFound, WrongMoment)
_AGAIN = errors(Unauthenticated, Forbidden, NotFound, returns.PickupNotFailed)
_COUNTING = errors(Unauthenticated, Forbidden, NotFound, WrongMoment, returns.CountTooHigh)
_PAYING = errors(
    Unauthenticated, Forbidden, StepUpRequired, NotFound, WrongMoment, payments.PaymentDisputed
)


@router.get("/returns", summary="Returns", responses=_LISTING)
async def listed(
    asked: Annotated[Paging, Depends(paging)],
    asker: Asker,
    snapshot: Snap,
    state: Annotated[returns.ReturnState | None, Query()] = None,
) -> ListEnvelope[ReturnOut]:
    """Newest first. Needs `returns:write`."""
    asker.must(Permission.RETURNS_WRITE)
    offset = (asked.page - 1) * asked.limit
    page = await returns.returns_of(snapshot, asker, state=state, limit=asked.limit, offset=offset)
    found = [ReturnOut.for_staff(whole) for whole in page.returns]
    return ListEnvelope[ReturnOut](data=found, meta=meta_of(asked, page.total))


@router.get("/returns/{return_id}", summary="One return", responses=_ONE)
async def show(return_id: UUID, asker: Asker, snapshot: Snap) -> Envelope[ReturnOut]:
    """Needs `returns:write`."""
    asker.must(Permission.RETURNS_WRITE)
    return await _shown(snapshot, asker, return_id)


@router.post("/returns/{return_id}/approve", summary="Let it come", responses=_MOVING)
async def approve(return_id: UUID, asked: ApprovingIn, asker: Asker, tx: Tx) -> Envelope[ReturnOut]:
    """Needs `returns:write`."""
    await returns.approve_return(tx, asker, return_id, note=asked.note)
    return await _shown(tx, asker, return_id)


@router.post("/returns/{return_id}/decline", summary="Say no, and why", responses=_MOVING)
async def decline(return_id: UUID, asked: DecliningIn, asker: Asker, tx: Tx) -> Envelope[ReturnOut]:
    """Its owner reads the reason. Needs `returns:write`."""
    await returns.decline_return(tx, asker, return_id, reason=asked.reason)
    return await _shown(tx, asker, return_id)


@router.post("/returns/{return_id}/pickup", summary="Have it fetched", responses=_MOVING)
async def pickup(return_id: UUID, asked: PickupIn, asker: Asker, tx: Tx) -> Envelope[ReturnOut]:
    """By somebody without a machine to ask: an approved return is booked with the courier by
    itself. Said again, it is another day. Needs `returns:write`."""
    wanted = returns.Pickup(asked.courier, asked.on, asked.awb)
    await returns.schedule_pickup(tx, asker, return_id, wanted)
    return await _shown(tx, asker, return_id)


@router.post(
    "/returns/{return_id}/pickup/again", summary="Have a courier sent again", responses=_AGAIN
)
async def pickup_again(return_id: UUID, asker: Asker, tx: Tx) -> Envelope[ReturnOut]:
    """After somebody came in vain, or a courier's no. Needs `returns:write`."""
    asker.must(Permission.RETURNS_WRITE)
    await returns.ask_pickup_again(tx, asker, return_id)
    return await _shown(tx, asker, return_id)


@router.post("/returns/{return_id}/picked-up", summary="It was fetched", responses=_MOVING)
async def picked_up(return_id: UUID, asker: Asker, tx: Tx) -> Envelope[ReturnOut]:
    """Needs `returns:write`."""
    await returns.mark_picked_up(tx, asker, return_id)
    return await _shown(tx, asker, return_id)


@router.post("/returns/{return_id}/receive", summary="Count what came", responses=_COUNTING)
async def receive(return_id: UUID, asked: CountIn, asker: Asker, tx: Tx) -> Envelope[ReturnOut]:
    """What did not come may be asked for again. Needs `returns:write`."""
    await returns.receive_return(tx, asker, return_id, asked.count())
    return await _shown(tx, asker, return_id)


@router.post("/returns/{return_id}/judge", summary="Judge what came", responses=_COUNTING)
async def judge(return_id: UUID, asked: CountIn, asker: Asker, tx: Tx) -> Envelope[ReturnOut]:
    """Which of it is taken back; those pieces go on the shelf, damaged ones off sale. Needs
    `returns:write`."""
    await returns.judge_return(tx, asker, return_id, asked.count())
    return await _shown(tx, asker, return_id)


@router.post("/returns/{return_id}/refund", summary="Pay for what passed", responses=_PAYING)
async def refund(return_id: UUID, asker: Asker, shop: TheShop, tx: Tx) -> Envelope[ReturnOut]:
    """Money goes back by what was paid, and what was wanted in exchange is sent out. Needs
    `refunds:create` and a fresh proof."""
    await returns.refund_return(tx, asker, return_id, seller=shop.terms.seller)
    return await _shown(tx, asker, return_id)


@router.get("/exchanges", summary="Exchanges", responses=_LISTING)
async def exchanges(
    asked: Annotated[Paging, Depends(paging)],
    asker: Asker,
    snapshot: Snap,
    state: Annotated[returns.ExchangeState | None, Query()] = None,
) -> ListEnvelope[ExchangeOut]:
    """Newest first. Needs `returns:write`."""
    offset = (asked.page - 1) * asked.limit
    found, total = await returns.exchanges_of(
        snapshot, asker, state=state, limit=asked.limit, offset=offset
    )
    listed = [ExchangeOut.model_validate(each) for each in found]
    return ListEnvelope[ExchangeOut](data=listed, meta=meta_of(asked, total))


async def _shown(snapshot: Snapshot, asker: Actor, return_id: UUID) -> Envelope[ReturnOut]:
    return ok(ReturnOut.for_staff(await returns.given_return(snapshot, asker, return_id)))
