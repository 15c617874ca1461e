"""What every call passes: keys, faults, one transaction, and letters that must arrive first."""

import asyncio
import base64
import binascii
import hmac
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from zahra.simulator import faults, timers
from zahra.simulator.calls import Call, read_call
from zahra.simulator.courier import Courier
from zahra.simulator.desk import Desk
from zahra.simulator.refusals import Refusal
from zahra.simulator.spoiling import spoilt

Outcome = TypeVar("Outcome")
Handler = Callable[[Desk, Call], object]
Endpoint = Callable[[Request], Awaitable[Response]]
# How a gateway knows its merchant, and how it reads what they send.
Manners = tuple[Callable[[Desk, Request], None], Callable[[Request], Awaitable[Call]]]


class Gate:
    def __init__(self, desk: Desk, courier: Courier) -> None:
        self._desk = desk
        self._courier = courier

    def api(self, handler: Handler, manners: Manners | None = None) -> Endpoint:
        """A call of the merchant's: authenticated, and spoilt when a fault says so."""
        authenticate, read = manners or RAZORPAY

        async def endpoint(request: Request) -> Response:
            try:
                authenticate(self._desk, request)
                response = await self._spoilt_or_not(request, handler, read)
            except Refusal as refusal:
                response = JSONResponse(refusal.body, refusal.status)
            self._count(request, response)
            return response

        return endpoint

    def control(self, handler: Handler) -> Endpoint:
        """A call to the control plane: nothing goes wrong here on purpose."""

        async def endpoint(request: Request) -> Response:
            try:
                return await self.carried_out(handler, await read_call(request))
            except Refusal as refusal:
                return JSONResponse(refusal.body, refusal.status)
            except (ValueError, TypeError, KeyError) as wrong:
                return JSONResponse({"error": {"description": str(wrong)}}, 400)

        return endpoint

    async def carried_out(self, handler: Handler, call: Call) -> JSONResponse:
        body = self.within(lambda: handler(self._desk, call))
        await self.tell()
        return JSONResponse(body)

    def within(self, act: Callable[[], Outcome]) -> Outcome:
        """First what the clock has made due, then the act in a transaction of its own."""
        with self._desk.books.writing():
            timers.run_due(self._desk)
        with self._desk.books.writing():
            return act()

    async def tell(self) -> None:
        """Deliver what must arrive before the answer; the rest goes its way."""
        await self._courier.deliver_early()
        self._desk.wake.set()

    async def _spoilt_or_not(
        self, request: Request, handler: Handler, read: Callable[[Request], Awaitable[Call]]
    ) -> Response:
        call = await read(request)
        with self._desk.books.writing():
            struck = faults.take(self._desk, f"{request.method} {request.url.path}")
        worst = next((fault for fault in struck if fault.what != "latency"), None)
        if worst is not None and not worst.is_carried_out:
            return await spoilt(worst, b"{}")
        with _in_flight(self._desk, call):
            for fault in struck:
                if fault.what == "latency":
                    await asyncio.sleep(fault.seconds)
            answer = await self.carried_out(handler, call)
        return await spoilt(worst, bytes(answer.body)) if worst else answer

    def _count(self, request: Request, response: Response) -> None:
        route = request.scope["route"].path
        self._desk.requests[f"{request.method} {route} {response.status_code}"] += 1


@contextmanager
def _in_flight(desk: Desk, call: Call) -> Generator[None]:
    """A refund key is answered by 409 while its first request is still at work."""
    key = call.headers.get("x-refund-idempotency") or call.headers.get("idempotency-key")
    if key is None:
        yield
        return
    if key in desk.refunding:
        raise Refusal(
            "Request with the same idempotency key is being processed.",
            reason="request_in_progress",
            status=409,
        )
    desk.refunding.add(key)
    try:
        yield
    finally:
        desk.refunding.discard(key)


def _must_be_authentic(desk: Desk, request: Request) -> None:
    expected = f"{desk.settings.key_id}:{desk.settings.key_secret}".encode()
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    try:
        pair = base64.b64decode(given, validate=True)
    except (binascii.Error, ValueError):
        pair = b""
    if scheme.lower() != "basic" or not hmac.compare_digest(pair, expected):
        raise Refusal("Authentication failed", reason="authentication_failed", status=401)


RAZORPAY: Manners = (_must_be_authentic, read_call)
