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
from zahra.web.http.context import TheShop
from zahra.web.storefront.dev_view import OutboxMessage, OutboxPage
from zahra.web.storefront.framing import show_framed

router = APIRouter(prefix="/__dev")


@runtime_checkable
class KeepsMessages(Protocol):
    """The development sender: it keeps what it was asked to send."""

    def messages(self) -> Sequence[Any]: ...


@router.get("/outbox")
async def outbox(request: Request, shop: TheShop) -> Response:
    """Every e-mail and SMS, newest first: a page, or a bare JSON array for programs."""
    if not isinstance(shop.senders, KeepsMessages):
        raise NotFound
    messages = shop.senders.messages()
    if "application/json" in request.headers.get("accept", ""):
        return JSONResponse([{to_camel(k): v for k, v in asdict(m).items()} for m in messages])
    view = OutboxPage(tuple(map(_shown, messages)))
    return await show_framed(request, "dev/outbox.html", view)


def _shown(message: Any) -> OutboxMessage:
    return OutboxMessage(
        message.channel,
        message.to,
        message.template,
        message.subject,
        message.text,
        datetime.fromisoformat(message.sent_at),
    )
