"""`/orders/{id}/confirm` and `/prepaid-link`: what is asked of whoever pays at the door."""

from fastapi import APIRouter

from zahra.base.errors import NotFound, TooMany, Unauthenticated
from zahra.base.lifecycle import WrongMoment
from zahra.shop import cod, identity, orders
from zahra.shop.inventory import OutOfStock
from zahra.web.api.cod_schemas import CodeSentOut, ConfirmingIn
from zahra.web.api.documenting import errors
from zahra.web.api.order_schemas import OrderOut
from zahra.web.api.order_showing import shown
from zahra.web.api.prepaid_schemas import PrepaidLinkOut
from zahra.web.http.context import Person, TheShop, Tx
from zahra.web.http.limits import OTP_SEND, OTP_VERIFY, limited
from zahra.web.http.routes import ApiRoute
from zahra.web.http.schemas import Envelope, ok

router = APIRouter(prefix="/orders", tags=["Orders"], route_class=ApiRoute)
_ITS_OWN = (Unauthenticated, NotFound, WrongMoment)


@router.post(
    "/{id_or_number}/confirm",
    summary="Confirm an order to be paid at the door",
    responses=errors(
        *_ITS_OWN,
        identity.WrongCode,
        orders.ConfirmationOver,
        OutOfStock,
        identity.CodesUnavailable,
        TooMany,
    ),
    dependencies=[limited(OTP_VERIFY)],
)
async def confirm(
    id_or_number: str, asked: ConfirmingIn, person: Person, shop: TheShop
) -> Envelope[OrderOut]:
    """By the code that was sent for it. One that is placed already is answered as it is."""
    async with shop.database.snapshot() as snapshot:
        seen = await orders.order(snapshot, person, id_or_number)
    await orders.confirm_cash_order(
        shop.database, shop.keys, person, seen.order.id, asked.otp, policy=shop.policy
    )
    async with shop.database.snapshot() as snapshot:
        return ok(await shown(snapshot, person, seen.order.id))


@router.post(
    "/{id_or_number}/confirm/resend",
    summary="Send another code for it",
    status_code=202,
    responses=errors(*_ITS_OWN, identity.CodesUnavailable, TooMany),
    dependencies=[limited(OTP_SEND)],
)
async def resend(id_or_number: str, person: Person, shop: TheShop, tx: Tx) -> Envelope[CodeSentOut]:
    """In the place of the one before, to the phone on the order."""
    seen = await orders.order(tx, person, id_or_number)
    sent = await orders.send_confirmation(tx, shop.keys, person, seen.order.id, policy=shop.policy)
    return ok(CodeSentOut(resend_after=sent.resend_after, expires_in=sent.expires_in))


@router.post(
    "/{id_or_number}/prepaid-link",
    summary="A link to pay it online instead",
    responses=errors(*_ITS_OWN, orders.PickingSoon),
)
async def prepaid_link(
    id_or_number: str, person: Person, shop: TheShop, tx: Tx
) -> Envelope[PrepaidLinkOut]:
    """Until the order is picked; the same link while it is good. Asked for by staff
    (`orders:write`) it is sent to the buyer. Once it is paid nothing is taken at the door, no fee
    for that is owed, and `reward` is promised as store credit."""
    seen = await orders.order(tx, person, id_or_number)
    link = await orders.prepaid_link(tx, person, seen.order.id, terms=shop.terms.pay_link)
    url = f"{shop.brand.url}/pay/{cod.token_of(shop.keys, link.id)}"
    return ok(PrepaidLinkOut.of(link, url))
