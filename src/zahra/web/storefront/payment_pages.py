"""Between the order and its money: the way to the gateway, back, and waiting for its word."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from zahra.base import ids
from zahra.base.actors import Actor
from zahra.base.errors import Conflict, Invalid
from zahra.shop import cod, orders, payments
from zahra.shop.assembled import Shop
from zahra.shop.orders import Paying, WholeOrder
from zahra.shop.payments import Attempt
from zahra.web.http.context import Person, TheShop, shop_of
from zahra.web.http.forms import typed_in
from zahra.web.http.headers import content_security_policy
from zahra.web.http.limits import GATEWAY_RETURN, spend_for
from zahra.web.http.paying import client_payload
from zahra.web.storefront.cart_pages import sentence_of
from zahra.web.storefront.framing import bare_frame, show_block, show_framed, wants_block
from zahra.web.storefront.from_payments import failed_page, pay_page, pending_page
from zahra.web.ui import FormState

router = APIRouter(prefix="/checkout")


@router.get("/pay/{number}")
async def pay(request: Request, shop: TheShop, actor: Person, number: str) -> Response:
    """The way to the gateway, where an attempt is open; else the ways to go on."""
    whole = await _whole(shop, actor, number)
    if not whole.order.is_pending:
        return RedirectResponse(f"/orders/{number}", 303)
    if whole.order.status is orders.OrderStatus.PENDING_CONFIRMATION:
        return RedirectResponse(f"/checkout/confirm/{number}", 303)
    paying = _open_attempt(whole)
    if paying is not None and paying.is_link and paying.pay_url:
        return RedirectResponse(paying.pay_url, 303)
    payload = await _payload(shop, actor, whole, paying) if paying else None
    if paying is None or payload is None:
        return RedirectResponse(f"/checkout/pay/{number}/failed", 303)
    handing_over = shop.gateways.named(paying.provider).pay_page(payload)
    answer = await show_framed(request, "pay.html", pay_page(whole, paying.provider, handing_over))
    policy = content_security_policy(handing_over.sources)
    answer.headers["Content-Security-Policy"] = policy
    return answer


@router.post("/pay/{number}")
async def pay_again(request: Request, shop: TheShop, actor: Person, number: str) -> Response:
    """Try again at the gateway, or pay at the door instead."""
    typed = await typed_in(request)
    whole = await _whole(shop, actor, number)
    method = typed.get("payment_method", "razorpay")
    try:
        if method == "cod":
            async with shop.database.transaction() as tx:
                await orders.switch_to_cod(tx, actor, whole.order.id, terms=shop.terms)
            return RedirectResponse(f"/orders/{number}/thanks", 303)
        key = typed.get("idempotency_key") or str(ids.new())
        await orders.open_payment(
            shop.database, shop.gateways, actor, whole.order.id, method, key=key
        )
    except (Conflict, Invalid, payments.GatewayDown) as why:
        return await _failed(request, whole, FormState(refusal=sentence_of(why)), status=409)
    return RedirectResponse(f"/checkout/pay/{number}", 303)


@router.get("/pay/{number}/failed")
async def failed(request: Request, shop: TheShop, actor: Person, number: str) -> Response:
    """Nothing was taken: try again, or another way."""
    whole = await _whole(shop, actor, number)
    if whole.order.is_placed:
        return RedirectResponse(f"/orders/{number}/thanks", 303)
    return await _failed(request, whole, FormState())


@router.get("/pay/{number}/status")
async def status(request: Request, shop: TheShop, actor: Person, number: str) -> Response:
    """Whether the money has arrived. The page asks again by itself and survives a refresh."""
    whole = await _whole(shop, actor, number)
    if wants_block(request):
        view = pending_page(whole)
        return show_block("payment_pending.html", "status", view, bare_frame(request))
    if whole.order.status is orders.OrderStatus.PENDING_CONFIRMATION:
        return RedirectResponse(f"/checkout/confirm/{number}", 303)
    if whole.order.status is orders.OrderStatus.PENDING_PAYMENT:
        await _ask_the_gateway(shop, whole)
        whole = await _whole(shop, actor, number)
    if whole.order.is_placed:
        return RedirectResponse(f"/orders/{number}/thanks", 303)
    if not whole.order.is_pending:
        return RedirectResponse(f"/checkout/pay/{number}/failed", 303)
    view = pending_page(whole)
    if view.outcome == "failed":
        return RedirectResponse(f"/checkout/pay/{number}/failed", 303)
    return await show_framed(request, "payment_pending.html", view)


@router.post("/return/{number}/{attempt_id}")
async def come_back(request: Request, shop: TheShop, number: str, attempt_id: UUID) -> Response:
    """The browser comes back from the gateway, without our cookies: a hint, never a decision.

    A genuine signature makes us ask the gateway at once; without one the status page will.
    """
    await spend_for(request, GATEWAY_RETURN)
    form = await request.form()
    told = {name: value for name, value in form.items() if not isinstance(value, UploadFile)}
    return await _settled(shop, number, attempt_id, told)


@router.get("/return/{number}/{attempt_id}")
async def follow_back(request: Request, shop: TheShop, number: str, attempt_id: UUID) -> Response:
    """The same from a gateway's own page that sends the browser back by a link."""
    await spend_for(request, GATEWAY_RETURN)
    return await _settled(shop, number, attempt_id, dict(request.query_params))


async def _settled(shop: Shop, number: str, attempt_id: UUID, told: dict[str, str]) -> Response:
    async with shop.database.snapshot() as snapshot:
        attempt = await payments.attempt(snapshot, attempt_id)
    gateway = shop.gateways.named(attempt.provider)
    order_id = attempt.provider_order_id or ""
    if not gateway.is_genuine_return(order_id, told):
        has_failed = any(name.startswith("error[") for name in told)
        rest = "failed" if has_failed else "status"
        return RedirectResponse(f"/checkout/pay/{number}/{rest}", 303)
    with suppress(payments.GatewayDown):  # the status page, webhook or poller will hear of it
        await orders.settle(shop.database, shop.gateways, attempt_id)
    return RedirectResponse(await _onward(shop, number, attempt), 303)


async def _onward(shop: Shop, number: str, attempt: Attempt) -> str:
    """Where who has paid goes on. Whoever paid by a link need not be the order's buyer: they see
    its own page again."""
    if attempt.is_link:
        async with shop.database.snapshot() as snapshot:
            link = await cod.link_of_order(snapshot, attempt.order_id)
        if link is not None:
            return f"/pay/{cod.token_of(shop.keys, link.id)}"
    return f"/checkout/pay/{number}/status"


async def _payload(
    shop: Shop, actor: Actor, whole: WholeOrder, paying: Paying
) -> Mapping[str, Any] | None:
    async with shop.database.snapshot() as snapshot:
        customer_id = await payments.customer_at(snapshot, actor, paying.provider)
    return client_payload(shop, whole, paying, customer_id=customer_id)


async def _failed(
    request: Request, whole: WholeOrder, form: FormState, *, status: int = 200
) -> Response:
    shop = shop_of(request)
    form = replace(form, idempotency_key=str(ids.new()))
    async with shop.database.snapshot() as snapshot:
        offered = await payments.offered(snapshot, shop.gateways)
    view = failed_page(whole, shop, offered, form)
    return await show_framed(request, "payment_failed.html", view, status=status)


async def _whole(shop: Shop, actor: Actor, number: str) -> WholeOrder:
    async with shop.database.snapshot() as snapshot:
        return await orders.order(snapshot, actor, number)


async def _ask_the_gateway(shop: Shop, whole: WholeOrder) -> None:
    if (paying := _open_attempt(whole)) is not None:
        with suppress(payments.GatewayDown):  # the page says that we are still asking
            await orders.settle(shop.database, shop.gateways, paying.id)


def _open_attempt(whole: WholeOrder) -> Paying | None:
    """The attempt a person can pay now."""
    return next(
        (
            paying
            for paying in whole.payments
            if paying.provider_order_id and paying.status in ("created", "pending")
        ),
        None,
    )
