"""Store credit in the account, and the accounts that refunds of cash may go to."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from zahra.base.errors import Conflict, Invalid
from zahra.shop import credit, payments
from zahra.web.http.context import Person, Snap, TheShop, Tx
from zahra.web.http.flashes import leave_flash
from zahra.web.http.forms import refused_form, typed_in
from zahra.web.storefront.framing import frame, show, show_framed
from zahra.web.storefront.from_returns import account_of, credit_line
from zahra.web.storefront.paging import pager_of
from zahra.web.storefront.returns_view import AccountPage, CreditPage
from zahra.web.ui import Flash

router = APIRouter(prefix="/account/credit")
HERE = "/account/credit"
_A_PAGE = 20


@router.get("")
async def store_credit(
    request: Request,
    snapshot: Snap,
    actor: Person,
    page: Annotated[int, Query(ge=1, le=500)] = 1,
) -> Response:
    """The balance, how it came to be, and one's accounts."""
    offset = (page - 1) * _A_PAGE
    found = await credit.history(snapshot, actor.person, limit=_A_PAGE, offset=offset)
    accounts = await payments.accounts_of(snapshot, actor)
    view = CreditPage(
        balance=found.balance,
        lines=tuple(map(credit_line, found.entries)),
        accounts=tuple(map(account_of, accounts)),
        pager=pager_of(HERE, {}, page=page, limit=_A_PAGE, total=found.total),
    )
    return show(request, "account/credit.html", view, await frame(request, snapshot))


@router.get("/account")
async def account_form(request: Request, snapshot: Snap, actor: Person) -> Response:
    """The form for an account, for somebody who has just shown that it is them."""
    actor.must_be_fresh(snapshot.now)
    frame_of = await frame(request, snapshot)
    return show(request, "account/payout_account.html", AccountPage(), frame_of)


@router.post("/account")
async def name_account(request: Request, shop: TheShop, actor: Person) -> Response:
    """Keep an account."""
    typed = await typed_in(request)
    naming = payments.Naming(
        typed.get("holder", ""),
        typed.get("vpa", ""),
        typed.get("number", ""),
        typed.get("numberAgain", ""),
        typed.get("ifsc", ""),
    )
    try:
        async with shop.database.transaction() as tx:
            await payments.name_account(tx, shop.keys, actor, naming)
    except (Invalid, Conflict) as why:
        shown = {name: said for name, said in typed.items() if not name.startswith("number")}
        view = AccountPage(refused_form(shown, why))
        return await show_framed(request, "account/payout_account.html", view, status=422)
    return _back(request, "The account is kept. Choose it when you send something back.")


@router.post("/account/{account_id}/remove")
async def remove_account(request: Request, tx: Tx, actor: Person, account_id: UUID) -> Response:
    """Forget an account."""
    await typed_in(request)
    await payments.remove_account(tx, actor, account_id)
    return _back(request, "The account is forgotten.")


def _back(request: Request, said: str) -> Response:
    answer = RedirectResponse(HERE, 303)
    leave_flash(request, answer, Flash(said, "success"))
    return answer
