"""How a refusal looks to a shopper: a page that says what happened and where to go on."""

from collections.abc import Mapping
from urllib.parse import quote, urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from zahra.base.errors import ShopError, StepUpRequired, TooMany, Unauthenticated
from zahra.shop import identity
from zahra.web.http.flashes import leave_flash
from zahra.web.http.problems import headers_of, of_http, status_of
from zahra.web.http.returning import own_address
from zahra.web.storefront.afresh_pages import whose_number
from zahra.web.storefront.error_view import ErrorPage
from zahra.web.storefront.framing import bare_frame, show
from zahra.web.ui import Flash, NavLink

_TITLES: Mapping[int, str] = {
    400: "That request could not be read",
    403: "That did not go through",
    404: "We could not find that page",
    405: "That did not go through",
    409: "That is not possible right now",
    413: "That is too large",
    422: "Something needs another look",
    429: "Please slow down a little",
    503: "We are catching our breath",
}
_GONE = "It may have moved, or is no longer made. Search for it, or start from the home page."
_HOME = NavLink("Go to the home page", "/")
_ALL = NavLink("See everything", "/products")


def problem_page(request: Request, problem: ShopError) -> Response:
    """A refusal as a page. Whoever is not signed in is sent to sign in, whoever's proof is old to
    show again that it is them; both come back."""
    if isinstance(problem, Unauthenticated) and request.method == "GET":
        return RedirectResponse(f"/login?next={quote(request.url.path)}", 303)
    if isinstance(problem, StepUpRequired):
        return _to_confirm(request)
    if isinstance(problem, identity.SecondProofRequired):
        return whose_number(request, problem, bare_frame(request), next_url=_page_of(request))
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
    """Our own mistake: an incident number to quote, nothing else."""
    sentence = "Something went wrong on our side. Nothing was charged twice; your bag is safe."
    view = ErrorPage(500, "That was our mistake", sentence, (_HOME,), incident=incident)
    return show(request, "error.html", view, bare_frame(request), status=500)


def _to_confirm(request: Request) -> Response:
    """On to the confirmation, and from there back to the page that asked for it."""
    answer = RedirectResponse(f"/account/confirm?next={quote(_page_of(request))}", 303)
    if request.method != "GET":
        leave_flash(request, answer, Flash("Confirm that it is you, then do that once more."))
    return answer


def _page_of(request: Request) -> str:
    """The page this was asked for, or whose form was sent, with what was chosen in its query."""
    if request.method == "GET":
        return own_address(_with_query(request.url.path, request.url.query))
    seen_on = urlsplit(request.headers.get("referer", ""))
    is_ours = seen_on.netloc == request.headers.get("host")
    return own_address(_with_query(seen_on.path, seen_on.query)) if is_ours else "/account"


def _with_query(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path


def _error_page(
    request: Request, status: int, sentence: str, *, retry_after: int | None = None
) -> Response:
    title = _TITLES.get(status, "That did not work")
    links = (_HOME, _ALL) if status in (404, 410) else (_HOME,)
    text = _GONE if status == 404 else sentence
    view = ErrorPage(status, title, text, links, retry_after=retry_after, has_search=status == 404)
    return show(request, "error.html", view, bare_frame(request), status=status)
