"""One's own account as a page: read in one go, shown by whoever changed something in it."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from zahra.base.actors import Actor
from zahra.base.errors import ShopError
from zahra.shop import identity
from zahra.web.admin.account_view import HERE, AccountPage, PasskeyRow
from zahra.web.admin.framing import show
from zahra.web.admin.from_people import open_sessions
from zahra.web.http.flashes import leave_flash
from zahra.web.http.passkeys import party_of
from zahra.web.http.sessions import shop_of
from zahra.web.ui import Flash
from zahra.web.ui.forms import UNTOUCHED, FormState


async def show_account(
    request: Request,
    staff: Actor,
    *,
    password_form: FormState = UNTOUCHED,
    passkey_form: FormState = UNTOUCHED,
) -> Response:
    """The page, with a form that was refused in its place."""
    async with shop_of(request).database.snapshot() as snapshot:
        person = await identity.person(snapshot, staff)
        factors = await identity.factors_of(snapshot, staff)
        view = AccountPage(
            person.name,
            person.email,
            await identity.password_changed_at(snapshot, staff),
            factors.has_totp,
            tuple(map(_passkey, await identity.passkeys_of(snapshot, staff))),
            factors.recovery_codes,
            open_sessions(await identity.sessions_of(snapshot, staff)),
            party_of(request).is_possible,
            password_form,
            passkey_form,
        )
    is_refused = password_form.is_refused or passkey_form.is_refused
    return show(request, "account.html", view, status=422 if is_refused else 200)


def back_to_account(request: Request, said: str | ShopError) -> Response:
    """To the page again, telling what was done, or why it was not."""
    answer = RedirectResponse(HERE.url, 303)
    is_done = isinstance(said, str)
    flash = Flash(said, "success") if is_done else Flash(said.sentence, "error")
    leave_flash(request, answer, flash)
    return answer


def _passkey(found: identity.Passkey) -> PasskeyRow:
    return PasskeyRow(
        found.id, found.name, found.created_at, found.last_used_at, found.is_backed_up
    )
