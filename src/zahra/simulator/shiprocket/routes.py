"""Shiprocket's addresses, under `/v1/external`, and the control plane's `/__sim/shiprocket`."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from zahra.simulator.books import Json
from zahra.simulator.calls import Call
from zahra.simulator.desk import Desk
from zahra.simulator.gate import Gate, Handler
from zahra.simulator.shiprocket import parcels, returns, travelling
from zahra.simulator.shiprocket.calling import LOGIN, MANNERS, PARCEL, forget_tokens, log_in, under
from zahra.simulator.shiprocket.remitting import remittances

_API: tuple[tuple[str, str, Handler], ...] = (
    ("GET", "/courier/serviceability/", parcels.serviceability),
    ("POST", "/orders/create/adhoc", parcels.create),
    ("POST", "/orders/create/return", returns.create),
    ("GET", "/orders/processing/return", returns.fetch_all),
    ("GET", "/settings/company/pickup", returns.pickup_locations),
    ("GET", "/orders", parcels.fetch_all),
    ("GET", "/orders/show/{id}", parcels.fetch),
    ("POST", "/orders/cancel", parcels.cancel),
    ("POST", "/courier/assign/awb", parcels.assign),
    ("POST", "/courier/generate/pickup", parcels.schedule_pickup),
    ("POST", "/courier/generate/label", parcels.label),
)


def routes(desk: Desk, gate: Gate) -> list[Route]:
    async def paid_out(request: Request) -> Response:
        return gate.within(lambda: remittances(desk))

    def api(verb: str, path: str, handler: Handler) -> Route:
        return Route(f"/v1/external{path}", gate.api(handler, MANNERS), methods=[verb])

    def control(path: str, handler: Handler, *, verb: str = "POST") -> Route:
        return Route(f"/__sim/shiprocket{path}", gate.control(handler), methods=[verb])

    return [
        Route("/v1/external/auth/login", gate.api(log_in, LOGIN), methods=["POST"]),
        *(api(*each) for each in _API),
        api("GET", "/courier/track/awb/{awb}", _track),
        api("POST", "/ndr/{awb}/action", _answer_failure),
        control("/parcels", _list, verb="GET"),
        control("/parcels/{awb}/scan", _scan),
        control("/parcels/{awb}/plan", _plan),
        control("/parcels/{awb}/short", _short),
        control("/tokens/forget", forget_tokens),
        Route("/__sim/shiprocket/remittances.csv", paid_out, methods=["GET"]),
    ]


def _track(desk: Desk, call: Call) -> Json:
    return travelling.track(under(desk, call.ids["awb"]))


def _answer_failure(desk: Desk, call: Call) -> Json:
    """What the merchant wants after a failed attempt: again, or back."""
    parcel = under(desk, call.ids["awb"])
    parcel.kept["answers"] = [*parcel.kept.get("answers", []), call.body]
    desk.books.save(parcel)
    if call.body.get("action") == "return":
        travelling.tell(desk, parcel, 9)
    return {"message": "NDR action taken successfully"}


def _list(desk: Desk, call: Call) -> list[Json]:
    """Every parcel with what was told of it, newest first."""
    return [{**each.shown, **each.kept} for each in desk.books.all_of(PARCEL)]


def _scan(desk: Desk, call: Call) -> Json:
    """`{code, ago?, remark?}`: something happens to the parcel, or did so many seconds ago."""
    parcel, code = under(desk, call.ids["awb"]), int(call.body["code"])
    at = desk.clock.now() - float(call.body.get("ago", 0))
    return travelling.tell(desk, parcel, code, remark=call.body.get("remark"), at=at)


def _plan(desk: Desk, call: Call) -> Json:
    """`{plan}`: deliver, ndr, rto, wrong_rto, lost, fetch, in_vain or nothing, from now on."""
    parcel = travelling.plan(desk, under(desk, call.ids["awb"]), call.body["plan"])
    return {"plan": parcel.kept["plan"]}


def _short(desk: Desk, call: Call) -> Json:
    """`{rupees}`: so much less will be paid out for the parcel."""
    parcel = under(desk, call.ids["awb"])
    parcel.kept["short"] = float(call.body["rupees"])
    desk.books.save(parcel)
    return {"short": parcel.kept["short"]}
