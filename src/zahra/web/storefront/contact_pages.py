"""A new phone or e-mail address: it counts once the code sent to it is typed."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from zahra.base import ids
from zahra.base.actors import Actor
from zahra.base.errors import Conflict, Invalid, NotFound, TooMany, Unauthenticated, Unavailable
from zahra.base.text import mask
from zahra.shop import identity
from zahra.shop.identity import ConfirmingContact, ContactKind
from zahra.web.http.codes import (
    PendingCode,
    ask_again,
    code_on_its_way,
    pending_code,
    remember_code,
)
from zahra.web.http.context import Person, Snap, TheShop, Tx
from zahra.web.http.cookies import Cookie, clear_cookie
from zahra.web.http.flashes import leave_flash
from zahra.web.http.forms import refused_form, typed_in
from zahra.web.http.limits import OTP_SEND, OTP_VERIFY, spend_for
from zahra.web.http.sessions import keep_secret, shop_of
from zahra.web.storefront.framing import frame, show, show_framed
from zahra.web.storefront.login_pages import code_entry
from zahra.web.storefront.login_view import LoginCodePage
from zahra.web.storefront.security_view import ContactPage
from zahra.web.ui import Flash, FormState
from zahra.web.ui.forms import UNTOUCHED

router = APIRouter(prefix="/account/profile")
_CODE = "/account/profile/code"
_WANTED = {
    ContactKind.PHONE: "Enter a mobile number with 10 digits.",
    ContactKind.EMAIL: "Enter an e-mail address, like asha@example.com.",
}
_WORDS = {ContactKind.PHONE: "mobile number", ContactKind.EMAIL: "e-mail address"}


@router.get("/code")
async def type_code(request: Request, snapshot: Snap, actor: Person) -> Response:
    """Ask for the code that went to the new address; nobody waits: begin again."""
    if (pending := pending_code(request)) is None:
        return RedirectResponse("/account/profile", 303)
    view = LoginCodePage(code_entry(request, pending))
    return show(request, "account/contact_code.html", view, await frame(request, snapshot))


@router.post("/code")
async def confirm(request: Request, shop: TheShop, actor: Person) -> Response:
    """Be reached by the new one from now on."""
    typed = await typed_in(request)
    if (pending := pending_code(request)) is None:
        return RedirectResponse("/account/profile", 303)
    code = typed.get("code", "").strip()
    asked = ConfirmingContact(pending.identifier, code, binding=pending.binding)
    try:
        await spend_for(request, OTP_VERIFY)
        changed = await identity.confirm_contact(
            shop.database, shop.keys, actor, asked, policy=shop.policy
        )
    except (Unauthenticated, TooMany, Conflict) as why:
        view = LoginCodePage(code_entry(request, pending), refused_form({}, why, at="code"))
        return await show_framed(request, "account/contact_code.html", view, status=422)
    keep_secret(request, changed.secret)
    answer = _back(request, "It is changed, and you are logged out everywhere else.")
    clear_cookie(request, answer, Cookie.CODE)
    return answer


@router.post("/resend")
async def send_again(request: Request, shop: TheShop, actor: Person) -> Response:
    """Send the code once more: the same, while it can be answered."""
    await typed_in(request)
    if (pending := pending_code(request)) is None:
        return RedirectResponse("/account/profile", 303)
    try:
        pending = await ask_again(request, pending)
    except (NotFound, TooMany) as why:
        view = LoginCodePage(code_entry(request, pending), refused_form({}, why))
        return await show_framed(request, "account/contact_code.html", view, status=422)
    return _to_code(request, pending)


@router.get("/{kind}")
async def contact(request: Request, snapshot: Snap, actor: Person, kind: ContactKind) -> Response:
    """Ask for the new one, after a fresh proof of who asks."""
    identity.must_be_there(actor, snapshot.now)
    person = await identity.person(snapshot, actor)
    view = _page(person, kind)
    return show(request, "account/contact.html", view, await frame(request, snapshot))


@router.post("/{kind}")
async def change(request: Request, shop: TheShop, actor: Person, kind: ContactKind) -> Response:
    """Send a code to the new one."""
    typed = await typed_in(request)
    try:
        to = _read(kind, typed.get("contact", ""))
        await spend_for(request, OTP_SEND)
        binding = ids.token()
        async with shop.database.transaction() as tx:
            sent = await identity.change_contact(
                tx, shop.keys, actor, to, binding=binding, policy=shop.policy
            )
    except (Invalid, TooMany, Unavailable) as why:
        form = refused_form(typed, why, at="contact")
        return await _again(request, actor, kind, form)
    if sent is None:
        return _back(request, "That is yours already.")
    return _to_code(request, code_on_its_way(request, sent, binding=binding, identifier=to))


@router.post("/{kind}/remove")
async def remove(request: Request, tx: Tx, actor: Person, kind: ContactKind) -> Response:
    """Do without one of the two."""
    await typed_in(request)
    changed = await identity.remove_contact(tx, actor, kind)
    keep_secret(request, changed.secret)
    return _back(request, f"Your {_WORDS[kind]} is removed.")


def _to_code(request: Request, pending: PendingCode) -> Response:
    answer = RedirectResponse(_CODE, 303)
    remember_code(request, answer, pending)
    return answer


def _read(kind: ContactKind, typed: str) -> str:
    """The phone, or the address, as typed. Raises Invalid for anything else."""
    read = identity.email_of if kind is ContactKind.EMAIL else identity.phone_of
    if (found := read(typed.strip())) is None:
        raise Invalid({"contact": _WANTED[kind]})
    return found


async def _again(request: Request, actor: Actor, kind: ContactKind, form: FormState) -> Response:
    async with shop_of(request).database.snapshot() as snapshot:
        view = _page(await identity.person(snapshot, actor), kind, form=form)
    return await show_framed(request, "account/contact.html", view, status=422)


def _page(
    person: identity.Person, kind: ContactKind, *, form: FormState = UNTOUCHED
) -> ContactPage:
    present = person.phone if kind is ContactKind.PHONE else person.email
    return ContactPage(kind.value, mask(present) if present else None, form)


def _back(request: Request, said: str) -> Response:
    answer = RedirectResponse("/account/profile", 303)
    leave_flash(request, answer, Flash(said, "success"))
    return answer
