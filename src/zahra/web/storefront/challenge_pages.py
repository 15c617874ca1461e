"""The plain question for somebody behind an address that has asked too often."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from zahra.web.http.challenges import Question, is_answered, new_question
from zahra.web.http.context import Snap, TheShop
from zahra.web.http.cookies import Cookie, set_cookie
from zahra.web.http.forms import typed_in
from zahra.web.http.limits import CHALLENGE, spend_for
from zahra.web.http.returning import own_address
from zahra.web.storefront.challenge_view import ChallengePage
from zahra.web.storefront.framing import frame, show, show_framed
from zahra.web.ui import FormState

router = APIRouter(prefix="/challenge")
Next = Annotated[str, Query(alias="next")]
_WRONG = "Type the word as it is shown. If it was there for more than ten minutes, here is another."


@router.get("")
async def ask(request: Request, snapshot: Snap, shop: TheShop, next_url: Next = "/") -> Response:
    """Show a word to copy."""
    view = ChallengePage(
        new_question(shop.keys, snapshot.now), own_address(next_url, otherwise="/")
    )
    return show(request, "challenge.html", view, await frame(request, snapshot))


@router.post("")
async def answer(request: Request, shop: TheShop) -> Response:
    """Remember a right answer for the next few requests, and go back to where they are made."""
    typed = await typed_in(request)
    await spend_for(request, CHALLENGE)
    next_url = own_address(typed.get("next", ""), otherwise="/")
    word = typed.get("word", "").strip().lower()
    answered = Question(typed.get("question", ""), word).answered
    async with shop.database.snapshot() as snapshot:
        now = snapshot.now
    if not is_answered(shop.keys, answered, now):
        form = FormState(errors={"word": [_WRONG]})
        view = ChallengePage(new_question(shop.keys, now), next_url, form)
        return await show_framed(request, "challenge.html", view, status=422)
    back = RedirectResponse(next_url, 303)
    set_cookie(request, back, Cookie.CHALLENGE, answered)
    return back
