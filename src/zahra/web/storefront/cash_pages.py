"""Confirming an order to be paid at the door, by the code that was sent for it."""

from datetime import datetime

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from zahra.base.errors import Conflict, TooMany, Unauthenticated, Unavailable
from zahra.base.text import mask
from zahra.shop import orders
from zahra.shop.orders import OrderStatus, WholeOrder
from zahra.web.http.context import Person, TheShop
from zahra.web.http.flashes import leave_flash
from zahra.web.http.forms import refused_form, typed_in
from zahra.web.http.limits import OTP_SEND, OTP_VERIFY, spend_for
from zahra.web.storefront.cash_view import ConfirmCashPage
from zahra.web.storefront.framing import show_framed
from zahra.web.ui import Flash, FormState
from zahra.web.ui.forms import UNTOUCHED

router = APIRouter(prefix="/checkout/confirm")


@router.get("/{number}")
async def waiting(request: Request, shop: TheShop, actor: Person, number: str) -> Response:
    """The field for the code; an order that no longer waits has a page of its own."""
    async with shop.database.snapshot() as snapshot:
        whole, now = await orders.order(snapshot, actor, number), snapshot.now
    return await _show(request, whole, now)


@router.post("/{number}")
async def confirm(request: Request, shop: TheShop, actor: Person, number: str) -> Response:
    """Place it by its code."""
    typed = await typed_in(request)
    async with shop.database.snapshot() as snapshot:
        whole, now = await orders.order(snapshot, actor, number), snapshot.now
    try:
        await spend_for(request, OTP_VERIFY)
        await orders.confirm_cash_order(
            shop.database,
            shop.keys,
            actor,
            whole.order.id,
            typed.get("code", "").strip(),
            policy=shop.policy,
        )
    except (Unauthenticated, TooMany, Conflict, Unavailable) as why:
        return await _show(request, whole, now, form=refused_form({}, why, at="code"))
    return RedirectResponse(f"/orders/{number}/thanks", 303)


@router.post("/{number}/resend")
async def resend(request: Request, shop: TheShop, actor: Person, number: str) -> Response:
    """Send a fresh code."""
    await typed_in(request)
    async with shop.database.snapshot() as snapshot:
        whole, now = await orders.order(snapshot, actor, number), snapshot.now
    try:
        await spend_for(request, OTP_SEND)
        async with shop.database.transaction() as tx:
            await orders.send_confirmation(tx, shop.keys, actor, whole.order.id, policy=shop.policy)
    except (TooMany, Conflict, Unavailable) as why:
        return await _show(request, whole, now, form=refused_form({}, why))
    answer = RedirectResponse(f"/checkout/confirm/{number}", 303)
    leave_flash(request, answer, Flash("A new code is on its way.", "success"))
    return answer


async def _show(
    request: Request, whole: WholeOrder, now: datetime, *, form: FormState = UNTOUCHED
) -> Response:
    order = whole.order
    was_waiting = order.is_cod and order.expires_at is not None and not order.is_placed
    if not was_waiting or order.status is OrderStatus.PENDING_PAYMENT:
        rest = "/thanks" if order.is_placed else ""
        return RedirectResponse(f"/orders/{order.number}{rest}", 303)
    assert order.expires_at is not None
    is_over = order.status is OrderStatus.CANCELLED or order.expires_at <= now
    view = ConfirmCashPage(
        number=order.number,
        total=order.collectable,
        sent_to=mask(order.phone or ""),
        confirm_by=order.expires_at,
        is_over=is_over,
        form=form,
    )
    status = 422 if form.is_refused else 200
    return await show_framed(request, "confirm_cash.html", view, status=status)
