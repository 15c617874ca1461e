"""Asking to send something back: everything on one page, then once more to look over."""

from dataclasses import replace
from urllib.parse import quote, urlencode
from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from zahra.base import ids
from zahra.base.actors import Actor
from zahra.base.db import Snapshot
from zahra.base.errors import Conflict, Invalid, StepUpRequired, TooMany, Unavailable
from zahra.shop import orders, payments, returns, uploads
from zahra.shop.assembled import Shop
from zahra.shop.payments import Destination
from zahra.shop.returns import Reason, Resolution
from zahra.web.http.context import Person, Snap, TheShop
from zahra.web.http.flashes import leave_flash
from zahra.web.http.forms import refused_form, typed_in
from zahra.web.http.sessions import shop_of
from zahra.web.storefront.describing_offers import REASONS, wizard_lines
from zahra.web.storefront.describing_refunds import promises_of, way_back
from zahra.web.storefront.framing import frame, show, show_framed
from zahra.web.storefront.from_returns import account_of
from zahra.web.storefront.return_photos import named_photos, take_photos, with_photos
from zahra.web.storefront.returns_view import ReviewLine, WizardPage
from zahra.web.ui import Flash, FormState

router = APIRouter()
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
            view = replace(view, promises=await _promised(shop, order_id, asking, view))
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
        source_text=way_back(whole),
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


async def _promised(
    shop: Shop, order_id: UUID, asking: returns.Asking, view: WizardPage
) -> tuple[str, ...]:
    """What the wish gives if all of it passes."""
    chosen = asking.account_id.hex if asking.account_id else ""
    shown = next((each.shown for each in view.accounts if each.id == chosen), "your account")
    async with shop.database.snapshot() as snapshot:
        promised = await returns.preview_asking(snapshot, order_id, asking)
    return promises_of(promised, account=shown)


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
