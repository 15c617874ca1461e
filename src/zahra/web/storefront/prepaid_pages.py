"""Paying a cash order online after all, by a sealed link: whoever holds it may pay, and see no more
than what is to be paid."""

from contextlib import suppress
from datetime import datetime

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from zahra.base.actors import program
from zahra.base.errors import Conflict, Invalid, NotFound
from zahra.shop import cod, orders, payments
from zahra.shop.assembled import Shop
from zahra.shop.cod import LinkState, PrepaidLink
from zahra.shop.orders import Order, OrderStatus
from zahra.shop.payments import Attempt
from zahra.web.http.context import Person, TheShop
from zahra.web.http.flashes import leave_flash
from zahra.web.http.forms import typed_in
from zahra.web.http.limits import GATEWAY_RETURN, spend_for
from zahra.web.storefront.cart_pages import sentence_of
from zahra.web.storefront.cash_view import PayOnlinePage, State
from zahra.web.storefront.framing import show_framed
from zahra.web.ui import Flash, FormState
from zahra.web.ui.forms import UNTOUCHED

router = APIRouter()
DOORKEEPER = program("payment link")


@router.get("/pay/{token}")
async def offered(request: Request, shop: TheShop, token: str) -> Response:
    """What it would cost and what it saves; after paying, whether the money has come."""
    link = await _link(shop, token)
    if (attempt := await _open_attempt(shop, link)) is not None:
        await spend_for(request, GATEWAY_RETURN)
        with suppress(payments.GatewayDown):  # the webhook or the poller will tell
            await orders.settle(shop.database, shop.gateways, attempt.id)
    return await _show(request, shop, token)


@router.post("/orders/{number}/pay-online")
async def ask(request: Request, shop: TheShop, actor: Person, number: str) -> Response:
    """The buyer would rather pay online: on to the link's own page."""
    await typed_in(request)
    try:
        async with shop.database.transaction() as tx:
            seen = await orders.order(tx, actor, number)
            terms = shop.terms.pay_link
            link = await orders.prepaid_link(tx, actor, seen.order.id, terms=terms)
    except Conflict as why:
        answer = RedirectResponse(f"/orders/{number}", 303)
        leave_flash(request, answer, Flash(why.sentence, "error"))
        return answer
    return RedirectResponse(f"/pay/{cod.token_of(shop.keys, link.id)}", 303)


@router.post("/pay/{token}")
async def pay(request: Request, shop: TheShop, token: str) -> Response:
    """Open the gateway's page for it."""
    await typed_in(request)
    link = await _link(shop, token)
    await spend_for(request, GATEWAY_RETURN)
    try:
        await orders.pay_by_link(shop.database, shop.gateways, link.id)
    except (Conflict, Invalid, payments.GatewayDown) as why:
        form = FormState(refusal=sentence_of(why))
        return await _show(request, shop, token, form=form, status=409)
    return RedirectResponse(f"/pay/{token}", 303)


async def _link(shop: Shop, token: str) -> PrepaidLink:
    """Raises NotFound for what nobody sealed, or that is gone."""
    link_id = cod.link_id_in(shop.keys, token)
    if link_id is None:
        raise NotFound
    async with shop.database.snapshot() as snapshot:
        if (link := await cod.link(snapshot, link_id)) is None:
            raise NotFound
    return link


async def _open_attempt(shop: Shop, link: PrepaidLink) -> Attempt | None:
    """The gateway's page that was opened for this link."""
    async with shop.database.snapshot() as snapshot:
        attempts = await payments.attempts_of_order(snapshot, link.order_id)
    return next((each for each in attempts if each.is_live and each.pay_url), None)


async def _show(
    request: Request, shop: Shop, token: str, *, form: FormState = UNTOUCHED, status: int = 200
) -> Response:
    link = await _link(shop, token)
    attempt = await _open_attempt(shop, link)
    async with shop.database.snapshot() as snapshot:
        order = (await orders.order(snapshot, DOORKEEPER, link.order_id)).order
        now = snapshot.now
    view = PayOnlinePage(
        token=token,
        number=order.number,
        amount=link.amount,
        fee_waived=link.fee_waived,
        reward=link.reward,
        state=_state(link, order, attempt, now),
        expires_at=link.expires_at if attempt else link.open_by,
        pay_url=attempt.pay_url if attempt else None,
        form=form,
    )
    return await show_framed(request, "pay_online.html", view, status=status)


def _state(link: PrepaidLink, order: Order, attempt: Attempt | None, now: datetime) -> State:
    """What there is to say of a link now: first what became of its order."""
    if order.status is OrderStatus.CANCELLED:
        return "cancelled"
    if link.state is LinkState.CONVERTED:
        return "paid"
    if not order.collectable:
        return "settled"
    if not orders.may_switch_to_prepaid(order):
        return "over"
    if attempt and link.is_live and now < link.expires_at:
        return "open"
    return "offered" if link.can_be_opened(now) else "over"
