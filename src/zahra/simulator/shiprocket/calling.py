"""How Shiprocket is called: a token from a login, good for ten days, and its plain errors."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any, cast

from starlette.requests import Request

from zahra.simulator.books import Json, Thing
from zahra.simulator.calls import Call, read_call
from zahra.simulator.desk import Desk
from zahra.simulator.gate import Manners
from zahra.simulator.refusals import Refusal

PARCEL = "parcel"
_TOKEN_SECONDS = 240 * 3600.0
_IST = timezone(timedelta(hours=5, minutes=30))


class CourierRefusal(Refusal):
    """An answer that is Shiprocket's error: a message, and the status again."""

    def __init__(self, message: str, *, status: int = 400) -> None:
        super().__init__(message, status=status)
        self.body = {"message": message, "status_code": status}


def log_in(desk: Desk, call: Call) -> Json:
    """A token for the API user's e-mail and password."""
    account: Any = desk.settings.shiprocket
    given = (call.body.get("email"), call.body.get("password"))
    if account is None or given != (account.email, account.password):
        raise CourierRefusal("Invalid email and password combination", status=403)
    token = desk.new_id("sr")
    desk.books.remember(f"sr_token:{token}", desk.clock.now() + _TOKEN_SECONDS)
    return {"id": 1, "email": account.email, "company_id": 7, "token": token}


def forget_tokens(desk: Desk, call: Call) -> Json:
    """Every token that was given is worth nothing from now on."""
    desk.books.remember("sr_tokens_since", desk.clock.now())
    return {"forgotten_at": desk.clock.now()}


def existing(desk: Desk, id: Any) -> Thing:
    """The order of this id. Raises CourierRefusal."""
    if (found := desk.books.find(PARCEL, str(id))) is None:
        raise CourierRefusal("Invalid Data.", status=404)
    return found


def under(desk: Desk, awb: str) -> Thing:
    """The order that travels under this number. Raises CourierRefusal."""
    for parcel in desk.books.all_of(PARCEL):
        if parcel.shown["awb"] == awb:
            return parcel
    raise CourierRefusal(f"Aha! No activities found for {awb}", status=404)


def of_shipment(desk: Desk, said: Json) -> Thing:
    """The order of the first of the shipment ids in a body. Raises CourierRefusal."""
    wanted = said.get("shipment_id")
    ids = cast(list[Any], wanted) if isinstance(wanted, list) else [wanted]
    for parcel in desk.books.all_of(PARCEL):
        if ids and parcel.shown["shipment_id"] == ids[0]:
            return parcel
    raise CourierRefusal("The given shipment does not exist.", status=404)


def indian(desk: Desk, *, scan: bool = False, at: float | None = None) -> str:
    """A moment as they write it: in Indian time, and without saying so.

    Scans have `YYYY-MM-DD HH:mm:ss`, the head of a webhook `DD MM YYYY HH:mm:ss`.
    """
    moment = datetime.fromtimestamp(desk.clock.now() if at is None else at, UTC).astimezone(_IST)
    return moment.strftime("%Y-%m-%d %H:%M:%S" if scan else "%d %m %Y %H:%M:%S")


def _must_bear(desk: Desk, request: Request) -> None:
    given = request.headers.get("authorization", "").removeprefix("Bearer ")
    until = desk.books.fact(f"sr_token:{given}", 0.0)
    begun = until - _TOKEN_SECONDS
    is_forgotten = begun <= desk.books.fact("sr_tokens_since", -1.0)
    if desk.settings.shiprocket is None or until <= desk.clock.now() or is_forgotten:
        raise CourierRefusal("Token has expired", status=401)


def _anybody(desk: Desk, request: Request) -> None:
    """To log in one needs no token."""


MANNERS: Manners = (_must_bear, read_call)
LOGIN: Manners = (_anybody, read_call)
