"""What a bag comes to, what it warns of, and what is still missing: computed, never stored."""

from dataclasses import replace

import pytest

from tests.world.bags import FAR, NEAR, TERMS, TERRITORY, missing
from tests.world.goods import SHELF_KEEPER, Goods
from tests.world.people import BINA, a_person
from zahra.base.db import Transaction
from zahra.base.errors import Invalid
from zahra.shop import cart, catalog, inventory, tax
from zahra.shop.cart import Cart, Choosing, Holder, LineWarning, Totals
from zahra.shop.shipping import CodTerms

pytestmark = pytest.mark.anyio

STANDARD = Choosing(pincode=NEAR, shipping_method="standard", payment_method="razorpay")
CASH = Choosing(pincode=NEAR, shipping_method="standard", payment_method="cod")


@pytest.fixture
async def guest(tx: Transaction, kurta: Goods) -> Holder:
    """Two indigo kurtas, size M."""
    added = await cart.add_item(tx, Holder(), kurta["M"], 2, terms=TERMS)
    return Holder(token=added.new_token)


async def read(tx: Transaction, holder: Holder, choosing: Choosing | None = None) -> Cart:
    return await cart.cart_of(tx, holder, TERMS, choosing=choosing or Choosing())


async def stored(tx: Transaction) -> list[str]:
    """Everything that is kept of carts."""
    carts = await tx.values("SELECT c::text FROM carts c ORDER BY 1")
    return carts + await tx.values("SELECT i::text FROM cart_items i ORDER BY 1")


async def test_until_place_and_payment_are_known_the_total_is_the_goods(
    tx: Transaction, guest: Holder
):
    bag = await read(tx, guest)
    assert bag.totals == Totals(
        mrp_total=399800,
        discount=80000,
        shipping=None,
        cod_fee=None,
        tax=2 * 7614,
        total=319800,
    )
    assert (bag.items[0].unit_price, bag.items[0].total, bag.items[0].max_qty) == (
        159900,
        319800,
        10,
    )


async def test_cash_at_the_door_adds_its_fee_and_the_tax_in_it(tx: Transaction, guest: Holder):
    totals = (await read(tx, guest, CASH)).totals
    assert (totals.shipping, totals.cod_fee) == (0, 4900)
    assert (totals.total, totals.tax) == (324700, 2 * 7614 + 234)


async def test_delivery_costs_what_is_chosen(tx: Transaction, guest: Holder):
    bag = await read(tx, guest, replace(STANDARD, shipping_method="express"))
    assert (bag.totals.shipping, bag.totals.cod_fee, bag.totals.total) == (14900, 0, 334700)
    assert bag.offer is not None
    assert bag.offer.name == "Express delivery"
    assert [offer.key for offer in bag.offers] == ["standard", "express"]
    assert bag.free_delivery_from == 99900


@pytest.mark.parametrize(
    ("pincode", "state", "supply", "taxed"),
    [
        (NEAR, "08", tax.Supply.INTRA, tax.Taxed(159900, 5, 152286, cgst=3807, sgst=3807)),
        (FAR, "27", tax.Supply.INTER, tax.Taxed(159900, 5, 152286, igst=7614)),
        (TERRITORY, "04", tax.Supply.INTER, tax.Taxed(159900, 5, 152286, igst=7614)),
    ],
)
async def test_the_state_of_the_pin_code_decides_the_taxes(
    tx: Transaction,
    guest: Holder,
    pincode: str,
    state: str,
    supply: tax.Supply,
    taxed: tax.Taxed,
):
    bag = await read(tx, guest, Choosing(pincode=pincode))
    assert (bag.place_of_supply, bag.assessment.supply) == (state, supply)
    assert bag.assessment.lines == ((taxed, taxed),)


async def test_until_the_place_is_known_tax_is_that_of_the_sellers_state(
    tx: Transaction, guest: Holder
):
    bag = await read(tx, guest)
    assert (bag.place_of_supply, bag.assessment.supply) == ("08", tax.Supply.INTRA)


async def test_rates_may_differ_within_a_bag(tx: Transaction, guest: Holder, festive: Goods):
    bag = await cart.add_item(tx, guest, festive["M"], 1, terms=TERMS)
    assert [[piece.rate for piece in pieces] for pieces in bag.assessment.lines] == [[5, 5], [18]]
    assert bag.totals.tax == 2 * 7614 + 2 * 26687


async def test_a_raised_price_is_shown_warned_of_and_not_written_down(
    tx: Transaction, guest: Holder, kurta: Goods
):
    before = await stored(tx)
    await catalog.change_price(tx, SHELF_KEEPER, kurta["M"], price=169900, mrp=199900)
    bag = await read(tx, guest)
    (item,) = bag.items
    assert item.warnings == (LineWarning.PRICE_ROSE,)
    assert (item.unit_price, bag.totals.total, bag.version) == (169900, 339800, 1)
    assert await stored(tx) == before


async def test_touching_a_line_accepts_its_price(tx: Transaction, guest: Holder, kurta: Goods):
    await catalog.change_price(tx, SHELF_KEEPER, kurta["M"], price=149900, mrp=199900)
    (item,) = (await read(tx, guest)).items
    assert item.warnings == (LineWarning.PRICE_DROPPED,)
    bag = await cart.change_qty(tx, guest, item.id, 3, terms=TERMS)
    assert (bag.items[0].warnings, bag.totals.total) == ((), 449700)


async def test_fewer_than_wanted_is_warned_of_and_the_quantity_stays(
    tx: Transaction, guest: Holder, kurta: Goods
):
    before = await stored(tx)
    await inventory.adjust_stock(tx, SHELF_KEEPER, kurta["M"], -19, reason="count")
    (item,) = (await read(tx, guest)).items
    assert (item.warnings, item.qty, item.max_qty) == ((LineWarning.QTY_REDUCED,), 2, 1)
    assert await stored(tx) == before


async def test_what_is_sold_out_is_unavailable_and_still_counted(
    tx: Transaction, guest: Holder, kurta: Goods
):
    await inventory.adjust_stock(tx, SHELF_KEEPER, kurta["M"], -20, reason="count")
    bag = await read(tx, guest)
    assert bag.items[0].warnings == (LineWarning.UNAVAILABLE,)
    assert bag.totals.total == 319800


async def test_what_is_archived_is_unavailable_costs_nothing_and_must_go(
    tx: Transaction, guest: Holder, kurta: Goods, festive: Goods
):
    await cart.add_item(tx, guest, festive["M"], 1, terms=TERMS)
    before = await stored(tx)
    await catalog.archive_style(tx, SHELF_KEEPER, kurta.style_id)
    bag = await read(tx, guest, STANDARD)
    gone, other = bag.items
    assert (gone.warnings, gone.total, gone.qty) == ((LineWarning.UNAVAILABLE,), 0, 2)
    assert other.warnings == ()
    assert (bag.totals.mrp_total, bag.totals.total) == (399900, 349900)
    assert len(bag.assessment.lines) == 1
    assert ("cart", "unavailable") in missing(bag)
    assert bag.requirements[0].field == f"items.{gone.id}"
    assert await stored(tx) == before
    bag = await cart.remove_item(tx, guest, gone.id, terms=TERMS)
    assert ("cart", "unavailable") not in missing(bag)


async def test_a_bag_of_nothing_for_sale_is_charged_nothing(
    tx: Transaction, guest: Holder, kurta: Goods
):
    await catalog.archive_style(tx, SHELF_KEEPER, kurta.style_id)
    assert (await read(tx, guest, CASH)).totals == Totals(0, 0, None, None, 0, 0)


async def test_an_archived_line_can_only_be_taken_out(tx: Transaction, guest: Holder, kurta: Goods):
    (item,) = (await read(tx, guest)).items
    await catalog.archive_style(tx, SHELF_KEEPER, kurta.style_id)
    with pytest.raises(inventory.OutOfStock) as refused:
        await cart.change_qty(tx, guest, item.id, 1, terms=TERMS)
    assert refused.value.details["available"] == 0
    assert (await cart.change_qty(tx, guest, item.id, 0, terms=TERMS)).items == ()


async def test_a_stranger_has_an_empty_bag(tx: Transaction):
    bag = await read(tx, Holder(), CASH)
    assert (bag.id, bag.version, bag.items, bag.offers) == (None, 0, (), ())
    assert bag.totals == Totals(0, 0, None, None, 0, 0)
    assert missing(bag) == {("cart", "empty")}
    assert (bag.pincode, bag.shipping_method, bag.payment_method) == (NEAR, "standard", "cod")


async def test_a_guest_is_told_what_is_missing_step_by_step(tx: Transaction, guest: Holder):
    assert [
        (each.step, each.field, each.code) for each in (await read(tx, guest)).requirements
    ] == [
        ("contact", "identifier", "required"),
        ("address", "pincode", "required"),
        ("delivery", "shippingMethod", "required"),
        ("payment", "paymentMethod", "required"),
    ]


async def test_nothing_is_missing_when_a_shopper_has_said_everything(tx: Transaction, kurta: Goods):
    asha = Holder(user_id=(await a_person(tx)).user_id)
    await cart.add_item(tx, asha, kurta["M"], 1, terms=TERMS)
    assert missing(await read(tx, asha, STANDARD)) == set()
    assert missing(await read(tx, asha, CASH)) == set()


async def test_cash_at_the_door_needs_a_confirmed_phone(tx: Transaction, kurta: Goods):
    bina = Holder(user_id=(await a_person(tx, BINA)).user_id)
    await cart.add_item(tx, bina, kurta["M"], 1, terms=TERMS)
    assert missing(await read(tx, bina, CASH)) == {("contact", "verified_phone_required")}
    assert missing(await read(tx, bina, STANDARD)) == set()


async def test_an_unknown_pin_passes_and_flags_the_bag(tx: Transaction, guest: Holder):
    bag = await read(tx, guest, replace(STANDARD, pincode="302999"))
    assert missing(bag) == {("contact", "required")}
    assert (bag.flags, bag.totals.shipping) == (("unknown_pincode",), 0)
    assert (await read(tx, guest, STANDARD)).flags == ()


async def test_where_we_do_not_deliver_the_bag_says_so(tx: Transaction, guest: Holder):
    bag = await read(tx, guest, replace(STANDARD, pincode="900056"))
    assert missing(bag) == {("contact", "required"), ("address", "not_serviceable")}
    assert (bag.offers, bag.totals.shipping, bag.totals.total) == ((), None, 319800)


async def test_an_order_too_large_for_cash_says_up_to_what_it_may_come(
    tx: Transaction, guest: Holder
):
    small = replace(TERMS, cod=CodTerms(fee=0, min_total=50000, max_total=319799))
    bag = await cart.cart_of(tx, guest, small, choosing=CASH)
    assert ("payment", "cod_not_allowed") in missing(bag)
    said = "Cash on delivery is for orders from ₹500 up to ₹3,197.99."
    assert bag.requirements[-1].message == said
    exact = replace(TERMS, cod=CodTerms(fee=0, min_total=319800, max_total=319800))
    bag = await cart.cart_of(tx, guest, exact, choosing=CASH)
    assert ("payment", "cod_not_allowed") not in missing(bag)


async def test_a_way_to_pay_that_was_turned_off_has_to_be_chosen_anew(
    tx: Transaction, guest: Holder
):
    await cart.choose(tx, guest, CASH, terms=TERMS)
    prepaid = replace(TERMS, payment_methods=("razorpay",))
    assert ("payment", "not_offered") in missing(await cart.cart_of(tx, guest, prepaid))


@pytest.mark.parametrize(
    ("choosing", "field"),
    [
        (Choosing(pincode="12"), "pincode"),
        (Choosing(pincode="012345"), "pincode"),
        (Choosing(shipping_method="drone"), "shippingMethod"),
        (Choosing(payment_method="barter"), "paymentMethod"),
        (Choosing(payment_method=""), "paymentMethod"),
    ],
)
async def test_a_choice_that_cannot_be_is_refused_and_not_remembered(
    tx: Transaction, guest: Holder, choosing: Choosing, field: str
):
    before = await stored(tx)
    with pytest.raises(Invalid) as refused:
        await read(tx, guest, choosing)
    assert list(refused.value.fields) == [field]
    with pytest.raises(Invalid):
        await cart.choose(tx, guest, choosing, terms=TERMS)
    assert await stored(tx) == before


async def test_choices_are_remembered_one_by_one_and_leave_the_version(
    tx: Transaction, guest: Holder
):
    chosen = await cart.choose(tx, guest, Choosing(pincode=FAR), terms=TERMS)
    assert (chosen.pincode, chosen.version) == (FAR, 1)
    await cart.choose(tx, guest, Choosing(shipping_method="express"), terms=TERMS)
    await cart.choose(tx, guest, Choosing(payment_method="cod"), terms=TERMS)
    bag = await read(tx, guest)
    assert (bag.pincode, bag.shipping_method, bag.payment_method) == (FAR, "express", "cod")
    assert (bag.version, bag.totals.shipping, bag.totals.cod_fee) == (1, 14900, 4900)


async def test_asking_with_a_choice_does_not_remember_it(tx: Transaction, guest: Holder):
    before = await stored(tx)
    await read(tx, guest, CASH)
    assert await stored(tx) == before


async def test_choosing_without_a_bag_makes_none(tx: Transaction):
    bag = await cart.choose(tx, Holder(token="unknown"), CASH, terms=TERMS)
    assert (bag.id, bag.pincode) == (None, NEAR)
    assert await stored(tx) == []
