"""One's own passkeys: adding, naming and removing them."""

from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from zahra.base.errors import Invalid
from zahra.shop import identity
from zahra.web.admin.account_showing import back_to_account, show_account
from zahra.web.admin.asking import Staff
from zahra.web.http.context import TheShop
from zahra.web.http.forms import typed_in
from zahra.web.http.passkeys import asked_json, given_credential, party_of
from zahra.web.ui import FormState

router = APIRouter(prefix="/admin/account/passkeys")


@router.post("/begin")
async def begin(request: Request, shop: TheShop, staff: Staff) -> Response:
    """What the browser is to make."""
    await typed_in(request)
    async with shop.database.transaction() as tx:
        asked = await identity.begin_adding_passkey(
            tx, staff, party_of(request), policy=shop.policy
        )
    return asked_json(asked)


@router.post("")
async def add(request: Request, shop: TheShop, staff: Staff) -> Response:
    """Keep the passkey the browser made."""
    typed = await typed_in(request)
    try:
        adding = identity.AddingPasskey(
            typed.get("token", ""), given_credential(typed), typed.get("name", "").strip()
        )
        await identity.add_passkey(
            shop.database, staff, party_of(request), adding, policy=shop.policy
        )
    except Invalid as why:
        form = FormState({"name": typed.get("name", "")}, why.fields or {"name": [why.sentence]})
        return await show_account(request, staff, passkey_form=form)
    except identity.PasskeyRefused as why:
        return back_to_account(request, why)
    return back_to_account(request, "Your passkey is kept. Next time it signs you in by itself.")


@router.post("/{passkey_id}/name")
async def rename(request: Request, shop: TheShop, staff: Staff, passkey_id: UUID) -> Response:
    """Call it something else."""
    typed = await typed_in(request)
    try:
        async with shop.database.transaction() as tx:
            await identity.rename_passkey(tx, staff, passkey_id, typed.get("name", "").strip())
    except Invalid as why:
        return back_to_account(request, why)
    return back_to_account(request, "Renamed.")


@router.post("/{passkey_id}/remove")
async def remove(request: Request, shop: TheShop, staff: Staff, passkey_id: UUID) -> Response:
    """Forget it; the device keeps it until it is removed there too."""
    await typed_in(request)
    async with shop.database.transaction() as tx:
        await identity.remove_passkey(tx, staff, passkey_id)
    return back_to_account(request, "The passkey opens nothing here any more.")
