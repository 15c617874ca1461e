"""The checkout's addresses. Every change is a form post that ends in a redirect."""

from collections.abc import Callable, Mapping
from importlib.resources import files

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from zahra.simulator import payment_links
from zahra.simulator.checkout import pages, sessions
from zahra.simulator.checkout.sessions import Visit
from zahra.simulator.desk import Desk
from zahra.simulator.gate import Endpoint, Gate
from zahra.simulator.refusals import Refusal

_STATIC = {
    "checkout.js": "text/javascript",
    "page.js": "text/javascript",
    "checkout.css": "text/css",
}
Act = Callable[[Desk, Visit, Mapping[str, str]], dict[str, str] | None]


def routes(desk: Desk, gate: Gate) -> list[Route]:
    checkout = _Checkout(desk, gate)
    at = "/v1/checkout"
    return [
        Route("/v1/checkout.js", _script),
        Route("/favicon.ico", _no_icon),
        Route(f"{at}/static/{{name}}", _static),
        Route("/v1/l/{id}", checkout.enter_by_link, methods=["GET"]),
        Route(f"{at}/embedded", checkout.enter, methods=["POST"]),
        Route(f"{at}/public", checkout.enter, methods=["GET"]),
        Route(f"{at}/{{id}}", checkout.show, methods=["GET"]),
        Route(f"{at}/{{id}}/pay", checkout.acting(sessions.choose), methods=["POST"]),
        Route(f"{at}/{{id}}/answer", checkout.acting(sessions.answer), methods=["POST"]),
        Route(f"{at}/{{id}}/again", checkout.acting(_again), methods=["POST"]),
        Route(f"{at}/{{id}}/leave", checkout.acting(_leave), methods=["POST"]),
    ]


class _Checkout:
    def __init__(self, desk: Desk, gate: Gate) -> None:
        self._desk = desk
        self._gate = gate

    async def enter(self, request: Request) -> Response:
        """The merchant's hosted form (POST) or the frame of its script (GET)."""
        said = await _form(request) if request.method == "POST" else dict(request.query_params)
        try:
            session = self._gate.within(lambda: sessions.open(self._desk, said))
        except Refusal as refusal:
            return pages.refused(str(refusal), said.get("cancel_url", ""))
        return RedirectResponse(f"/v1/checkout/{session.id}", 303)

    async def enter_by_link(self, request: Request) -> Response:
        """Whoever opened a payment link."""
        try:
            session = self._gate.within(
                lambda: sessions.open_link(
                    self._desk, payment_links.existing(self._desk, request.path_params["id"])
                )
            )
        except Refusal as refusal:
            return pages.refused(str(refusal), "")
        return RedirectResponse(f"/v1/checkout/{session.id}", 303)

    async def show(self, request: Request) -> Response:
        try:
            at = self._gate.within(lambda: sessions.visit(self._desk, request.path_params["id"]))
        except Refusal as refusal:
            return pages.refused(str(refusal), "")
        return pages.page(self._desk, at)

    def acting(self, act: Act) -> Endpoint:
        async def endpoint(request: Request) -> Response:
            id, form = request.path_params["id"], await _form(request)
            try:
                wrong = self._gate.within(
                    lambda: act(self._desk, sessions.visit(self._desk, id), form)
                )
            except Refusal as refusal:
                return pages.refused(str(refusal), f"/v1/checkout/{id}")
            await self._gate.tell()
            if wrong:
                at = sessions.visit(self._desk, id)
                return pages.page(self._desk, at, wrong=wrong, form=form)
            return RedirectResponse(f"/v1/checkout/{id}", 303)

        return endpoint


def _again(desk: Desk, at: Visit, form: Mapping[str, str]) -> None:
    sessions.try_again(desk, at)


def _leave(desk: Desk, at: Visit, form: Mapping[str, str]) -> None:
    sessions.leave(desk, at)


async def _form(request: Request) -> dict[str, str]:
    form = await request.form()
    return {name: value for name, value in form.items() if isinstance(value, str)}


async def _script(request: Request) -> Response:
    return _file("checkout.js")


async def _static(request: Request) -> Response:
    return _file(request.path_params["name"])


async def _no_icon(request: Request) -> Response:
    return Response(status_code=204)


def _file(name: str) -> Response:
    if name not in _STATIC:
        return Response(status_code=404)
    body = (files("zahra.simulator.checkout") / "static" / name).read_bytes()
    headers = {
        "cache-control": "no-cache",
        "cross-origin-resource-policy": "cross-origin",
        "x-content-type-options": "nosniff",
    }
    return Response(body, media_type=_STATIC[name], headers=headers)
