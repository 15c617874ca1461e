"""What the shop knows of a person: a copy of it to take along, and forgetting all of it."""

from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from zahra.base.actors import Actor
from zahra.base.errors import Conflict, NotFound
from zahra.shop import credit, identity, privacy
from zahra.shop.assembled import Shop
from zahra.web.http.context import Person, Snap, TheShop, Tx
from zahra.web.http.cookies import Cookie, clear_cookie, clear_site_data
from zahra.web.http.flashes import leave_flash
from zahra.web.http.forms import typed_in
from zahra.web.storefront.framing import frame, show, show_framed
from zahra.web.storefront.security_pages import back
from zahra.web.storefront.security_view import DeletePage
from zahra.web.ui import Flash, FormState

router = APIRouter(prefix="/account/security")


@router.post("/copy")
async def ask_copy(request: Request, tx: Tx, actor: Person) -> Response:
    """Have a copy made; it is there in a moment."""
    await typed_in(request)
    await privacy.ask_export(tx, actor)
    return back(request, "We are making your copy. Look again in a minute.")


@router.get("/copy/{export_id}")
async def fetch_copy(snapshot: Snap, actor: Person, export_id: UUID) -> Response:
    """The copy as a file."""
    export = await privacy.export_of(snapshot, actor, export_id)
    if export.content is None:
        raise NotFound
    headers = {"Content-Disposition": 'attachment; filename="my-data.json"'}
    return Response(export.content, headers=headers, media_type="application/json")


@router.get("/delete")
async def delete(request: Request, snapshot: Snap, actor: Person) -> Response:
    """Say what deleting means, after a fresh proof of who asks."""
    identity.must_be_there(actor, snapshot.now)
    view = DeletePage(credit=await credit.balance(snapshot, actor.person))
    return show(request, "account/delete.html", view, await frame(request, snapshot))


@router.post("/delete")
async def erase(request: Request, shop: TheShop, actor: Person) -> Response:
    """Close the account and forget the person, in the browser too."""
    typed = await typed_in(request)
    if typed.get("sure") != "yes":
        form = FormState(typed, errors={"sure": ["Tick the box if you are sure."]})
        return await _again(request, shop, actor, form)
    try:
        async with shop.database.transaction() as tx:
            await privacy.erase_me(tx, actor, giving_up=_whole(typed.get("giving_up")))
    except credit.CreditLeft as why:
        form = FormState(typed, errors={"giving_up": [why.sentence]})
        return await _again(request, shop, actor, form)
    except Conflict as why:
        return await _again(request, shop, actor, FormState(typed, refusal=why.sentence))
    answer = RedirectResponse("/", 303)
    for cookie in (Cookie.SESSION, Cookie.CODE, Cookie.CART, Cookie.DEVICE, Cookie.PINCODE):
        clear_cookie(request, answer, cookie)
    clear_site_data(answer)
    leave_flash(request, answer, Flash("Your account is deleted. Thank you for having been here."))
    return answer


async def _again(request: Request, shop: Shop, actor: Actor, form: FormState) -> Response:
    async with shop.database.snapshot() as snapshot:
        left = await credit.balance(snapshot, actor.person)
    view = DeletePage(form, left)
    return await show_framed(request, "account/delete.html", view, status=422)


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 13 else 0
