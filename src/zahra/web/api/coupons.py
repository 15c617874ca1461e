"""`/coupons`: what a code takes off, and which ones one may be told of."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request

from zahra.base.errors import Forbidden, TooMany, Unauthenticated
from zahra.base.money import Paise
from zahra.shop import cart, promotions
from zahra.web.api.cart_asking import Asked
from zahra.web.api.coupon_schemas import CouponOfferOut, ValidatedOut
from zahra.web.api.documenting import errors
from zahra.web.api.promotion_schemas import CreatingPromotion, PromotionOut
from zahra.web.http.context import Asker, Person, TheShop, Tx
from zahra.web.http.guessing import spend_guess
from zahra.web.http.routes import ApiRoute
from zahra.web.http.schemas import Envelope, ok

router = APIRouter(prefix="/coupons", tags=["Coupons"], route_class=ApiRoute)


@router.get("/validate", summary="What a code takes off", responses=errors(TooMany))
async def validate(
    request: Request,
    asked: Asked,
    shop: TheShop,
    code: Annotated[str, Query(min_length=1, max_length=64, examples=["WELCOME10"])],
    order_total: Annotated[
        int | None,
        Query(alias="orderTotal", ge=1, lt=10**12, description="Goods in paise, else the cart's"),
    ] = None,
) -> Envelope[ValidatedOut]:
    """Of the goods in the cart, or of a sum of goods. Nothing is remembered."""
    await spend_guess(request, asked.holder)
    async with shop.database.snapshot() as snapshot:
        if order_total is None:
            saves, refused = await cart.try_coupon(
                snapshot, asked.holder, code, terms=asked.terms, choosing=asked.choosing
            )
        else:
            saves, refused = await promotions.try_on_sum(
                snapshot,
                code,
                order_total,
                user_id=asked.holder.user_id,
                payment_method=asked.choosing.payment_method,
            )
    return ok(_told(saves, refused))


@router.get("/available", summary="Codes one may use", responses=errors(Unauthenticated))
async def available(person: Person, asked: Asked, shop: TheShop) -> Envelope[list[CouponOfferOut]]:
    """With what each would take off the cart, or what is missing for it; the best first."""
    async with shop.database.snapshot() as snapshot:
        found = await cart.cart_of(snapshot, asked.holder, asked.terms, choosing=asked.choosing)
        offers = cart.coupon_offers(found)
        if found.basket is None:
            offers = await promotions.offers_of(snapshot, user_id=person.person)
    return ok([CouponOfferOut.of(each) for each in offers])


@router.post(
    "",
    summary="Make a coupon",
    status_code=201,
    responses=errors(Unauthenticated, Forbidden, promotions.CodeTaken),
)
async def create(creating: CreatingPromotion, asker: Asker, tx: Tx) -> Envelope[PromotionOut]:
    """By itself, by a code, or by codes of one's own made later. Needs `promotions:write`."""
    made = await promotions.create_promotion(tx, asker, creating.described())
    return ok(PromotionOut.of(made))


def _told(saves: Paise, refused: promotions.Refusal | None) -> ValidatedOut:
    return ValidatedOut(
        valid=refused is None,
        discount=saves,
        reason=refused.reason if refused else None,
        message=refused.message if refused else None,
    )
