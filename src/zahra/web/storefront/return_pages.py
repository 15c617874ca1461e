"""Sending something back: asking on one page, looking it over, following it, calling it off."""

from dataclasses import replace
from typing import Annotated
from urllib.parse import quote, urlencode
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from zahra.base import ids
from zahra.base.actors import Actor
from zahra.base.db import Snapshot
from zahra.base.errors import Conflict, Invalid, NotFound, StepUpRequired, TooMany, Unavailable
from zahra.shop import catalog, orders, payments, returns, uploads
from zahra.shop.payments import Destination
from zahra.shop.returns import Reason, Resolution
from zahra.web.http.context import Person, Snap, TheShop, Tx
from zahra.web.http.flashes import leave_flash
from zahra.web.http.forms import refused_form, typed_in
from zahra.web.http.sessions import shop_of
from zahra.web.storefront.framing import frame, show, show_framed
from zahra.web.storefront.from_returns import (
    REASONS,
    account_of,
    return_card,
    return_page,
    wizard_lines,
)
from zahra.web.storefront.paging import pager_of
from zahra.web.storefront.return_photos import named_photos, take_photos, with_photos
from zahra.web.storefront.returns_view import ReturnsPage, ReviewLine, WizardPage
from zahra.web.ui import Flash, FormState

router = APIRouter()
_A_PAGE = 10
# Words that people wrote stay out of addresses.
_KEPT = ("qty_", "reason_", "wish_", "photo_", "destination")


@router.get("/orders/{number}/return")
async def wizard(request: Request, snapshot: Snap, actor: Person, number: str) -> Response:
    """The form; what was chosen before a proof was asked for is chosen again."""
    typed = {name: said for name, said in request.query_params.items() if name.startswith(_KEPT)}
    form = FormState(typed, idempotency_key=str(ids.new()))
    view = await _shown(snapshot, actor, await _wizard(snapshot, actor, number, form))
    return show(request, "return.html", view, await frame(request, snapshot))


@router.post("/orders/{number}/return")
async def ask(request: Request, shop: TheShop, actor: Person, number: str) -> Response:
    """Look it over, then ask."""
    typed = await typed_in(request)
    key = typed.get("idempotency_key", "")[:255] or str(ids.new())
    async with shop.database.snapshot() as snapshot:
        view = await _wizard(snapshot, actor, number, FormState(typed, idempotency_key=key))
        order_id = (await orders.order(snapshot, actor, number)).order.id
    try:
        typed = await take_photos(request, shop, actor, view.lines, typed)
        view = replace(view, form=FormState(typed, idempotency_key=key))
        asking = _asking(view, typed, key)
        if typed.get("confirmed") != "yes":
            return await _again(request, actor, view, _review(view, asking))
        async with shop.database.transaction() as tx:
            given = await returns.ask_return(tx, actor, order_id, asking)
    except StepUpRequired:
        kept = {name: said for name, said in typed.items() if name.startswith(_KEPT)}
        back = f"/orders/{number}/return?{urlencode(kept)}"
        return RedirectResponse(f"/account/confirm?next={quote(back)}", 303)
    except (Invalid, Conflict, TooMany, Unavailable) as why:
        refused = refused_form(typed, why)
        form = FormState(typed, refused.errors, refused.refusal, key)
        return await _again(request, actor, replace(view, form=form), (), status=422)
    answer = RedirectResponse(f"/account/returns/{given.number}", 303)
    leave_flash(request, answer, Flash("We have your request and write to you soon.", "success"))
    return answer


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
    )
    return show(request, "account/return.html", view, await frame(request, snapshot))


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


async def _wizard(snapshot: Snapshot, actor: Actor, number: str, form: FormState) -> WizardPage:
    whole = await orders.order(snapshot, actor, number)
    offer = await returns.offer_of(snapshot, whole.order.id, whole.lines)
    accounts = await payments.accounts_of(snapshot, actor)
    address = whole.copy.shipping_address
    place = f"{address.city} {address.pincode}, {address.state}"
    return WizardPage(
        number=whole.order.number,
        lines=wizard_lines(whole, offer),
        accounts=tuple(map(account_of, accounts)),
        has_cash=whole.order.is_cod,
        address_lines=tuple(filter(None, (address.name, address.line1, address.line2, place))),
        form=form,
    )


async def _shown(snapshot: Snapshot, actor: Actor, view: WizardPage) -> WizardPage:
    """The form with the shopper's photos that it names."""
    typed = view.form.values
    named = [each for line in view.lines for each in named_photos(typed, line.id)]
    return with_photos(view, await uploads.own_of(snapshot, actor, named))


def _asking(view: WizardPage, typed: dict[str, str], key: str) -> returns.Asking:
    """The wish as the form says it. Raises Invalid."""
    items: list[returns.AskingItem] = []
    wrong: dict[str, str] = {}
    for line in view.lines:
        qty = typed.get(f"qty_{line.id}", "0")
        if line.most == 0 or qty in ("", "0"):
            continue
        reason, wish = typed.get(f"reason_{line.id}", ""), typed.get(f"wish_{line.id}", "refund")
        if reason not in dict(line.reasons):
            wrong[f"reason_{line.id}"] = "Say why it comes back."
        elif not (qty.isascii() and qty.isdigit() and int(qty) <= line.most):
            wrong[f"qty_{line.id}"] = f"Choose up to {line.most}."
        elif wish not in dict(line.wishes):
            wrong[f"wish_{line.id}"] = "This size has just gone. Choose again."
        else:
            items.append(_item(line.id, int(qty), Reason(reason), wish, typed))
    if not items and not wrong:
        wrong["items"] = "Choose at least one piece to send back."
    if wrong:
        raise Invalid(wrong)
    return returns.Asking(tuple(items), key, *_destination(view, typed))


def _item(
    line_id: str, qty: int, reason: Reason, wish: str, typed: dict[str, str]
) -> returns.AskingItem:
    is_exchange = wish != "refund"
    return returns.AskingItem(
        order_line_id=UUID(line_id),
        qty=qty,
        reason=reason,
        note=typed.get(f"note_{line_id}", ""),
        photos=named_photos(typed, line_id),
        resolution=Resolution.EXCHANGE if is_exchange else Resolution.REFUND,
        exchange_variant_id=UUID(wish) if is_exchange else None,
    )


def _destination(view: WizardPage, typed: dict[str, str]) -> tuple[Destination, UUID | None]:
    said = typed.get("destination", Destination.SOURCE.value)
    if said in {account.id for account in view.accounts}:
        return Destination.PAYOUT, UUID(said)
    if said == Destination.STORE_CREDIT.value:
        return Destination.STORE_CREDIT, None
    return Destination.SOURCE, None


def _review(view: WizardPage, asking: returns.Asking) -> tuple[ReviewLine, ...]:
    lines = {line.id: line for line in view.lines}
    found: list[ReviewLine] = []
    for item in asking.items:
        line = lines[item.order_line_id.hex]
        variant = item.exchange_variant_id
        wish = dict(line.wishes)[variant.hex if variant else "refund"]
        text = f"{line.text}. {REASONS[item.reason]}. {wish}."
        found.append(ReviewLine(f"{item.qty} × {line.title}", text, len(item.photos)))
    return tuple(found)


async def _again(
    request: Request,
    actor: Actor,
    view: WizardPage,
    review: tuple[ReviewLine, ...],
    *,
    status: int = 200,
) -> Response:
    async with shop_of(request).database.snapshot() as snapshot:
        shown = replace(await _shown(snapshot, actor, view), review=review)
    return await show_framed(request, "return.html", shown, status=status)
