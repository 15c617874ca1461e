"""`/messaging`: what carriers report about our messages."""

from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request

from zahra.base.db import Transaction
from zahra.base.errors import NotFound
from zahra.shop import messaging
from zahra.web.api.documenting import errors
from zahra.web.api.payment_schemas import ReceivedOut
from zahra.web.api.webhooks import ForgedWebhook
from zahra.web.http.context import TheShop
from zahra.web.http.routes import PlainRoute
from zahra.web.http.schemas import Envelope, ok

router = APIRouter(prefix="/messaging", tags=["Messaging"], route_class=PlainRoute)


@router.post(
    "/webhook/{carrier}", summary="A carrier's webhook", responses=errors(ForgedWebhook, NotFound)
)
async def webhook(
    carrier: str, request: Request, shop: TheShop, delivery: UUID | None = None
) -> Envelope[ReceivedOut]:
    """Moves the deliveries it tells of; what was told before changes nothing. The carrier proves
    itself over the bytes and the address as they came."""
    reporter = messaging.carrier_named(shop.senders, carrier)
    if not isinstance(reporter, messaging.Reporter):
        raise NotFound
    raw, query = await request.body(), request.url.query
    try:
        reports = reporter.read_reports(raw, request.headers, query=query)
    except messaging.ForgedReport:
        raise ForgedWebhook from None

    async def hear(tx: Transaction) -> None:
        await messaging.hear_reports(tx, carrier, reports)

    if reports:
        await shop.database.run(hear)
    return ok(ReceivedOut())
