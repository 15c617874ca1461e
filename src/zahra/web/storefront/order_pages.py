"""Orders: the thanks after placing one, following it, and the list of all."""

from dataclasses import replace
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from zahra.base.clock import ist_day
from zahra.base.db import Snapshot
from zahra.base.keys import Keys
from zahra.base.text import mask
from zahra.shop import identity, orders, returns, shipping
from zahra.shop.shipping import NdrState, ShipmentState
from zahra.web.http.context import Person, Snap
from zahra.web.http.sessions import shop_of
from zahra.web.storefront.account_view import AccountPage, OrdersPage
from zahra.web.storefront.cards_view import Entry
from zahra.web.storefront.exchanged import sent_instead
from zahra.web.storefront.framing import frame, show
from zahra.web.storefront.from_orders import order_card, order_page
from zahra.web.storefront.from_returns import return_link
from zahra.web.storefront.order_view import ConfirmationPage, ReturnLink
from zahra.web.storefront.paging import pager_of

router = APIRouter()
_A_PAGE = 10


@router.get("/orders/{number}")
async def order(request: Request, snapshot: Snap, actor: Person, number: str) -> Response:
    """One order, for the person who placed it; another's does not exist."""
    whole = await orders.order(snapshot, actor, number)
    is_own = whole.order.user_id == actor.user_id
    answers = await _answers(snapshot, shop_of(request).keys, whole) if is_own else {}
    reward = shop_of(request).terms.pay_link.reward
    view = order_page(
        whole,
        today=ist_day(snapshot.now),
        answers=answers,
        reward=reward,
        may_return=await _may_return(snapshot, whole),
        sent=await sent_instead(snapshot, actor, whole),
    )
    view = replace(
        view,
        returns=await _returns(snapshot, whole),
        instead_of=await _instead_of(snapshot, whole.order),
    )
    return show(request, "order.html", view, await frame(request, snapshot))


async def _returns(snapshot: Snapshot, whole: orders.WholeOrder) -> tuple[ReturnLink, ...]:
    if not whole.order.is_placed or not whole.parcels:
        return ()
    return tuple(map(return_link, await returns.returns_among(snapshot, [whole.order.id])))


async def _instead_of(snapshot: Snapshot, order: orders.Order) -> ReturnLink | None:
    """Only what came from no bag may be an exchange."""
    given = None if order.cart_id else await returns.return_sent_as(snapshot, order.id)
    return return_link(given) if given else None


async def _may_return(snapshot: Snapshot, whole: orders.WholeOrder) -> bool:
    if not any(line.states.get(orders.PieceState.DELIVERED) for line in whole.lines):
        return False
    return bool(await returns.orders_to_send_back_from(snapshot, [whole.order.id]))


async def _answers(snapshot: Snapshot, keys: Keys, whole: orders.WholeOrder) -> dict[UUID, str]:
    """Where to say what becomes of each parcel that could not be handed over."""
    links: dict[UUID, str] = {}
    for parcel in whole.parcels:
        if parcel.state is ShipmentState.UNDELIVERED:
            for last in (await shipping.ndrs_of(snapshot, parcel.id))[-1:]:
                if last.state in (NdrState.OPEN, NdrState.ANSWERED):
                    links[parcel.id] = f"/delivery/{shipping.link_token(keys, last.id)}"
    return links


@router.get("/orders/{number}/thanks")
async def thanks(request: Request, snapshot: Snap, actor: Person, number: str) -> Response:
    """Right after placing; an order that still waits is sent to its payment."""
    whole = await orders.order(snapshot, actor, number)
    if not whole.order.is_placed:
        return RedirectResponse(f"/checkout/pay/{number}/status", 303)
    sent_to = whole.order.email or whole.order.phone or ""
    view = ConfirmationPage(
        order_page(whole, today=ist_day(snapshot.now)), mask(sent_to), _next_steps(whole.order)
    )
    return show(request, "confirmation.html", view, await frame(request, snapshot))


@router.get("/account")
async def account(request: Request, snapshot: Snap, actor: Person) -> Response:
    """The account's front page, the latest order on top."""
    person = await identity.person(snapshot, actor)
    page = await orders.orders_of(snapshot, actor, limit=1)
    book = await identity.addresses_of(snapshot, actor, actor.person)
    today = ist_day(snapshot.now)
    view = AccountPage(
        name=person.name,
        identifier=mask(person.phone or person.email or ""),
        latest_order=order_card(page.orders[0], today=today) if page.orders else None,
        address_count=len(book),
    )
    return show(request, "account/home.html", view, await frame(request, snapshot))


@router.get("/account/orders")
async def all_orders(
    request: Request,
    snapshot: Snap,
    actor: Person,
    page: Annotated[int, Query(ge=1, le=500)] = 1,
) -> Response:
    """All orders, newest first."""
    offset = (page - 1) * _A_PAGE
    found = await orders.orders_of(snapshot, actor, limit=_A_PAGE, offset=offset)
    pager = pager_of("/account/orders", {}, page=page, limit=_A_PAGE, total=found.total)
    today = ist_day(snapshot.now)
    cards = tuple(order_card(each, today=today) for each in found.orders)
    view = OrdersPage(cards, pager)
    return show(request, "account/orders.html", view, await frame(request, snapshot))


def _next_steps(placed: orders.Order) -> tuple[Entry, ...]:
    packing = Entry("We pack it", "Your pieces are checked and packed in Jaipur within a day.")
    if placed.is_cod:
        cash = Entry("Keep the cash ready", "Pay the courier when the parcel arrives.")
        return (packing, cash)
    return (packing, Entry("We write to you", "When it leaves us, you get its tracking number."))
