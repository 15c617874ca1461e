"""The address book in the account: look, add, change, delete, choose the default."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from zahra.base import ids
from zahra.base.actors import Actor
from zahra.base.db import Snapshot, Transaction
from zahra.base.errors import Invalid, NotFound
from zahra.shop import identity
from zahra.shop.assembled import Shop
from zahra.web.http.context import Person, Snap, TheShop
from zahra.web.http.flashes import leave_flash
from zahra.web.http.forms import typed_in
from zahra.web.storefront.account_view import AddressesPage
from zahra.web.storefront.address_forms import (
    STATES,
    draft_of,
    form_errors,
    form_values,
    saved_address,
)
from zahra.web.storefront.framing import frame, show, show_framed
from zahra.web.ui import Flash, FormState

router = APIRouter(prefix="/account/addresses")
HERE = "/account/addresses"


@router.get("")
async def addresses(
    request: Request, snapshot: Snap, actor: Person, edit: Annotated[str, Query()] = ""
) -> Response:
    """All addresses, or the form for one: `?edit=new` or `?edit={id}`."""
    view = await _page(snapshot, actor, edit)
    return show(request, "account/addresses.html", view, await frame(request, snapshot))


@router.post("")
async def add(request: Request, shop: TheShop, actor: Person) -> Response:
    """Write a new address down."""
    typed = await typed_in(request)

    async def save(tx: Transaction) -> None:
        added = await identity.add_address(tx, actor, draft_of(typed))
        await _choose_default(tx, actor, added, typed)

    return await _saved(request, shop, save, FormState(typed), editing="new")


@router.post("/{address_id}")
async def change(request: Request, shop: TheShop, actor: Person, address_id: UUID) -> Response:
    """Change an address; orders keep the one they were placed with."""
    typed = await typed_in(request)

    async def save(tx: Transaction) -> None:
        changed = await identity.change_address(tx, actor, address_id, lambda _: draft_of(typed))
        await _choose_default(tx, actor, changed, typed)

    return await _saved(request, shop, save, FormState(typed), editing=str(address_id))


@router.post("/{address_id}/delete")
async def delete(request: Request, shop: TheShop, actor: Person, address_id: UUID) -> Response:
    """Take an address out of the book."""
    await typed_in(request)
    async with shop.database.transaction() as tx:
        await identity.remove_address(tx, actor, address_id)
    return _back(request, "The address is deleted.")


@router.post("/{address_id}/default")
async def make_default(
    request: Request, shop: TheShop, actor: Person, address_id: UUID
) -> Response:
    """Offer this address first from now on."""
    await typed_in(request)
    async with shop.database.transaction() as tx:
        await identity.set_default_address(tx, actor, address_id)
    return _back(request, "That is your default address now.")


async def _page(snapshot: Snapshot, actor: Actor, edit: str) -> AddressesPage:
    if edit == "new":
        return AddressesPage(editing="new", states=STATES)
    if edit:
        if (address_id := ids.parse(edit)) is None:
            raise NotFound
        found = await identity.address(snapshot, actor, address_id)
        return AddressesPage(editing=edit, form=FormState(form_values(found)), states=STATES)
    book = await identity.addresses_of(snapshot, actor, actor.person)
    return AddressesPage(tuple(saved_address(each) for each in book))


async def _choose_default(
    tx: Transaction, actor: Actor, address: identity.Address, typed: dict[str, str]
) -> None:
    if typed.get("is_default") == "yes" and not address.is_default:
        await identity.set_default_address(tx, actor, address.id)


async def _saved(
    request: Request,
    shop: Shop,
    save: Callable[[Transaction], Awaitable[None]],
    form: FormState,
    *,
    editing: str,
) -> Response:
    """Save, or show the form again with what is wrong."""
    try:
        async with shop.database.transaction() as tx:
            await save(tx)
    except Invalid as why:
        wrong = replace(form, errors=form_errors(why.fields, form.values))
        view = AddressesPage(editing=editing, form=wrong, states=STATES)
        return await show_framed(request, "account/addresses.html", view, status=422)
    return _back(request, "The address is saved.")


def _back(request: Request, said: str) -> Response:
    answer = RedirectResponse(HERE, 303)
    leave_flash(request, answer, Flash(said, "success"))
    return answer
