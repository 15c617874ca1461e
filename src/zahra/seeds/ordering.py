"""What the demo shop's people have ordered, played through the shop's verbs at its own time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from zahra.base.actors import Actor
from zahra.seeds.catalogue import Ending, Journey, PastOrder
from zahra.seeds.concluding import AFTERWARDS, LATER, Ordered, stand
from zahra.seeds.staging import Stage
from zahra.seeds.stocking import Size
from zahra.seeds.travelling import JOURNEYS
from zahra.seeds.welcoming import Customer
from zahra.shop import cart, identity, notifications, orders

_DELIVERY = "standard"
_LETTERS = timedelta(minutes=16)  # until what no job has sent is sent all the same


@dataclass(frozen=True, slots=True)
class Past:
    """Who past orders are by and what they are of."""

    customers: Mapping[str, Customer]
    owner: Actor
    variants: Mapping[Size, UUID]


async def play_order(stage: Stage, past: Past, told: PastOrder) -> None:
    """Fill a bag, order it and let happen what happened then; its letters count as sent.

    The stage is at the order's moment.
    """
    shop, at = stage.shop, told.made_at(stage.today)
    buyer = past.customers[told.shopper]
    stage.bank.is_silent = told.ending is Ending.PENDING_PAYMENT
    placing = await _placing(stage, past, told, buyer)
    placed = await orders.place_order(
        shop.database, shop.gateways, buyer.actor, placing, terms=shop.terms
    )
    ordered = Ordered(told, placed, buyer.actor, past.owner, at)
    await AFTERWARDS[told.ending](stage, ordered)
    stage.move_to(at + _LETTERS)
    await notifications.jobs.send_waiting(shop.database, shop.senders, shop.brand)
    if told.journey is not Journey.NONE:
        await JOURNEYS[told.journey](stage, ordered)
        await LATER.get(told.ending, stand)(stage, ordered)
        shop.database.ahead += _LETTERS
        await notifications.jobs.send_waiting(shop.database, shop.senders, shop.brand)


async def _placing(stage: Stage, past: Past, told: PastOrder, buyer: Customer) -> orders.Placing:
    """What is submitted by somebody who has just looked at their bag."""
    address = buyer.addresses[told.address]
    bag = await _filled_bag(stage, past, told, buyer)
    return orders.Placing(
        cart_version=bag.version,
        expected_total=bag.totals.total,
        shipping_address=_copied(address),
        billing_address=_copied(buyer.addresses[0]),
        shipping_method=_DELIVERY,
        payment_method=told.method,
        key=f"demo:{told.key}",
    )


async def _filled_bag(stage: Stage, past: Past, told: PastOrder, buyer: Customer) -> cart.Cart:
    terms, holder = stage.shop.terms, cart.Holder(buyer.actor.user_id)
    address = buyer.addresses[told.address]
    async with stage.shop.database.transaction() as tx:
        await cart.clear_cart(tx, holder, terms=terms)
        for line in told.lines:
            variant_id = past.variants[line.style, line.colour, line.size]
            await cart.add_item(tx, holder, variant_id, line.qty, terms=terms)
        choosing = cart.Choosing(address.pincode, _DELIVERY, told.method)
        return await cart.choose(
            tx, holder, choosing, terms=terms, place_of_supply=address.state_code
        )


def _copied(address: identity.Address) -> orders.Address:
    return orders.Address(
        name=address.name,
        phone=address.phone,
        line1=address.line1,
        line2=address.line2,
        landmark=address.landmark,
        city=address.city,
        state=address.state,
        state_code=address.state_code,
        pincode=address.pincode,
    )
