"""`/orders/{id}/return` and `/returns`: asking to send something back, and following it."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query

from zahra.base.errors import NotFound, StepUpRequired, Unauthenticated
from zahra.base.lifecycle import WrongMoment
from zahra.shop import returns
from zahra.shop.inventory import OutOfStock
from zahra.web.api.documenting import errors
from zahra.web.api.return_asking import AskingIn
from zahra.web.api.return_schemas import ReturnOut
from zahra.web.http.context import Person, Snap, Tx
from zahra.web.http.paging import Paging, meta_of, paging
from zahra.web.http.problems import KeyRequired
from zahra.web.http.routes import ApiRoute, RequiredKey
from zahra.web.http.schemas import Envelope, ListEnvelope, ok

router = APIRouter(tags=["Returns"], route_class=ApiRoute)
_ASKING = errors(
    KeyRequired,
    Unauthenticated,
    StepUpRequired,
    NotFound,
    returns.NotReturnable,
    returns.NoSuchExchange,
    returns.NoDestination,
    OutOfStock,
)


@router.post(
    "/orders/{order_id}/return",
    summary="Ask to send something back",
    status_code=201,
    responses=_ASKING,
)
async def ask(
    order_id: UUID, asked: AskingIn, key: RequiredKey, person: Person, tx: Tx
) -> Envelope[ReturnOut]:
    """Within the window that was frozen on each line. A piece wanted in exchange is held from now
    on. A coupon's share stays with the pieces that are kept: nothing is charged for it later."""
    given = await returns.ask_return(tx, person, order_id, asked.asking(key))
    return ok(ReturnOut.of(await returns.given_return(tx, person, given.id)))


@router.get("/returns", summary="One's returns", responses=errors(Unauthenticated))
async def listed(
    asked: Annotated[Paging, Depends(paging)],
    person: Person,
    snapshot: Snap,
    order_id: Annotated[UUID | None, Query(alias="orderId")] = None,
) -> ListEnvelope[ReturnOut]:
    """Newest first."""
    offset = (asked.page - 1) * asked.limit
    page = await returns.returns_of(
        snapshot, person, order_id=order_id, limit=asked.limit, offset=offset
    )
    found = [ReturnOut.of(whole) for whole in page.returns]
    return ListEnvelope[ReturnOut](data=found, meta=meta_of(asked, page.total))


@router.get(
    "/returns/{return_id}", summary="One return", responses=errors(Unauthenticated, NotFound)
)
async def show(return_id: UUID, person: Person, snapshot: Snap) -> Envelope[ReturnOut]:
    """Another person's return does not exist."""
    return ok(ReturnOut.of(await returns.given_return(snapshot, person, return_id)))


@router.post(
    "/returns/{return_id}/cancel",
    summary="Keep it after all",
    responses=errors(Unauthenticated, NotFound, WrongMoment),
)
async def cancel(return_id: UUID, person: Person, tx: Tx) -> Envelope[ReturnOut]:
    """While nobody has fetched it. What was held in exchange is free again."""
    await returns.cancel_return(tx, person, return_id)
    return ok(ReturnOut.of(await returns.given_return(tx, person, return_id)))


@router.post(
    "/returns/{return_id}/pickup/again",
    summary="Ask for another pickup",
    responses=errors(Unauthenticated, NotFound, returns.PickupNotFailed),
)
async def pickup_again(return_id: UUID, person: Person, tx: Tx) -> Envelope[ReturnOut]:
    """After the courier came in vain, or called the pickup off."""
    await returns.ask_pickup_again(tx, person, return_id)
    return ok(ReturnOut.of(await returns.given_return(tx, person, return_id)))
