"""A number whose account slept for long: whose is it today?"""

from urllib.parse import quote

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from zahra.shop import identity
from zahra.web.http.challenges import sent_to_answer
from zahra.web.http.codes import sign_in
from zahra.web.http.context import TheShop
from zahra.web.http.cookies import Cookie, read_cookie
from zahra.web.http.flashes import leave_flash
from zahra.web.http.forms import typed_in
from zahra.web.http.limits import LOGIN, spend_for
from zahra.web.http.problems import ChallengeRequired
from zahra.web.http.returning import own_address
from zahra.web.http.sessions import device_of
from zahra.web.storefront.framing import show
from zahra.web.storefront.login_view import WhoseNumberPage
from zahra.web.ui import Chrome, Flash

router = APIRouter(prefix="/login/afresh")


def whose_number(
    request: Request, why: identity.SecondProofRequired, chrome: Chrome, *, next_url: str
) -> Response:
    """Ask whether the account is theirs, to open otherwise, or the number is new to them."""
    view = WhoseNumberPage(str(why.details.get("claim", "")), next_url)
    return show(request, "login/whose_number.html", view, chrome, status=403)


@router.post("")
async def start(request: Request, shop: TheShop) -> Response:
    """Begin with an account of one's own; the old one keeps everything but the number.

    Whoever has to begin again does so at the login, not where this form was seen: that is
    `/login/code`, and its code is used up.
    """
    typed = await typed_in(request)
    next_url = own_address(typed.get("next", ""))
    again = f"/login?next={quote(next_url)}" if "next" in typed else "/login"
    try:
        await spend_for(request, LOGIN)
    except ChallengeRequired:
        return sent_to_answer(request, back=again)
    asked = identity.StartingAfresh(
        typed.get("claim", ""),
        identity.SessionKind.WEB,
        read_cookie(request, Cookie.CART),
        device_of(request),
    )
    try:
        found = await identity.start_afresh(shop.database, shop.keys, asked, policy=shop.policy)
    except identity.ClaimOver as why:
        answer = RedirectResponse(again, 303)
        leave_flash(request, answer, Flash(why.sentence, "warning"))
        return answer
    answer = RedirectResponse(next_url, 303)
    sign_in(request, answer, found)
    leave_flash(request, answer, Flash("Welcome! This is your own new account.", "success"))
    return answer
