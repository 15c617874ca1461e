"""Store credit in the account, payouts, and the accounts that they may go to."""

from dataclasses import replace
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from zahra.base import ids
from zahra.base.actors import Actor
from zahra.base.db import Snapshot
from zahra.base.errors import Conflict, Invalid, ShopError
from zahra.base.money import format_inr
from zahra.shop import credit, orders, payments
from zahra.web.http.context import Person, Snap, TheShop, Tx
from zahra.web.http.flashes import leave_flash
from zahra.web.http.forms import refused_form, typed_in
from zahra.web.http.returning import own_address
from zahra.web.storefront.framing import frame, show, show_framed
from zahra.web.storefront.from_credit import credit_line, payout_line
from zahra.web.storefront.from_returns import account_of
from zahra.web.storefront.paging import pager_of
from zahra.web.storefront.returns_view import AccountPage, CreditPage
from zahra.web.ui import Flash, FormState

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
    """The balance, how it came to be, payouts and one's accounts."""
    view = await _credit_page(snapshot, actor, page)
    return show(request, "account/credit.html", view, await frame(request, snapshot))


@router.post("/payouts/{payout_id}")
async def choose_account(
    request: Request, shop: TheShop, actor: Person, payout_id: UUID
) -> Response:
    """Say which account a payout goes to."""
    typed = await typed_in(request)
    try:
        async with shop.database.transaction() as tx:
            chosen = ids.parse(typed.get(f"account_{payout_id.hex}", "")) or ids.new()
            named = await orders.name_payout_account(tx, actor, payout_id, chosen)
    except (Invalid, Conflict) as why:
        form = _at_payout(payout_id, why)
        async with shop.database.snapshot() as snapshot:
            view = replace(await _credit_page(snapshot, actor, 1), form=form)
        return await show_framed(request, "account/credit.html", view, status=422)
    return _back(request, f"{format_inr(named.amount)} goes to {named.shown}.")


def _at_payout(payout_id: UUID, why: ShopError) -> FormState:
    """The refusal, at the field of this payout."""
    said = "Choose one of your accounts." if isinstance(why, Invalid) else why.sentence
    return FormState(errors={f"account_{payout_id.hex}": [said]})


async def _credit_page(snapshot: Snapshot, actor: Actor, page: int) -> CreditPage:
    offset = (page - 1) * _A_PAGE
    found = await credit.history(snapshot, actor.person, limit=_A_PAGE, offset=offset)
    named = {each.order_id for each in found.entries if each.order_id}
    numbers: dict[UUID | None, str] = {**await orders.numbers_of(snapshot, sorted(named))}
    return CreditPage(
        balance=found.balance,
        lines=tuple(credit_line(each, numbers.get(each.order_id, "")) for each in found.entries),
        accounts=tuple(map(account_of, await payments.accounts_of(snapshot, actor))),
        pager=pager_of(HERE, {}, page=page, limit=_A_PAGE, total=found.total),
        payouts=tuple(map(payout_line, await orders.payouts_of(snapshot, actor))),
    )


@router.get("/account")
async def account_form(
    request: Request,
    snapshot: Snap,
    actor: Person,
    kind: payments.AccountKind = payments.AccountKind.UPI,
    next_url: Annotated[str, Query(alias="next")] = HERE,
) -> Response:
    """The form for an account, for somebody who has just shown that it is them."""
    actor.must_be_fresh(snapshot.now)
    view = AccountPage(kind=kind, next_url=own_address(next_url, otherwise=HERE))
    return show(request, "account/payout_account.html", view, await frame(request, snapshot))


@router.post("/account")
async def name_account(request: Request, shop: TheShop, actor: Person) -> Response:
    """Keep an account, and go back to where one was wanted."""
    typed = await typed_in(request)
    next_url = own_address(typed.get("next", ""), otherwise=HERE)
    is_bank = typed.get("kind") == payments.AccountKind.BANK
    kind = payments.AccountKind.BANK if is_bank else payments.AccountKind.UPI
    naming = payments.Naming(
        typed.get("holder", ""),
        typed.get("vpa", ""),
        typed.get("number", ""),
        typed.get("numberAgain", ""),
        typed.get("ifsc", ""),
        kind,
    )
    try:
        async with shop.database.transaction() as tx:
            await payments.name_account(tx, shop.keys, actor, naming)
    except (Invalid, Conflict) as why:
        shown = {name: said for name, said in typed.items() if not name.startswith("number")}
        view = AccountPage(refused_form(shown, why), kind, next_url)
        return await show_framed(request, "account/payout_account.html", view, status=422)
    said = "The account is kept. Choose it for money that comes back to you."
    return _back(request, said, to=next_url)


@router.post("/account/{account_id}/remove")
async def remove_account(request: Request, tx: Tx, actor: Person, account_id: UUID) -> Response:
    """Forget an account."""
    await typed_in(request)
    await payments.remove_account(tx, actor, account_id)
    return _back(request, "The account is forgotten.")


def _back(request: Request, said: str, *, to: str = HERE) -> Response:
    answer = RedirectResponse(to, 303)
    leave_flash(request, answer, Flash(said, "success"))
    return answer
