"""The account's profile: what people tell about themselves, and how they are reached."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from zahra.base.errors import Invalid
from zahra.base.text import mask
from zahra.shop import identity
from zahra.web.http.context import Person, Snap, TheShop
from zahra.web.http.flashes import leave_flash
from zahra.web.http.forms import typed_in
from zahra.web.storefront.framing import frame, show, show_framed
from zahra.web.storefront.security_view import ProfilePage
from zahra.web.ui import Flash, FormState

router = APIRouter(prefix="/account/profile")
HERE = "/account/profile"
_FIELDS = {"dateOfBirth": "date_of_birth"}


@router.get("")
async def profile(request: Request, snapshot: Snap, actor: Person) -> Response:
    """Name, birthday, letters, phone and e-mail."""
    person = await identity.person(snapshot, actor)
    form = FormState(
        {
            "name": person.name or "",
            "date_of_birth": person.date_of_birth.isoformat() if person.date_of_birth else "",
            "letters": "yes" if person.marketing_consent else "",
        }
    )
    view = _profile_page(person, form)
    return show(request, "account/profile.html", view, await frame(request, snapshot))


@router.post("")
async def save(request: Request, shop: TheShop, actor: Person) -> Response:
    """Keep what was told."""
    typed = await typed_in(request)
    changing = identity.ChangingProfile(
        name=typed.get("name", ""),
        marketing_consent=typed.get("letters") == "yes",
        date_of_birth=typed.get("date_of_birth", ""),
    )
    try:
        async with shop.database.transaction() as tx:
            await identity.change_profile(tx, actor, changing)
    except Invalid as why:
        errors = {_FIELDS.get(name, name): said for name, said in why.fields.items()}
        async with shop.database.snapshot() as snapshot:
            view = _profile_page(await identity.person(snapshot, actor), FormState(typed, errors))
        return await show_framed(request, "account/profile.html", view, status=422)
    return _back(request, "Your profile is saved.")


def _profile_page(person: identity.Person, form: FormState) -> ProfilePage:
    phone, email = (mask(to) if to else None for to in (person.phone, person.email))
    return ProfilePage(phone, email, form)


def _back(request: Request, said: str) -> Response:
    answer = RedirectResponse(HERE, 303)
    leave_flash(request, answer, Flash(said, "success"))
    return answer
