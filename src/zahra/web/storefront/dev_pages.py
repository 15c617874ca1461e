"""Development only: what would have been sent. In production these addresses do not exist."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, Protocol, runtime_checkable

from fastapi import APIRouter
from pydantic.alias_generators import to_camel
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from zahra.base.errors import NotFound
from zahra.shop import catalog, messaging
from zahra.web.http.context import Snap, TheShop
from zahra.web.storefront.dev_view import OutboxMessage, OutboxPage
from zahra.web.storefront.framing import frame, show, show_framed
from zahra.web.storefront.from_catalog import card_of, product_page
from zahra.web.storefront.kitchen_samples import kitchen_page

router = APIRouter(prefix="/__dev")


@runtime_checkable
class KeepsMessages(Protocol):
    """The development sender: it keeps what it was asked to send."""

    def messages(self) -> Sequence[Any]: ...


@router.get("/outbox")
async def outbox(request: Request, shop: TheShop) -> Response:
    """Every e-mail and SMS, newest first: a page, or a bare JSON array for programs."""
    sender = messaging.carrier_named(shop.senders, "outbox")
    if not isinstance(sender, KeepsMessages):
        raise NotFound
    messages = sender.messages()
    if "application/json" in request.headers.get("accept", ""):
        return JSONResponse([{to_camel(k): v for k, v in asdict(m).items()} for m in messages])
    view = OutboxPage(tuple(map(_shown, messages)))
    return await show_framed(request, "dev/outbox.html", view)


@router.get("/kitchen")
async def kitchen(request: Request, snapshot: Snap) -> Response:
    """Every component in every state, with goods of this shop."""
    found = await catalog.listing(snapshot, catalog.Asking(limit=4))
    if not found.cards:
        raise NotFound
    product = await catalog.product(snapshot, found.cards[0].slug)
    left = {variant.id: at * 2 for at, variant in enumerate(product.variants)}
    goods = product_page(product, left, now=snapshot.now)
    view = kitchen_page(tuple(map(card_of, found.cards)), goods, snapshot.now)
    return show(request, "dev/kitchen.html", view, await frame(request, snapshot))


def _shown(message: Any) -> OutboxMessage:
    return OutboxMessage(
        message.channel,
        message.to,
        message.template,
        message.subject,
        message.text,
        datetime.fromisoformat(message.sent_at),
    )
