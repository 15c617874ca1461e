"""Puts the simulator together: the API's routes, the checkout, the control plane, the post."""

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from zahra.simulator import (
    checkout,
    control,
    customers,
    disputes,
    endpoints,
    mailbag,
    orders,
    payment_links,
    payments,
    payu,
    refunds,
    settlements,
    shiprocket,
    stripe,
    timers,
)
from zahra.simulator.courier import Courier
from zahra.simulator.desk import Desk
from zahra.simulator.gate import Gate, Handler
from zahra.simulator.refusals import Refusal
from zahra.simulator.settings import SimulatorSettings

_API: tuple[tuple[str, str, Handler], ...] = (
    ("POST", "/v1/orders", orders.create),
    ("GET", "/v1/orders", orders.fetch_all),
    ("GET", "/v1/orders/{id}", orders.fetch),
    ("PATCH", "/v1/orders/{id}", orders.change_notes),
    ("GET", "/v1/orders/{id}/payments", orders.fetch_payments),
    ("GET", "/v1/payments", payments.fetch_all),
    ("GET", "/v1/payments/downtimes", payments.downtimes),
    ("GET", "/v1/payments/{id}", payments.fetch),
    ("PATCH", "/v1/payments/{id}", payments.change_notes),
    ("GET", "/v1/payments/{id}/card", payments.fetch_card),
    ("POST", "/v1/payments/{id}/capture", payments.capture),
    ("POST", "/v1/payments/{id}/refund", refunds.create),
    ("GET", "/v1/payments/{id}/refunds", refunds.fetch_all_of_payment),
    ("GET", "/v1/payments/{id}/refunds/{refund_id}", refunds.fetch_of_payment),
    ("GET", "/v1/refunds", refunds.fetch_all),
    ("GET", "/v1/refunds/{id}", refunds.fetch),
    ("PATCH", "/v1/refunds/{id}", refunds.change_notes),
    ("GET", "/v1/disputes", disputes.fetch_all),
    ("GET", "/v1/disputes/{id}", disputes.fetch),
    ("GET", "/v1/settlements/recon/combined", settlements.combined),
    ("POST", "/v1/payment_links", payment_links.create),
    ("GET", "/v1/payment_links", payment_links.fetch_all),
    ("GET", "/v1/payment_links/{id}", payment_links.fetch),
    ("POST", "/v1/payment_links/{id}/cancel", payment_links.cancel),
    ("POST", "/v1/customers", customers.create),
    ("GET", "/v1/customers/{id}/tokens", customers.fetch_tokens),
    ("DELETE", "/v1/customers/{id}/tokens/{token_id}", customers.delete_token),
)
_LONGEST_NAP = 1.0  # seconds

log = logging.getLogger("zahra.simulator")


def create_simulator(settings: SimulatorSettings) -> Starlette:
    """An ASGI application with its own books, clock and post. One per data folder."""
    desk = Desk(settings)
    desk.later.update({**payu.LATER, **stripe.LATER, **shiprocket.LATER})
    endpoints.install(desk)
    courier = Courier(desk)
    gate = Gate(desk, courier)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncGenerator[None]:
        mailbag.give_up_stale(desk.books, desk.clock.now())
        round = asyncio.create_task(_keep_going(desk, courier))
        yield
        round.cancel()
        await asyncio.gather(round, return_exceptions=True)
        await courier.close()
        desk.books.close()

    api = [Route(path, gate.api(handler), methods=[verb]) for verb, path, handler in _API]
    others = [each for other in (payu, stripe, shiprocket) for each in other.routes(desk, gate)]
    pages = checkout.routes(desk, gate)
    routes = [*api, *others, *pages, *control.routes(desk, gate, courier)]
    return Starlette(routes=routes, lifespan=lifespan, exception_handlers={404: _not_found})


async def _keep_going(desk: Desk, courier: Courier) -> None:
    """Let time pass: timers run, letters go out, until the server stops."""
    while True:
        try:
            desk.wake.clear()
            with desk.books.writing():
                timers.run_due(desk)
            if await courier.deliver_due():
                continue
            await _nap(desk)
        except Exception:
            log.exception("the simulator's round stumbled")
            await asyncio.sleep(_LONGEST_NAP)


async def _nap(desk: Desk) -> None:
    """Until something is due, something happens, or a second has passed."""
    due_at = mailbag.next_due_at(desk.books)
    wait = _LONGEST_NAP if due_at is None else due_at - desk.clock.now()
    try:
        async with asyncio.timeout(min(max(wait, 0.01), _LONGEST_NAP)):
            await desk.wake.wait()
    except TimeoutError:
        return


async def _not_found(request: Request, problem: Exception) -> Response:
    description = "The requested URL was not found on the server."
    return JSONResponse(Refusal(description, reason="url_not_found").body, 404)
