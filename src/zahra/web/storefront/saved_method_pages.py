"""The account's saved ways of paying: what is kept where, and how to have it deleted."""

from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from zahra.base.errors import Invalid
from zahra.shop import identity, payments
from zahra.shop.payments import GatewayDown, GatewayRefused
from zahra.web.http.context import Person, TheShop, Tx
from zahra.web.http.flashes import leave_flash
from zahra.web.http.forms import typed_in
from zahra.web.storefront.account_view import SavedCard, SavedMethodsPage
from zahra.web.storefront.framing import show_framed
from zahra.web.ui import Flash, FormState
from zahra.web.ui.forms import UNTOUCHED

router = APIRouter(prefix="/account/payments")
HERE = "/account/payments"
_SILENT = "Our payment partner does not answer. Please try again in a moment."


@router.get("")
async def saved(request: Request, shop: TheShop, actor: Person) -> Response:
    """What is kept, as the gateway tells it."""
    told = await payments.refresh_saved(shop.database, shop.gateways, actor)
    return await show_framed(request, "account/payments.html", _page(told, shop.gateways))


@router.post("/keep")
async def keep(request: Request, shop: TheShop, actor: Person) -> Response:
    """Agree, by the box, that cards may be kept."""
    typed = await typed_in(request)
    try:
        if typed.get("agree") != "yes":
            raise Invalid({"agree": "Tick the box if you want this."})
        await _start(shop, actor)
    except (Invalid, GatewayDown, GatewayRefused) as why:
        is_silence = not isinstance(why, Invalid)
        form = FormState(refusal=_SILENT) if is_silence else FormState(errors=why.fields)
        async with shop.database.snapshot() as snapshot:
            told = await payments.saved_methods(snapshot, actor)
        view = _page(told, shop.gateways, form=form)
        return await show_framed(request, "account/payments.html", view, status=422)
    return _back(request, Flash("The next card you pay with can be kept.", "success"))


@router.post("/stop")
async def stop(request: Request, tx: Tx, actor: Person) -> Response:
    """Take it back: all that is kept is deleted."""
    await typed_in(request)
    await payments.stop_keeping(tx, actor)
    return _back(request, Flash("Nothing is kept any more.", "success"))


@router.post("/{method_id}/remove")
async def remove(request: Request, shop: TheShop, actor: Person, method_id: UUID) -> Response:
    """Have one deleted."""
    await typed_in(request)
    try:
        await payments.remove_saved(shop.database, shop.gateways, actor, method_id)
    except (GatewayDown, GatewayRefused):
        return _back(request, Flash(_SILENT, "error"))
    return _back(request, Flash("The card is removed.", "success"))


async def _start(shop: TheShop, actor: Person) -> None:
    async with shop.database.snapshot() as snapshot:
        person = await identity.person(snapshot, actor)
    payer = payments.Payer(person.name, person.phone, person.email)
    await payments.start_keeping(shop.database, shop.gateways, actor, payer)


def _page(
    told: payments.SavedMethods, gateways: payments.Gateways, *, form: FormState = UNTOUCHED
) -> SavedMethodsPage:
    cards = tuple(
        SavedCard(
            id=str(each.id),
            title=" ".join(filter(None, (each.issuer, each.network))) or each.kind.capitalize(),
            last_four=each.last_four,
            saved_at=each.created_at,
        )
        for each in told.methods
    )
    can_keep = bool(gateways.wallets)
    return SavedMethodsPage(cards, told.agreed_at, can_keep, form)


def _back(request: Request, flash: Flash) -> Response:
    answer = RedirectResponse(HERE, 303)
    leave_flash(request, answer, flash)
    return answer
