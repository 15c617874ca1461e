"""The frame around every page of this face: where one can go, and who is signed in."""

from dataclasses import dataclass
from typing import cast, get_args

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from zahra.base.actors import Actor, Kind, Permission
from zahra.settings import Settings
from zahra.web.admin.rendering import render_page
from zahra.web.http.cookies import Cookie, read_cookie
from zahra.web.http.csrf import form_token
from zahra.web.http.flashes import clear_flash, flashes_of
from zahra.web.http.headers import is_in_app_webview
from zahra.web.http.imprints import imprint_of
from zahra.web.http.sessions import shop_of
from zahra.web.ui import Chrome
from zahra.web.ui.page import Theme

HOME = "/admin"


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere in the sidebar, for those who hold its permission."""

    label: str
    url: str
    glyph: str
    permission: Permission | None = None

    def holds(self, path: str) -> bool:
        """Whether this place is where a path lies.

        >>> Place("People", "/admin/people", "users").holds("/admin/people/1")
        True
        >>> Place("Home", "/admin", "house").holds("/admin/people")
        False
        """
        return path == self.url or (self.url != HOME and path.startswith(f"{self.url}/"))


PLACES = (
    Place("Home", HOME, "house"),
    Place("People", "/admin/people", "users", Permission.CUSTOMERS_READ),
    Place("Staff", "/admin/staff", "user-cog", Permission.STAFF_WRITE),
    Place("Audit log", "/admin/audit-log", "scroll-text", Permission.AUDIT_READ),
    Place("Security", "/admin/security", "shield-check", Permission.SECURITY_READ),
)


@dataclass(frozen=True, slots=True)
class StaffChrome(Chrome):
    """The frame for one member of staff; without `places` there is no sidebar."""

    places: tuple[Place, ...] = ()
    shop_url: str = "/"


def frame(request: Request) -> StaffChrome:
    """The frame for whoever asks, once that is settled; bare for everybody but staff."""
    settings: Settings = request.app.state.settings
    actor = _known(request)
    theme = read_cookie(request, Cookie.THEME)
    return StaffChrome(
        path=request.url.path,
        origin=shop_of(request).brand.url,
        csrf_token=form_token(request),
        imprint=imprint_of(settings),
        signed_in_name=(actor.name or "Staff") if actor else None,
        theme=cast(Theme, theme) if theme in get_args(Theme) else "auto",
        flashes=flashes_of(request),
        is_in_app_webview=is_in_app_webview(request.headers.get("user-agent", "")),
        is_development=settings.in_development,
        places=open_to(actor) if actor else (),
    )


def open_to(actor: Actor) -> tuple[Place, ...]:
    """Where this member of staff can go."""
    return tuple(p for p in PLACES if p.permission is None or actor.may(p.permission))


def show(request: Request, template: str, view: object, *, status: int = 200) -> Response:
    """A page for this person alone; what was left to tell is told and forgotten."""
    answer = HTMLResponse(render_page(template, view, frame(request)), status)
    answer.headers["Vary"] = "Cookie"
    clear_flash(request, answer)
    return answer


def _known(request: Request) -> Actor | None:
    """Who asks, if it is staff and was found out already: nothing is read for a frame."""
    asker = getattr(request.state, "asker", None)
    if not isinstance(asker, Actor) or asker.kind is not Kind.STAFF:
        return None
    return asker if asker.session_id is not None else None
