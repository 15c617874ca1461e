"""How a refusal looks to a shopper: a page that says what happened and where to go on."""

from collections.abc import Mapping
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from zahra.base.errors import ShopError, TooMany, Unauthenticated
from zahra.web.http.problems import headers_of, of_http, status_of
from zahra.web.storefront.error_view import ErrorPage
from zahra.web.storefront.framing import bare_frame, show
from zahra.web.ui import NavLink

_TITLES: Mapping[int, str] = {
    400: "That request could not be read",
    403: "That did not go through",
    404: "We could not find that page",
    405: "That did not go through",
    409: "That is not possible right now",
    413: "That file is too large",
    422: "Something needs another look",
    429: "Please slow down a little",
    503: "We are catching our breath",
}
_GONE = "It may have moved, or is no longer made. Search for it, or start from the home page."
_HOME = NavLink("Go to the home page", "/")
_ALL = NavLink("See everything", "/products")


def problem_page(request: Request, problem: ShopError) -> Response:
    """A refusal as a page; somebody who is not signed in is sent to sign in and comes back."""
    if isinstance(problem, Unauthenticated) and request.method == "GET":
        return RedirectResponse(f"/login?next={quote(request.url.path)}", 303)
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


def _error_page(
    request: Request, status: int, sentence: str, *, retry_after: int | None = None
) -> Response:
    title = _TITLES.get(status, "That did not work")
    links = (_HOME, _ALL) if status in (404, 410) else (_HOME,)
    text = _GONE if status == 404 else sentence
    view = ErrorPage(status, title, text, links, retry_after=retry_after, has_search=status == 404)
    return show(request, "error.html", view, bare_frame(request), status=status)
