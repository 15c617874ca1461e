"""What a shopper may ask before checkout: whether, how fast and for how much we deliver."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from zahra.base.money import Paise
from zahra.shop import shipping
from zahra.web.api.documenting import public
from zahra.web.http.caching import public_json
from zahra.web.http.context import Snap, TheShop
from zahra.web.http.routes import ApiRoute
from zahra.web.http.schemas import Envelope, Output, ok

router = APIRouter(tags=["Checkout help"], route_class=ApiRoute)
Weight = Annotated[
    int, Query(alias="weightGrams", ge=1, le=30_000, description="Of the packed goods")
]
Pincode = Annotated[str, Query(description="Six digits", examples=["302001"])]


class DaysOut(Output):
    """Working days from now, both inclusive; Sundays do not count."""

    min: int
    max: int


class ServiceabilityOut(Output):
    """Whether we deliver to a PIN code. Where we do not, `message` says why. One that is not
    `known` is delivered to as if it were far away, and the order is looked at."""

    serviceable: bool
    known: bool
    district: str | None
    cities: list[str]
    state: str | None
    state_code: str | None
    cod_available: bool
    cod_max: Paise | None
    estimated_days: DaysOut | None
    message: str | None

    @classmethod
    def of(cls, answer: shipping.Serviceability) -> "ServiceabilityOut":
        days = None
        if answer.min_days is not None and answer.max_days is not None:
            days = DaysOut(min=answer.min_days, max=answer.max_days)
        return cls(
            serviceable=answer.serviceable,
            known=answer.known,
            district=answer.district,
            cities=list(answer.cities),
            state=answer.state,
            state_code=answer.state_code,
            cod_available=answer.cod_available,
            cod_max=answer.cod_max,
            estimated_days=days,
            message=answer.message,
        )


class ShippingMethodOut(Output):
    """A way of delivery. `price` is free for goods of `freeFrom` or more, which a cart knows."""

    id: str
    name: str
    price: Paise
    free_from: Paise | None
    estimated_days: DaysOut
    promised_by: date

    @classmethod
    def of(cls, offer: shipping.Offer) -> "ShippingMethodOut":
        return cls(
            id=offer.key,
            name=offer.name,
            price=offer.price,
            free_from=offer.free_from,
            estimated_days=DaysOut(min=offer.min_days, max=offer.max_days),
            promised_by=offer.promised_by,
        )


@router.get(
    "/serviceability",
    summary="Whether we deliver to a PIN code",
    response_model=Envelope[ServiceabilityOut],
    responses=public(),
)
async def serviceability(
    request: Request, pincode: Pincode, shop: TheShop, snapshot: Snap
) -> Response:
    """An unknown PIN code passes: `known` false, and a message that asks to check it."""
    answer = await shipping.serviceability(
        snapshot, pincode, terms=shop.terms.cod, origin=shop.terms.origin
    )
    return public_json(request, ok(ServiceabilityOut.of(answer)))


@router.get(
    "/shipping-methods",
    summary="Ways of delivery to a PIN code",
    response_model=Envelope[list[ShippingMethodOut]],
    responses=public(),
)
async def shipping_methods(
    request: Request,
    pincode: Pincode,
    shop: TheShop,
    snapshot: Snap,
    weight_grams: Weight = shipping.LIGHT_GRAMS,
) -> Response:
    """With the day each is promised by; none where we do not deliver. Where prices go by zone and
    weight, a cart knows its own weight."""
    offers = await shipping.offers_for(
        snapshot, shop.terms.origin, pincode, weight_grams=weight_grams
    )
    return public_json(request, ok([ShippingMethodOut.of(offer) for offer in offers]))
