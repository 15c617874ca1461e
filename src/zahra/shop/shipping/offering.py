"""Answering what a PIN code can be offered."""

from zahra.base.db import Snapshot
from zahra.base.money import Paise
from zahra.shop import places
from zahra.shop.shipping.model import LIGHT_GRAMS, CodTerms, Offer, Origin, Serviceability, Trip
from zahra.shop.shipping.rules import check_pincode, leaving_day, offers, why_not
from zahra.shop.shipping.store import methods

_UNKNOWN = "We do not know the PIN code {} yet. Please check it; we deliver there all the same."


async def offers_for(
    snapshot: Snapshot,
    origin: Origin,
    pincode: str,
    *,
    goods_total: Paise = 0,
    weight_grams: int = LIGHT_GRAMS,
) -> tuple[Offer, ...]:
    """The methods on offer for a PIN code, in the shop's order; none where we do not deliver.

    Raises Invalid on `pincode` for what is not a PIN code.
    """
    trip = Trip(
        origin=origin,
        pincode=pincode,
        place=await places.place_of(snapshot, check_pincode(pincode)),
        leaves_on=leaving_day(
            snapshot.now, cut_off_hour=origin.cut_off_hour, holidays=origin.holidays
        ),
        goods_total=goods_total,
        weight_grams=weight_grams,
    )
    return offers(await methods.methods(snapshot), trip)


async def serviceability(
    snapshot: Snapshot, pincode: str, *, terms: CodTerms, origin: Origin
) -> Serviceability:
    """Whether and how fast we deliver to a PIN code, and whether it may be paid at the door.

    Raises Invalid on `pincode` for what is not a PIN code.
    """
    place = await places.place_of(snapshot, check_pincode(pincode))
    if reason := why_not(pincode, place):
        return Serviceability(serviceable=False, known=place is not None, message=reason)
    on_offer = await offers_for(snapshot, origin, pincode)
    state = places.STATES[place.state_codes[0]] if place and place.state_codes else None
    cash = terms.at(place)
    return Serviceability(
        serviceable=bool(on_offer),
        known=place is not None,
        district=next(iter(place.districts), None) if place else None,
        cities=place.districts if place else (),
        state=state.name if state else None,
        state_code=state.code if state else None,
        cod_available=cash.max_total > 0,
        cod_max=cash.max_total or None,
        min_days=on_offer[0].min_days if on_offer else None,
        max_days=on_offer[0].max_days if on_offer else None,
        message=None if place else _UNKNOWN.format(pincode),
    )
