"""Answering what a PIN code can be offered."""

from zahra.base.clock import ist_day
from zahra.base.db import Snapshot
from zahra.base.money import Paise
from zahra.shop import places
from zahra.shop.places import Place
from zahra.shop.shipping.model import CodTerms, Offer, Serviceability
from zahra.shop.shipping.rules import check_pincode, offers, why_not
from zahra.shop.shipping.store import methods as store


async def offers_for(
    snapshot: Snapshot, *, pincode: str, goods_total: Paise, seller_state: str
) -> list[Offer]:
    """The methods on offer for a PIN code, in the shop's order; none where we do not deliver.

    Raises Invalid on `pincode` for what is not a PIN code.
    """
    place = await places.place_of(snapshot, check_pincode(pincode))
    found = offers(
        await store.methods(snapshot),
        place,
        goods_total=goods_total,
        seller_state=seller_state,
        today=ist_day(snapshot.now),
    )
    return list(found)


async def serviceability(
    snapshot: Snapshot, pincode: str, *, terms: CodTerms, seller_state: str
) -> Serviceability:
    """Whether and how fast we deliver to a PIN code, and whether it may be paid at the door.

    Raises Invalid on `pincode` for what is not a PIN code.
    """
    place = await places.place_of(snapshot, check_pincode(pincode))
    reason = why_not(pincode, place)
    if place is None or reason is not None:
        return Serviceability(serviceable=False, message=reason)
    return await _served(snapshot, place, terms=terms, seller_state=seller_state)


async def _served(
    snapshot: Snapshot, place: Place, *, terms: CodTerms, seller_state: str
) -> Serviceability:
    on_offer = offers(
        await store.methods(snapshot),
        place,
        goods_total=0,
        seller_state=seller_state,
        today=ist_day(snapshot.now),
    )
    state = places.STATES[place.state_codes[0]] if place.state_codes else None
    takes_cash = terms.max_total > 0
    return Serviceability(
        serviceable=bool(on_offer),
        district=next(iter(place.districts), None),
        cities=place.districts,
        state=state.name if state else None,
        state_code=state.code if state else None,
        cod_available=takes_cash,
        cod_max=terms.max_total if takes_cash else None,
        min_days=on_offer[0].min_days if on_offer else None,
        max_days=on_offer[0].max_days if on_offer else None,
    )
