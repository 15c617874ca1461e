"""`/cart`: a shopper's cart, or a guest's by its token; every answer is the whole cart."""

from uuid import UUID

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from zahra.base.errors import Invalid, NotFound, TooMany, Unauthenticated
from zahra.shop import cart
from zahra.shop.cart import Cart, StaleCart
from zahra.shop.inventory import OutOfStock
from zahra.shop.promotions import CouponRefused
from zahra.web.api.cart_asking import NO_CHOICE, TOKEN_HEADER, Asked, GuestToken
from zahra.web.api.cart_schemas import AddingItem, CartOut, ChangingQty, telling_the_cart
from zahra.web.api.coupon_schemas import TypedCode
from zahra.web.api.documenting import errors
from zahra.web.http.context import Person, TheShop, Tx
from zahra.web.http.guessing import spend_guess
from zahra.web.http.routes import ApiRoute
from zahra.web.http.schemas import Envelope, ok

router = APIRouter(prefix="/cart", tags=["Cart"], route_class=ApiRoute)
_Answer = Envelope[CartOut]
_CHANGING = errors(NotFound, OutOfStock, StaleCart)


async def _guessing(request: Request, asked: Asked) -> None:
    await spend_guess(request, asked.holder)


@router.get("", summary="The cart", responses=errors())
async def show(asked: Asked, shop: TheShop) -> _Answer:
    """The cart as it stands now. What is chosen in the query is remembered on it."""
    if asked.choosing == NO_CHOICE:
        async with shop.database.snapshot() as snapshot:
            found = await cart.cart_of(snapshot, asked.holder, asked.terms)
            return ok(CartOut.of(await asked.credited(snapshot, found)))
    async with shop.database.transaction() as tx:
        found = await cart.choose(tx, asked.holder, asked.choosing, terms=asked.terms)
        return ok(CartOut.of(await asked.credited(tx, found)))


@router.post("/items", summary="Put a variant in", responses=_CHANGING)
async def add(wanted: AddingItem, asked: Asked, tx: Tx, response: Response) -> _Answer:
    """Adds to what is there of it. A guest's first write answers with an `X-Cart-Token`."""
    with telling_the_cart():
        found = await cart.add_item(
            tx,
            asked.holder,
            wanted.variant_id,
            wanted.qty,
            terms=asked.terms,
            version=asked.version,
        )
    _check_product(found, wanted)
    if found.new_token is not None:
        response.headers[TOKEN_HEADER] = found.new_token
    return ok(CartOut.of(await asked.chosen(tx, found)))


@router.patch("/items/{item_id}", summary="Have more or fewer of a line", responses=_CHANGING)
async def change(item_id: UUID, wanted: ChangingQty, asked: Asked, tx: Tx) -> _Answer:
    """Sets the quantity; 0 removes the line."""
    with telling_the_cart():
        found = await cart.change_qty(
            tx, asked.holder, item_id, wanted.qty, terms=asked.terms, version=asked.version
        )
    return ok(CartOut.of(await asked.chosen(tx, found)))


@router.delete("/items/{item_id}", summary="Take a line out", responses=errors(NotFound, StaleCart))
async def remove(item_id: UUID, asked: Asked, tx: Tx) -> _Answer:
    """Removes the line, whatever its quantity."""
    with telling_the_cart():
        found = await cart.remove_item(
            tx, asked.holder, item_id, terms=asked.terms, version=asked.version
        )
    return ok(CartOut.of(await asked.chosen(tx, found)))


@router.post("/clear", summary="Take everything out", responses=errors(StaleCart))
async def clear(asked: Asked, tx: Tx) -> _Answer:
    """Removes every line; what was chosen of delivery and payment stays."""
    with telling_the_cart():
        found = await cart.clear_cart(tx, asked.holder, terms=asked.terms, version=asked.version)
    return ok(CartOut.of(await asked.chosen(tx, found)))


@router.post(
    "/coupon",
    summary="Put a code on",
    dependencies=[Depends(_guessing)],
    responses=errors(NotFound, StaleCart, CouponRefused, TooMany),
)
async def apply_coupon(typed: TypedCode, asked: Asked, tx: Tx) -> _Answer:
    """In place of the one that is on. A code that takes nothing off is refused, with `reason`; one
    that only waits for a way to pay is put on. What is chosen in the query counts for it."""
    if asked.choosing != NO_CHOICE:
        await cart.choose(tx, asked.holder, asked.choosing, terms=asked.terms)
    with telling_the_cart():
        found = await cart.apply_coupon(
            tx, asked.holder, typed.code, terms=asked.terms, version=asked.version
        )
    return ok(CartOut.of(await asked.credited(tx, found)))


@router.delete("/coupon", summary="Take the code off", responses=errors(StaleCart))
async def remove_coupon(asked: Asked, tx: Tx) -> _Answer:
    """A cart without one stays as it is."""
    with telling_the_cart():
        found = await cart.remove_coupon(tx, asked.holder, terms=asked.terms, version=asked.version)
    return ok(CartOut.of(await asked.chosen(tx, found)))


@router.post("/merge", summary="Take a guest's cart over", responses=errors(Unauthenticated))
async def merge(person: Person, asked: Asked, token: GuestToken, tx: Tx) -> _Answer:
    """After a login: the cart of `X-Cart-Token` joins the shopper's, by the larger quantity.

    Logging in with a cart's token does the same by itself. `notices` tell what changed.
    """
    if token is not None:
        await cart.merge_carts(tx, person.person, token, qty_max=asked.terms.qty_max)
    found = await cart.cart_of(tx, asked.holder, asked.terms)
    return ok(CartOut.of(await asked.chosen(tx, found)))


def _check_product(found: Cart, wanted: AddingItem) -> None:
    added = next(item.variant for item in found.items if item.variant.id == wanted.variant_id)
    if wanted.product_id not in (None, added.product_id):
        raise Invalid({"productId": "This variant is another product's."})
