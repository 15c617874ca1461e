"""How a refusal looks to staff: they are sent to sign in or to confirm, or told what happened."""

from collections.abc import Mapping
from urllib.parse import quote, urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from zahra.base.errors import Conflict, ShopError, StepUpRequired, TooMany, Unauthenticated
from zahra.web.admin.asking import FACE
from zahra.web.admin.error_view import ErrorPage
from zahra.web.admin.framing import HOME, show
from zahra.web.http.flashes import leave_flash
from zahra.web.http.problems import headers_of, of_http, status_of
from zahra.web.http.returning import own_address
from zahra.web.ui import Flash, NavLink

_TITLES: Mapping[int, str] = {
    400: "That request could not be read",
    401: "You are no longer signed in",
    403: "That is not yours to do",
    404: "There is no such page",
    405: "That did not go through",
    409: "That is not possible right now",
    413: "That is too large",
    422: "Something needs another look",
    429: "Please slow down a little",
    503: "That is not available right now",
}
_HOME = NavLink("Go to the start page", HOME)
_SIGN_IN = NavLink("Sign in", "/admin/login")


def is_asked(request: Request) -> bool:
    """Whether this face answers: a route of it was asked, or an address here that is no route."""
    path: str = request.scope["path"]
    return getattr(request.state, "face", None) == FACE or f"{path}/".startswith(f"{HOME}/")


def problem_page(request: Request, problem: ShopError) -> Response:
    """A refusal as a page. Whoever is not signed in, or has to show again that it is them, is
    sent to do so and comes back; what came at the wrong moment is told where it was sent from."""
    if isinstance(problem, StepUpRequired):
        return RedirectResponse(f"/admin/confirm?next={quote(_page_of(request))}", 303)
    if isinstance(problem, Conflict) and request.method != "GET":
        answer = RedirectResponse(_page_of(request), 303)
        leave_flash(request, answer, Flash(problem.sentence, "error"))
        return answer
    if isinstance(problem, Unauthenticated) and request.method == "GET":
        return RedirectResponse(f"/admin/login?next={quote(_own(request))}", 303)
    wait = problem.retry_after if isinstance(problem, TooMany) else None
    answer = _error_page(request, status_of(problem), problem.sentence, retry_after=wait)
    answer.headers.update(headers_of(problem))
    return answer


def http_problem(request: Request, problem: HTTPException) -> Response:
    """What the framework refused, as a page."""
    status, _, sentence = of_http(problem)
    answer = _error_page(request, status, sentence)
    answer.headers.update(problem.headers or {})
    return answer


def incident_page(request: Request, incident: str) -> Response:
    """Our own mistake: an incident number to look up in the log, nothing else."""
    sentence = "Something went wrong on our side. The log tells more under this number."
    view = ErrorPage(500, "That was our mistake", sentence, (_HOME,), incident=incident)
    return show(request, "error.html", view, status=500)


def _error_page(
    request: Request, status: int, sentence: str, *, retry_after: int | None = None
) -> Response:
    title = _TITLES.get(status, "That did not work")
    links = (_SIGN_IN,) if status == 401 else (_HOME,)
    view = ErrorPage(status, title, sentence, links, retry_after=retry_after)
    return show(request, "error.html", view, status=status)


def _page_of(request: Request) -> str:
    """The page to come back to: this one, or the one whose form was sent."""
    if request.method == "GET":
        return _own(request)
    came_from = urlsplit(request.headers.get("referer", ""))
    is_here = came_from.path == HOME or came_from.path.startswith(f"{HOME}/")
    asked = f"{came_from.path}?{came_from.query}" if came_from.query else came_from.path
    return own_address(asked, otherwise=HOME) if is_here else HOME


def _own(request: Request) -> str:
    path: str = request.scope["path"]
    return f"{path}?{request.url.query}" if request.url.query else path
