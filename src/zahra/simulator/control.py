"""The control plane under `/__sim`: what no merchant can do, and what a test must be able to."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from zahra.simulator import endpoints, faults, forcing, mailbag, timers
from zahra.simulator.books import Json
from zahra.simulator.calls import Call
from zahra.simulator.courier import Courier
from zahra.simulator.desk import SWITCHES, Desk
from zahra.simulator.gate import Gate, Handler
from zahra.simulator.mailbag import Letter
from zahra.simulator.refusals import Refusal

_KINDS = {
    "orders": "order",
    "payments": "payment",
    "refunds": "refund",
    "disputes": "dispute",
    "endpoints": "endpoint",
    "links": "payment_link",
    "payu": "payu",
    "payu_actions": "payu_action",
    "sessions": "checkout.session",
}


def routes(desk: Desk, gate: Gate, courier: Courier) -> list[Route]:
    async def settle(request: Request) -> Response:
        """Wait until no letter is due."""
        carried = 0
        while number := await courier.deliver_due():
            carried += number
        return JSONResponse({"carried": carried, "letters": mailbag.tally(desk.books)})

    async def reset(request: Request) -> Response:
        """Empty books. `{seed}` chooses another run of ids and chances."""
        said: Json = await request.json() if await request.body() else {}
        desk.start_over(said.get("seed"))
        endpoints.install(desk)
        return JSONResponse(_about(desk))

    plain = [
        Route(f"/__sim{path}", gate.control(handler), methods=[verb])
        for verb, path, handler in (*_ROUTES, *forcing.ROUTES)
    ]
    return [
        Route("/__sim/webhooks/settle", settle, methods=["POST"]),
        Route("/__sim/reset", reset, methods=["POST"]),
        *plain,
    ]


def _about(desk: Desk) -> Json:
    return {"merchant": desk.settings.merchant, "seed": desk.seed, "now": desk.clock.now()}


def _show(desk: Desk, call: Call) -> Json:
    return _about(desk)


def _advance(desk: Desk, call: Call) -> Json:
    """`{advance: seconds}`: everything that falls due on the way happens, in order."""
    desk.clock.advance(float(call.body["advance"]))
    timers.run_due(desk)
    return _about(desk)


def _list(desk: Desk, call: Call) -> list[Json]:
    """Every object of a kind, newest first."""
    if call.ids["noun"] not in _KINDS:
        raise Refusal(f"There are {', '.join(_KINDS)}")
    return [thing.shown for thing in desk.books.all_of(_KINDS[call.ids["noun"]])]


def _faults(desk: Desk, call: Call) -> list[Json]:
    return [faults.as_json(fault) for fault in faults.standing(desk)]


def _add_faults(desk: Desk, call: Call) -> list[Json]:
    """One rule, or `{faults: [...]}`; they join those that stand."""
    said: list[Any] = call.body.get("faults", [call.body])
    faults.set_standing(desk, [*faults.standing(desk), *(faults.read_fault(one) for one in said)])
    return _faults(desk, call)


def _clear_faults(desk: Desk, call: Call) -> list[Json]:
    faults.set_standing(desk, [])
    return []


def _switches(desk: Desk, call: Call) -> Json:
    return {name: desk.switch(name) for name in SWITCHES}


def _set_switches(desk: Desk, call: Call) -> Json:
    for name, value in call.body.items():
        if name not in SWITCHES or not isinstance(value, bool):
            raise ValueError(f"switches are {', '.join(SWITCHES)}, true or false")
        desk.books.remember(f"switch:{name}", value)
    return _switches(desk, call)


def _webhooks(desk: Desk, call: Call) -> list[Json]:
    """Every letter with its attempts, oldest first; `?order=` for those about one order."""
    return [_letter(letter) for letter in mailbag.log(desk.books, call.query.get("order"))]


def _redeliver(desk: Desk, call: Call) -> list[Json]:
    return [_letter(letter) for letter in forcing.redeliver(desk, call.ids["id"])]


def _add_endpoint(desk: Desk, call: Call) -> Json:
    return endpoints.add(desk, call.body).shown


def _rotate(desk: Desk, call: Call) -> Json:
    endpoint = endpoints.existing(desk, call.ids["id"])
    return endpoints.rotate(desk, endpoint, str(call.body["secret"])).shown


def _enable(desk: Desk, call: Call) -> Json:
    return endpoints.switch_on(desk, endpoints.existing(desk, call.ids["id"])).shown


def _disable(desk: Desk, call: Call) -> Json:
    return endpoints.switch_off(desk, endpoints.existing(desk, call.ids["id"])).shown


def _metrics(desk: Desk, call: Call) -> Json:
    things = desk.books.tally()
    return {
        "requests": dict(desk.requests),
        "things": {noun: things.get(kind, {}) for noun, kind in _KINDS.items()},
        "letters": mailbag.tally(desk.books),
        "attempts": mailbag.attempts_made(desk.books),
    }


def _letter(letter: Letter) -> Json:
    return {
        "number": letter.number,
        "eventId": letter.event_id,
        "endpointId": letter.endpoint_id,
        "event": letter.type,
        "orderId": letter.lane,
        "state": letter.state,
        "madeAt": letter.made_at,
        "dueAt": letter.due_at,
        "attempts": list(letter.attempts),
        "body": letter.body.decode(),
        "signature": letter.signature,
    }


_ROUTES: tuple[tuple[str, str, Handler], ...] = (
    ("GET", "", _show),
    ("GET", "/clock", _show),
    ("POST", "/clock", _advance),
    ("GET", "/faults", _faults),
    ("POST", "/faults", _add_faults),
    ("DELETE", "/faults", _clear_faults),
    ("GET", "/switches", _switches),
    ("POST", "/switches", _set_switches),
    ("GET", "/webhooks", _webhooks),
    ("POST", "/events/{id}/redeliver", _redeliver),
    ("POST", "/endpoints", _add_endpoint),
    ("POST", "/endpoints/{id}/rotate", _rotate),
    ("POST", "/endpoints/{id}/enable", _enable),
    ("POST", "/endpoints/{id}/disable", _disable),
    ("GET", "/metrics", _metrics),
    ("GET", "/{noun}", _list),
)
