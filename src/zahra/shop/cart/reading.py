"""Reading a cart: three statements, then everything is reckoned from scratch."""

from dataclasses import replace
from functools import partial
from uuid import UUID

from zahra.base.db import Snapshot
from zahra.base.money import Paise
from zahra.shop import catalog, inventory, promotions, shipping, tax
from zahra.shop.cart.choices import check_choices
from zahra.shop.cart.discounting import basket_of, coupon_of, with_shares
from zahra.shop.cart.judging import judge_cash
from zahra.shop.cart.lowering import out_of_dead_zone
from zahra.shop.cart.model import Cart, Choosing, Holder, Item, Terms
from zahra.shop.cart.requirements import Checkout, nothing_in_it, requirements_of
from zahra.shop.cart.store import carts, lines
from zahra.shop.cart.stored import Loaded, StoredItem
from zahra.shop.cart.totals import (
    Charges,
    assess,
    charges_of,
    goods_total,
    price_of,
    totals_of,
)
from zahra.shop.cod import Door

NO_CHOICE = Choosing()
_NOTHING = Charges(None, None)


async def cart_of(
    snapshot: Snapshot,
    holder: Holder,
    terms: Terms,
    *,
    choosing: Choosing = NO_CHOICE,
    door: Door | None = None,
) -> Cart:
    """The holder's cart as it stands now, reckoned with `choosing` but without remembering it;
    `door` is the address, once it is known.

    Warnings never change what is stored. Raises Invalid for a choice that cannot be.
    """
    loaded = await load(snapshot, holder, choosing)
    check_choices(choosing, loaded, terms)
    if loaded is None:
        return empty_cart(choosing, terms)
    return as_it_stands(loaded, terms, door=door)


async def count_pieces(snapshot: Snapshot, holder: Holder) -> int:
    """How many pieces the holder's cart has, for the number beside the bag; one statement."""
    return await lines.count_pieces(snapshot, holder)


async def load(
    snapshot: Snapshot,
    holder: Holder,
    choosing: Choosing,
    *,
    also: UUID | None = None,
    typed: str | None = None,
) -> Loaded | None:
    """Everything the holder's cart is reckoned from, and the facts of one more variant; with
    `typed`, as if that code were on it.

    None where there is no cart.
    """
    stored = await carts.cart(snapshot, holder, pincode=choosing.pincode, typed=typed)
    if stored is None:
        return None
    wanted = {item.variant_id for item in stored.items}
    if also is not None:
        wanted.add(also)
    return Loaded(
        stored=stored.choosing(choosing),
        facts=await catalog.variant_facts(snapshot, wanted),
        sellable=await inventory.sellable(snapshot, wanted) if wanted else {},
        now=snapshot.now,
    )


def as_it_stands(
    loaded: Loaded, terms: Terms, *, place_of_supply: str | None = None, door: Door | None = None
) -> Cart:
    """Judge what was loaded. `place_of_supply` overrides what the PIN code suggests; `door` is
    the address, once it is known."""
    stored, seller = loaded.stored, terms.seller.state_code
    items = tuple(_item(each, loaded, terms) for each in stored.items)
    basket = basket_of(loaded, items, partial(_delivery, items, loaded, terms))
    found = promotions.best_discounts(stored.promotions, basket)
    offers = _offers(items, loaded, terms, goods=goods_total(with_shares(items, found)))
    found = out_of_dead_zone(found, items, stored.rules, terms.seller)
    items = with_shares(items, found)
    charges = _charges(items, found.delivery, loaded, terms)
    supplied_to = place_of_supply or _state_of(loaded) or seller
    supply = tax.supply_between(seller, supplied_to)
    assessment = assess(items, stored.rules, supply, charges)
    totals = totals_of(items, charges, tax=assessment.tax, by_code=found.by_code)
    cash = judge_cash(stored, items, totals, terms, door) if items else None
    return Cart(
        id=stored.id,
        version=stored.version,
        items=items,
        notices=stored.notices,
        totals=totals,
        requirements=requirements_of(Checkout(stored, items, offers, cash, totals.total), terms),
        pincode=stored.pincode,
        shipping_method=stored.shipping_method,
        payment_method=stored.payment_method,
        offers=offers,
        flags=shipping.flags_of(stored.pincode, stored.place),
        place_of_supply=supplied_to,
        assessment=assessment,
        free_delivery_from=next((m.free_from for m in stored.methods if m.free_from), None),
        cash=cash,
        coupon=coupon_of(loaded, found),
        discounts=found.discounts,
        basket=basket,
        candidates=stored.promotions,
    )


def empty_cart(choosing: Choosing, terms: Terms) -> Cart:
    """What somebody without a cart is shown."""
    state = terms.seller.state_code
    return Cart(
        id=None,
        version=0,
        items=(),
        notices=(),
        totals=totals_of((), _NOTHING, tax=0),
        requirements=(nothing_in_it(),),
        pincode=choosing.pincode,
        shipping_method=choosing.shipping_method,
        payment_method=choosing.payment_method,
        offers=(),
        place_of_supply=state,
        assessment=tax.Assessment(tax.supply_between(state, state), ()),
    )


def _item(stored: StoredItem, loaded: Loaded, terms: Terms) -> Item:
    return Item(
        id=stored.id,
        variant=loaded.facts[stored.variant_id],
        qty=stored.qty,
        price_seen=stored.price_seen,
        max_qty=min(loaded.available(stored.variant_id), terms.qty_max),
        is_for_sale=loaded.is_for_sale(stored.variant_id),
    )


def _delivery(items: tuple[Item, ...], loaded: Loaded, terms: Terms, goods: Paise) -> Paise | None:
    """What the chosen delivery would cost for goods of this sum."""
    offers = _offers(items, loaded, terms, goods=goods)
    return price_of(offers, loaded.stored.shipping_method)


def _offers(
    items: tuple[Item, ...], loaded: Loaded, terms: Terms, *, goods: Paise
) -> tuple[shipping.Offer, ...]:
    stored, origin = loaded.stored, terms.origin
    if stored.pincode is None:
        return ()
    trip = shipping.Trip(
        origin=origin,
        pincode=stored.pincode,
        place=stored.place,
        leaves_on=shipping.leaving_day(
            loaded.now, cut_off_hour=origin.cut_off_hour, holidays=origin.holidays
        ),
        goods_total=goods,
        weight_grams=sum(item.variant.weight_grams * item.qty for item in items),
    )
    return shipping.offers(stored.methods, trip)


def _charges(
    items: tuple[Item, ...], delivery: Paise | None, loaded: Loaded, terms: Terms
) -> Charges:
    if not any(item.is_for_sale for item in items):
        return _NOTHING
    if goods_total(items) == delivery == 0:  # there is nothing to collect
        return charges_of(0, loaded.stored.payment_method, cod=replace(terms.cod, fee=0))
    return charges_of(delivery, loaded.stored.payment_method, cod=terms.cod)


def _state_of(loaded: Loaded) -> str | None:
    place = loaded.stored.place
    return next(iter(place.state_codes), None) if place else None
