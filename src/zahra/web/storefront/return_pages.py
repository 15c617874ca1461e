"""Returns that were asked for: all of them, following one, calling it off."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from zahra.base.actors import Actor
from zahra.base.db import Snapshot
from zahra.base.errors import NotFound
from zahra.shop import catalog, orders, payments, returns
from zahra.web.http.context import Person, Snap, Tx
from zahra.web.http.flashes import leave_flash
from zahra.web.http.forms import typed_in
from zahra.web.storefront.describing_refunds import promises_of
from zahra.web.storefront.framing import frame, show
from zahra.web.storefront.from_returns import return_card, return_page
from zahra.web.storefront.paging import pager_of
from zahra.web.storefront.returns_view import ReturnsPage
from zahra.web.ui import Flash

router = APIRouter()
_A_PAGE = 10


@router.get("/account/returns")
async def listed(
    request: Request,
    snapshot: Snap,
    actor: Person,
    page: Annotated[int, Query(ge=1, le=500)] = 1,
) -> Response:
    """All returns, newest first."""
    offset = (page - 1) * _A_PAGE
    found = await returns.returns_of(snapshot, actor, limit=_A_PAGE, offset=offset)
    pager = pager_of("/account/returns", {}, page=page, limit=_A_PAGE, total=found.total)
    view = ReturnsPage(tuple(map(return_card, found.returns)), pager)
    return show(request, "account/returns.html", view, await frame(request, snapshot))


@router.get("/account/returns/{number}")
async def one(request: Request, snapshot: Snap, actor: Person, number: str) -> Response:
    """One return; another's does not exist."""
    whole = await returns.given_return(snapshot, actor, number)
    order = await orders.order(snapshot, actor, whole.given.order_id)
    wanted = [item.exchange_variant_id for item in whole.items if item.exchange_variant_id]
    facts = await catalog.variant_facts(snapshot, wanted)
    view = return_page(
        whole,
        order,
        sizes={each.id: each.size for each in facts.values()},
        sent=await _sent(snapshot, actor, whole.exchange),
        promises=await _promises(snapshot, actor, whole),
        may_return=bool(await returns.orders_to_send_back_from(snapshot, [order.order.id])),
    )
    return show(request, "account/return.html", view, await frame(request, snapshot))


async def _promises(
    snapshot: Snapshot, actor: Actor, whole: returns.WholeReturn
) -> tuple[str, ...]:
    """What it gives once it has passed; nothing for one that is over."""
    if whole.given.closed_at is not None:
        return ()
    account_id = whole.given.payout_destination_id
    mine = await payments.accounts_of(snapshot, actor) if account_id else []
    shown = next((each.shown for each in mine if each.id == account_id), "your account")
    return promises_of(await returns.promised(snapshot, whole), account=shown)


async def _sent(
    snapshot: Snapshot, actor: Actor, exchange: returns.Exchange | None
) -> orders.Order | None:
    """The order that sends out an exchange, once there is one."""
    if exchange is None:
        return None
    try:
        return (await orders.order(snapshot, actor, exchange.id)).order
    except NotFound:
        return None


@router.post("/account/returns/{number}/cancel")
async def cancel(request: Request, tx: Tx, actor: Person, number: str) -> Response:
    """Keep it after all."""
    await typed_in(request)
    whole = await returns.given_return(tx, actor, number)
    await returns.cancel_return(tx, actor, whole.given.id)
    answer = RedirectResponse(f"/account/returns/{whole.given.number}", 303)
    leave_flash(request, answer, Flash("The return is called off.", "success"))
    return answer


@router.post("/account/returns/{number}/pickup/again")
async def pickup_again(request: Request, tx: Tx, actor: Person, number: str) -> Response:
    """Have the courier sent once more."""
    await typed_in(request)
    whole = await returns.given_return(tx, actor, number)
    await returns.ask_pickup_again(tx, actor, whole.given.id)
    answer = RedirectResponse(f"/account/returns/{whole.given.number}", 303)
    leave_flash(request, answer, Flash("We ask the courier to come again.", "success"))
    return answer
