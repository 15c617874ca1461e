"""PayU's addresses, under `/payu`: the payer's page, the postservice, the control plane."""

from collections.abc import Mapping

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from zahra.simulator.books import Json
from zahra.simulator.calls import Call
from zahra.simulator.desk import Desk
from zahra.simulator.gate import Gate
from zahra.simulator.payu import actions, disputes, postservice, transactions
from zahra.simulator.refusals import Refusal

_POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; base-uri 'none'"
_templates = Environment(
    loader=PackageLoader("zahra.simulator.payu"),
    autoescape=True,
    undefined=StrictUndefined,
)


def routes(desk: Desk, gate: Gate) -> list[Route]:
    page = _Page(desk, gate)
    service = gate.api(postservice.answer, postservice.MANNERS)
    control = (
        ("/__sim/payu/pay", _pay),
        ("/__sim/payu/{id}/decide", _decide),
        ("/__sim/payu/refunds/{id}/finish", _finish),
        ("/__sim/payu/{id}/refund", _refund),
        ("/__sim/payu/{id}/dispute", disputes.open),
        ("/__sim/payu/disputes/{id}/move", disputes.move),
    )
    return [
        Route("/payu/_payment", page.enter, methods=["POST"]),
        Route("/payu/_payment/{id}", page.show, methods=["GET"]),
        Route("/payu/_payment/{id}/answer", page.answer, methods=["POST"]),
        Route("/payu/merchant/postservice.php", service, methods=["POST"]),
        *(Route(path, gate.control(handler), methods=["POST"]) for path, handler in control),
    ]


class _Page:
    def __init__(self, desk: Desk, gate: Gate) -> None:
        self._desk = desk
        self._gate = gate

    async def enter(self, request: Request) -> Response:
        form = await _form(request)
        try:
            visit = self._gate.within(lambda: transactions.enter(self._desk, form))
        except Refusal as refusal:
            return _rendered("refused.html", 400, sentence=str(refusal))
        return RedirectResponse(f"/payu/_payment/{visit.id}", 303)

    async def show(self, request: Request) -> Response:
        try:
            visit = transactions.visit(self._desk, request.path_params["id"])
        except Refusal as refusal:
            return _rendered("refused.html", 404, sentence=str(refusal))
        if mihpayid := visit.kept.get("mihpayid"):
            made = transactions.transaction(self._desk, mihpayid)
            address, fields = transactions.way_back(self._desk, made)
            told = {"outcome": made.shown["status"], "address": address, "fields": fields}
            return _rendered("back.html", 200, **told)
        here = f"/payu/_payment/{visit.id}"
        return _rendered("page.html", 200, form=visit.kept, here=here)

    async def answer(self, request: Request) -> Response:
        id, form = request.path_params["id"], await _form(request)
        try:
            self._gate.within(
                lambda: transactions.answer(
                    self._desk, transactions.visit(self._desk, id), form.get("answer", "cancel")
                )
            )
        except Refusal as refusal:
            return _rendered("refused.html", 400, sentence=str(refusal))
        await self._gate.tell()
        return RedirectResponse(f"/payu/_payment/{id}", 303)


def _pay(desk: Desk, call: Call) -> Json:
    """A payer posts the merchant's form and answers: `{fields, outcome}`."""
    visit = transactions.enter(desk, call.body["fields"])
    made = transactions.answer(desk, visit, call.body.get("outcome", "approve"))
    address, fields = transactions.way_back(desk, made)
    return {"transaction": made.shown, "address": address, "fields": fields}


def _decide(desk: Desk, call: Call) -> Json:
    """The bank's answer to a pending payment: `{outcome}`."""
    made = transactions.transaction(desk, call.ids["id"])
    return transactions.decide(desk, made, call.body.get("outcome", "approve")).shown


def _refund(desk: Desk, call: Call) -> Json:
    """The dashboard's refund button: `{amount, token?}`."""
    return actions.refund(
        desk, call.ids["id"], call.body.get("token", desk.new_id("dash")), call.body["amount"]
    )


def _finish(desk: Desk, call: Call) -> Json:
    """The refund queue comes to this one: `{status}`."""
    action = desk.books.find("payu_action", call.ids["id"])
    if action is None:
        raise Refusal("There is no such action.", status=404)
    return actions.finish(desk, action, call.body.get("status", "success")).shown


async def _form(request: Request) -> Mapping[str, str]:
    form = await request.form()
    return {name: value for name, value in form.items() if isinstance(value, str)}


def _rendered(name: str, status: int, **values: object) -> Response:
    body = _templates.get_template(name).render(**values)
    return HTMLResponse(body, status, {"content-security-policy": _POLICY})
