"""Stripe's addresses, under `/stripe`: the API, the hosted page, and the control plane."""

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from zahra.base.money import format_inr
from zahra.simulator.books import Json
from zahra.simulator.calls import Call
from zahra.simulator.desk import Desk
from zahra.simulator.gate import Gate, Handler
from zahra.simulator.refusals import Refusal
from zahra.simulator.stripe import disputes, intents, refunds, sessions
from zahra.simulator.stripe.calling import MANNERS, existing, once

_POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'"
_templates = Environment(
    loader=PackageLoader("zahra.simulator.stripe"), autoescape=True, undefined=StrictUndefined
)
_templates.filters["inr"] = format_inr
_API: tuple[tuple[str, str, Handler], ...] = (
    ("POST", "/checkout/sessions", once(sessions.create)),
    ("GET", "/checkout/sessions", sessions.fetch_all),
    ("GET", "/checkout/sessions/{id}", sessions.fetch),
    ("POST", "/checkout/sessions/{id}/expire", sessions.expire),
    ("GET", "/payment_intents/{id}", intents.fetch),
    ("POST", "/payment_intents/{id}/capture", once(intents.capture)),
    ("POST", "/refunds", once(refunds.create)),
    ("GET", "/refunds", refunds.fetch_all),
    ("GET", "/refunds/{id}", refunds.fetch),
    ("GET", "/disputes/{id}", disputes.fetch),
)


def routes(desk: Desk, gate: Gate) -> list[Route]:
    page = _Page(desk, gate)
    api = [
        Route(f"/stripe/v1{path}", gate.api(handler, MANNERS), methods=[verb])
        for verb, path, handler in _API
    ]
    control = (
        ("/__sim/stripe/sessions/{id}/pay", _pay),
        ("/__sim/stripe/intents/{id}/decide", _decide),
        ("/__sim/stripe/refunds/{id}/finish", _finish),
        ("/__sim/stripe/intents/{id}/dispute", disputes.open),
        ("/__sim/stripe/disputes/{id}/move", disputes.move),
    )
    return [
        *api,
        Route("/stripe/pay/{id}", page.show, methods=["GET"]),
        Route("/stripe/pay/{id}", page.answer, methods=["POST"]),
        *(Route(path, gate.control(handler), methods=["POST"]) for path, handler in control),
    ]


class _Page:
    def __init__(self, desk: Desk, gate: Gate) -> None:
        self._desk = desk
        self._gate = gate

    async def show(self, request: Request) -> Response:
        session = self._desk.books.find(sessions.KIND, request.path_params["id"])
        if session is None or session.shown["status"] == "expired":
            return _rendered("over.html", 404)
        if session.shown["status"] == "complete":
            return RedirectResponse(_success(session.shown), 303)
        known = session.shown["payment_intent"]
        intent = self._desk.books.find(intents.KIND, known) if known else None
        has_failed = bool(intent and intent.shown["last_payment_error"])
        return _rendered("page.html", 200, session=session.shown, has_failed=has_failed)

    async def answer(self, request: Request) -> Response:
        form, id = await request.form(), request.path_params["id"]
        said = str(form.get("answer", "leave"))
        try:
            session = self._gate.within(
                lambda: sessions.answer(self._desk, existing(self._desk, sessions.KIND, id), said)
            )
        except Refusal:
            return _rendered("over.html", 404)
        await self._gate.tell()
        if said == "leave":
            return RedirectResponse(session.shown["cancel_url"], 303)
        return RedirectResponse(f"/stripe/pay/{id}", 303)


def _pay(desk: Desk, call: Call) -> Json:
    """A payer answers on the page: `{outcome}`, one of pay, decline, wait."""
    session = existing(desk, sessions.KIND, call.ids["id"])
    sessions.answer(desk, session, call.body.get("outcome", "pay"))
    return {"session": session.shown, "address": _success(session.shown)}


def _decide(desk: Desk, call: Call) -> Json:
    """The bank's late answer: `{outcome}`, pay or decline."""
    intent = existing(desk, intents.KIND, call.ids["id"])
    return sessions.decide(desk, intent, call.body.get("outcome", "pay")).shown


def _finish(desk: Desk, call: Call) -> Json:
    """What came of a refund: `{status}`, succeeded or failed."""
    refund = existing(desk, refunds.KIND, call.ids["id"])
    return refunds.finish(desk, refund, call.body.get("status", "succeeded")).shown


def _success(session: Json) -> str:
    return session["success_url"].replace("{CHECKOUT_SESSION_ID}", session["id"])


def _rendered(name: str, status: int, **values: object) -> Response:
    body = _templates.get_template(name).render(**values)
    return HTMLResponse(body, status, {"content-security-policy": _POLICY})
