"""`/orders`: placing an order and looking at one's orders."""

from typing import Annotated

from fastapi import APIRouter, Depends

from zahra.base.actors import Actor
from zahra.base.db import Snapshot
from zahra.base.errors import Invalid, NotFound, TooMany, Unauthenticated
from zahra.base.lifecycle import WrongMoment
from zahra.shop import credit, identity, orders
from zahra.shop.assembled import Shop
from zahra.shop.cart import StaleCart
from zahra.shop.inventory import OutOfStock
from zahra.web.api.cart_schemas import telling_the_cart
from zahra.web.api.documenting import errors
from zahra.web.api.order_schemas import OrderOut, PlacedOut, PlacingIn
from zahra.web.api.order_showing import all_shown, shown
from zahra.web.api.orders_sought import sought
from zahra.web.api.parcel_schemas import CancellingIn
from zahra.web.api.payment_schemas import PaymentOut
from zahra.web.api.user_schemas import AddressIn
from zahra.web.http.context import Person, Snap, TheShop, Tx
from zahra.web.http.limits import PLACE_ORDER, limited
from zahra.web.http.paging import Paging, meta_of, paging
from zahra.web.http.paying import client_payload
from zahra.web.http.problems import KeyRequired
from zahra.web.http.routes import ApiRoute, OfferedKey, RequiredKey
from zahra.web.http.schemas import Envelope, ListEnvelope, ok

router = APIRouter(prefix="/orders", tags=["Orders"], route_class=ApiRoute)
_PLACING = errors(
    KeyRequired,
    Unauthenticated,
    NotFound,
    StaleCart,
    orders.RequirementsUnmet,
    OutOfStock,
    orders.CartChanged,
    orders.MethodNotOffered,
    orders.PaymentUnderWay,
    credit.CreditTooLow,
    TooMany,
)


@router.post(
    "",
    summary="Place an order",
    status_code=201,
    responses=_PLACING,
    dependencies=[limited(PLACE_ORDER)],
)
async def place(
    asked: PlacingIn, key: RequiredKey, person: Person, shop: TheShop
) -> Envelope[PlacedOut]:
    """Makes an order of the cart. A prepaid one waits for its payment; one paid at the door is
    placed at once. A total lower than `expectedTotal` is accepted and charged."""
    placing = await _placing(shop, person, asked, key=key)
    with telling_the_cart():
        placed = await orders.place_order(
            shop.database, shop.gateways, person, placing, terms=shop.terms
        )
    async with shop.database.snapshot() as snapshot:
        whole = await orders.order(snapshot, person, placed.order.id)
        (order,) = await all_shown(snapshot, [whole])
    return ok(PlacedOut(order=order, payment=_to_pay(shop, whole, placed)))


@router.get("", summary="One's orders", responses=errors(Unauthenticated))
async def listed(
    asked: Annotated[Paging, Depends(paging)],
    wanted: Annotated[orders.Sought, Depends(sought)],
    person: Person,
    snapshot: Snap,
) -> ListEnvelope[OrderOut]:
    """Newest first; staff who may read orders see everybody's."""
    offset = (asked.page - 1) * asked.limit
    page = await orders.orders_of(snapshot, person, sought=wanted, limit=asked.limit, offset=offset)
    found = await all_shown(snapshot, page.orders)
    return ListEnvelope[OrderOut](data=found, meta=meta_of(asked, page.total))


@router.get("/{id_or_number}", summary="One order", responses=errors(Unauthenticated, NotFound))
async def show(id_or_number: str, person: Person, snapshot: Snap) -> Envelope[OrderOut]:
    """By id or number. Another person's order does not exist."""
    return ok(await shown(snapshot, person, id_or_number))


@router.post(
    "/{id_or_number}/cancel",
    summary="Cancel an order or some of it",
    responses=errors(Unauthenticated, NotFound, WrongMoment, orders.PaymentUnderWay),
)
async def cancel(
    id_or_number: str, asked: CancellingIn, key: OfferedKey, person: Person, tx: Tx
) -> Envelope[OrderOut]:
    """Until picking starts; staff (`orders:write`) until it has left. What was paid goes back by
    itself, what was to be taken at the door is not."""
    seen = await orders.order(tx, person, id_or_number)
    await orders.cancel_order(tx, person, seen.order.id, asked.wish(), key=key)
    return ok(await shown(tx, person, seen.order.id))


async def _placing(shop: Shop, person: Actor, asked: PlacingIn, *, key: str) -> orders.Placing:
    """The order as it is asked for, its addresses in their stored form."""
    async with shop.database.snapshot() as snapshot:
        billing = asked.billing_address
        return orders.Placing(
            cart_version=asked.cart_version,
            expected_total=asked.expected_total,
            shipping_address=await _shipping_address(snapshot, person, asked),
            billing_address=await _checked(snapshot, billing, "billingAddress")
            if billing
            else None,
            gstin=asked.gstin,
            shipping_method=asked.shipping_method,
            payment_method=asked.payment_method,
            note=asked.note,
            use_credit=asked.use_store_credit,
            key=key,
        )


async def _shipping_address(snapshot: Snapshot, person: Actor, asked: PlacingIn) -> orders.Address:
    if (asked.shipping_address_id is None) == (asked.shipping_address is None):
        said = "Send either shippingAddressId or shippingAddress."
        raise Invalid({"shippingAddress": said})
    if asked.shipping_address_id is not None:
        kept = await identity.address(snapshot, person, asked.shipping_address_id)
        return orders.Address.of(kept.draft, state_code=kept.state_code)
    assert asked.shipping_address is not None
    return await _checked(snapshot, asked.shipping_address, "shippingAddress")


async def _checked(snapshot: Snapshot, typed: AddressIn, field: str) -> orders.Address:
    """An address as typed, put right. Raises Invalid with the fields' whole paths."""
    try:
        draft, state = await identity.check_address(snapshot, typed.draft())
    except Invalid as wrong:
        raise Invalid({f"{field}.{name}": said for name, said in wrong.fields.items()}) from wrong
    return orders.Address.of(draft, state_code=state.code)


def _to_pay(shop: Shop, whole: orders.WholeOrder, placed: orders.Placed) -> PaymentOut | None:
    if placed.attempt is None:
        return None
    paying = next(each for each in whole.payments if each.id == placed.attempt.id)
    return PaymentOut.of(paying, client_payload(shop, whole, paying))
