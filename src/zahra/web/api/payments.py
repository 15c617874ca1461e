"""`/payments`: paying an order, and what gateways tell."""

from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request

from zahra.base.actors import Actor
from zahra.base.errors import Forbidden, Invalid, NotFound, Unauthenticated
from zahra.base.lifecycle import WrongMoment
from zahra.shop import orders, payments
from zahra.shop.assembled import Shop
from zahra.shop.inventory import OutOfStock
from zahra.web.api.documenting import errors
from zahra.web.api.payment_schemas import (
    OpeningPayment,
    PaymentOut,
    ReceivedOut,
    RefundingIn,
    RefundOut,
    ReturnedFields,
    VerifiedOut,
)
from zahra.web.api.webhooks import ForgedWebhook
from zahra.web.http.context import Asker, Person, TheShop, Tx
from zahra.web.http.limits import UNSIGNED_HINT, spend_for
from zahra.web.http.paying import client_payload
from zahra.web.http.problems import KeyRequired
from zahra.web.http.routes import ApiRoute, PlainRoute, RequiredKey
from zahra.web.http.schemas import Envelope, ok

router = APIRouter(prefix="/payments", tags=["Payments"], route_class=ApiRoute)
inbox = APIRouter(route_class=PlainRoute)
_ONE = errors(Unauthenticated, NotFound)


class ForgedReturn(Invalid):
    """The signature of what a checkout returned fits no payment of this order."""

    code = "invalid_return"
    message = "The signature does not fit this payment."


@router.post(
    "/create",
    summary="Pay an order",
    responses=errors(
        KeyRequired,
        Unauthenticated,
        NotFound,
        orders.MethodNotOffered,
        WrongMoment,
        orders.PaymentUnderWay,
        OutOfStock,
        payments.GatewayDown,
    ),
)
async def create(
    asked: OpeningPayment, key: RequiredKey, person: Person, shop: TheShop
) -> Envelope[PaymentOut]:
    """Opens or re-opens the one live attempt of an order that waits for its money."""
    placed = await orders.open_payment(
        shop.database, shop.gateways, person, asked.order_id, asked.provider, key=key
    )
    assert placed.attempt is not None
    return ok(await _payment(shop, person, placed.attempt.id))


@router.post(
    "/verify",
    summary="Come back from a checkout",
    responses=errors(Unauthenticated, NotFound, ForgedReturn, payments.GatewayDown),
)
async def verify(returned: ReturnedFields, person: Person, shop: TheShop) -> Envelope[VerifiedOut]:
    """Checks what Razorpay's checkout handed over, asks Razorpay itself, and tells where the order
    stands. The returned values decide nothing."""
    async with shop.database.snapshot() as snapshot:
        attempt = await payments.attempt_for_gateway_order(
            snapshot, "razorpay", returned.razorpay_order_id
        )
        if attempt is None:
            raise NotFound
        await orders.payment(snapshot, person, attempt.id)  # somebody else's does not exist
    fields = returned.model_dump(by_alias=True)
    if not shop.gateways.named("razorpay").is_genuine_return(returned.razorpay_order_id, fields):
        raise ForgedReturn
    order = await orders.settle(shop.database, shop.gateways, attempt.id)
    return ok(
        VerifiedOut(
            order_id=order.id,
            number=order.number,
            order_status=order.status,
            payment_status=order.payment_status,
            payment=await _payment(shop, person, attempt.id),
        )
    )


@inbox.post("/webhook", summary="Razorpay's webhook", responses=errors(ForgedWebhook, NotFound))
async def razorpay_webhook(request: Request, shop: TheShop) -> Envelope[ReceivedOut]:
    """The same as `/payments/webhook/razorpay`."""
    return await _received(request, shop, "razorpay")


@inbox.post(
    "/webhook/{provider}", summary="A gateway's webhook", responses=errors(ForgedWebhook, NotFound)
)
async def webhook(provider: str, request: Request, shop: TheShop) -> Envelope[ReceivedOut]:
    """Filed once each and answered at once; a job asks the gateway what is true. The signature is
    over the bytes as they came."""
    return await _received(request, shop, provider)


router.include_router(inbox)


@router.get("/{payment_id}", summary="One payment", responses=_ONE)
async def show(payment_id: UUID, person: Person, shop: TheShop) -> Envelope[PaymentOut]:
    """Where a payment stands, and how to pay it while it can be paid."""
    return ok(await _payment(shop, person, payment_id))


@router.post(
    "/{payment_id}/refund",
    summary="Give money back",
    status_code=201,
    responses=errors(
        KeyRequired,
        Unauthenticated,
        Forbidden,
        NotFound,
        payments.NothingToRefund,
        payments.RefundTooLarge,
        payments.PaymentDisputed,
    ),
)
async def refund(
    payment_id: UUID, asked: RefundingIn, key: RequiredKey, actor: Asker, tx: Tx
) -> Envelope[RefundOut]:
    """Grants a refund to the source (`refunds:create`); a job has the gateway execute it."""
    granted = await orders.refund_payment(
        tx, actor, payment_id, asked.amount, reason=asked.reason, key=key
    )
    return ok(RefundOut.of(granted))


async def _payment(shop: Shop, person: Actor, payment_id: UUID) -> PaymentOut:
    async with shop.database.snapshot() as snapshot:
        whole, paying = await orders.payment(snapshot, person, payment_id)
        customer_id = None
        if whole.order.user_id == person.user_id:
            customer_id = await payments.customer_at(snapshot, person, paying.provider)
    return PaymentOut.of(paying, client_payload(shop, whole, paying, customer_id=customer_id))


async def _received(request: Request, shop: Shop, provider: str) -> Envelope[ReceivedOut]:
    gateway, raw = shop.gateways.named(provider), await request.body()
    try:
        fact = gateway.read_event(raw, request.headers)
    except payments.ForgedEvent as forged:
        raise ForgedWebhook from forged
    if not fact.is_signed:
        await spend_for(request, UNSIGNED_HINT)
    async with shop.database.transaction() as tx:
        await orders.receive_event(tx, provider, raw, fact)
    return ok(ReceivedOut())
