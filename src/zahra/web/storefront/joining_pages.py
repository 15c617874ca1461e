"""Joining with a password: it counts once a code has proved the address."""

from urllib.parse import quote

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from zahra.base import ids
from zahra.shop import identity
from zahra.web.http.codes import code_on_its_way, remember_code
from zahra.web.http.context import Snap, TheShop
from zahra.web.http.forms import refused_form, typed_in
from zahra.web.http.limits import REGISTER, spend_for
from zahra.web.http.returning import own_address
from zahra.web.storefront.framing import show_framed
from zahra.web.storefront.login_pages import login_page
from zahra.web.storefront.password_pages import REFUSED, Next, unless_signed_in, without_secrets

router = APIRouter(prefix="/register")


@router.get("")
async def join(request: Request, snapshot: Snap, next_url: Next = "/account") -> Response:
    """Ask for an address and a password of one's own."""
    return await unless_signed_in(request, snapshot, "login/register.html", next_url)


@router.post("")
async def register(request: Request, shop: TheShop) -> Response:
    """Send a code to the address; the password counts once it is typed."""
    typed = await typed_in(request)
    next_url = own_address(typed.get("next", ""))
    email, binding = typed.get("email", "").strip(), ids.token()
    asked = identity.Registering(email, typed.get("password", ""), typed.get("name", "").strip())
    try:
        await spend_for(request, REGISTER)
        sent = await identity.register(
            shop.database, shop.keys, asked, binding=binding, policy=shop.policy
        )
    except REFUSED as why:
        view = login_page(request, next_url, form=refused_form(without_secrets(typed), why))
        return await show_framed(request, "login/register.html", view, status=422)
    answer = RedirectResponse(f"/login/code?next={quote(next_url)}", 303)
    pending = code_on_its_way(request, sent, binding=binding, identifier=email)
    remember_code(request, answer, pending)
    return answer
