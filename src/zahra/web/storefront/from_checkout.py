"""What checkout shows, made from the bag, the person and their addresses."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from zahra.base import ids
from zahra.base.actors import Actor
from zahra.base.db import Snapshot
from zahra.base.money import Paise
from zahra.base.text import mask
from zahra.shop import cart, cod, credit, identity, payments
from zahra.shop.assembled import Shop
from zahra.web.storefront.address_forms import STATES, saved_address
from zahra.web.storefront.checkout_view import (
    AddressStep,
    CheckoutPage,
    CodeEntry,
    ContactStep,
    PaymentMethod,
    PaymentStep,
    StepState,
)
from zahra.web.storefront.describing_methods import TITLES, text_of
from zahra.web.storefront.from_cart import lines_of, totals_of
from zahra.web.storefront.from_coupons import refused_code_of
from zahra.web.ui import FormState
from zahra.web.ui.forms import UNTOUCHED

DELIVERY = "standard"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a checkout stands: who buys, the addresses known, the one chosen, the bag by method."""

    actor: Actor
    person: identity.Person | None
    book: Sequence[identity.Address]
    chosen: identity.Address | None
    bags: dict[str, cart.Cart]
    credit: Paise = 0

    @property
    def bag(self) -> cart.Cart:
        """The bag as it would be paid by the method chosen before, else by the first."""
        any_bag = next(iter(self.bags.values()))
        return self.bags.get(any_bag.payment_method or "", any_bag)


@dataclass(frozen=True, slots=True)
class Showing:
    """What this showing of the page is about: the step asked for, forms to show again."""

    step: str = ""
    is_adding: bool = False
    code: CodeEntry | None = None
    contact: FormState = UNTOUCHED
    address: FormState = UNTOUCHED
    payment: FormState = UNTOUCHED


async def standing_of(
    snapshot: Snapshot, shop: Shop, actor: Actor, holder: cart.Holder, *, address_id: UUID | None
) -> Standing:
    """Read where the checkout stands."""
    person, book, left = None, list[identity.Address](), 0
    if actor.user_id is not None:
        person = await identity.person(snapshot, actor)
        book = await identity.addresses_of(snapshot, actor, actor.person)
        left = await credit.balance(snapshot, actor.person)
    chosen = next((each for each in book if each.id == address_id), None)
    chosen = chosen or next((each for each in book if each.is_default), None)
    pincode = chosen.pincode if chosen else None
    bags = {
        method: await cart.cart_of(
            snapshot,
            holder,
            shop.terms,
            choosing=cart.Choosing(pincode, DELIVERY, method),
            door=_door(chosen),
        )
        for method in await _methods(snapshot, shop)
    }
    return Standing(actor, person, book, chosen, bags, left)


async def _methods(snapshot: Snapshot, shop: Shop) -> tuple[str, ...]:
    """The ways to pay: gateways that are well first, none that seems to be down; then the rest."""
    online = await payments.offered(snapshot, shop.gateways)
    others = (name for name in shop.terms.payment_methods if name not in shop.gateways)
    return (*online, *others)


def _door(chosen: identity.Address | None) -> cod.Door | None:
    """The address as the ladder looks at it: what it asks for is shown before it is chosen."""
    if chosen is None:
        return None
    return cod.Door(chosen.line1, chosen.state_code, chosen.line2, chosen.landmark)


def checkout_page(now: Standing, show: Showing) -> CheckoutPage:
    """The three steps: a finished one folds, the first unfinished one is open."""
    current = _current_step(now, show.step)
    bag = now.bags.get(show.payment.value("payment_method"), now.bag)
    return CheckoutPage(
        contact=_contact(now, show, current),
        address=_address(now, show, current),
        payment=_payment(now, show, current),
        lines=lines_of(bag),
        totals=totals_of(bag),
        cart_version=now.bag.version,
        refused_code=refused_code_of(bag),
    )


def _current_step(now: Standing, asked: str) -> str:
    if now.person is None or asked == "contact":
        return "contact"
    is_open = now.chosen is None or asked == "address" or refusal_of(now.bag)
    return "address" if is_open else "payment"


def _state(step: str, current: str) -> StepState:
    order = ("contact", "address", "payment")
    if step == current:
        return "current"
    return "done" if order.index(step) < order.index(current) else "waiting"


def _contact(now: Standing, show: Showing, current: str) -> ContactStep:
    person = now.person
    proved = (person.phone or person.email or "") if person else ""
    return ContactStep(
        state=_state("contact", current),
        form=show.contact,
        code=show.code,
        proved=mask(proved) if proved else "",
    )


def _address(now: Standing, show: Showing, current: str) -> AddressStep:
    chosen = now.chosen
    offer = now.bag.offer
    return AddressStep(
        state=_state("address", current),
        form=show.address if show.address is not UNTOUCHED else _prefilled(now),
        states=STATES,
        saved=tuple(saved_address(a, chosen=chosen.id if chosen else None) for a in now.book),
        is_adding=show.is_adding or not now.book,
        chosen=saved_address(chosen) if chosen else None,
        arrives_by=offer.promised_by if offer else None,
        refusal=refusal_of(now.bag) if chosen else "",
    )


def refusal_of(bag: cart.Cart) -> str:
    """Why nothing can be brought to the address chosen; empty where it can."""
    said = (each.message for each in bag.requirements if each.code == "not_serviceable")
    return next(said, "")


def _prefilled(now: Standing) -> FormState:
    """What is known already is not asked again."""
    person = now.person
    if person is None:
        return UNTOUCHED
    phone = (person.phone or "").removeprefix("+91")
    return FormState({"name": person.name or "", "phone": phone})


def _payment(now: Standing, show: Showing, current: str) -> PaymentStep:
    form = show.payment
    chosen = form.value("payment_method") or now.bag.payment_method or next(iter(now.bags))
    key = form.idempotency_key or str(ids.new())
    methods = tuple(
        _method(name, bag, selected=chosen, balance=now.credit) for name, bag in now.bags.items()
    )
    kept = FormState(form.values, form.errors, form.refusal, idempotency_key=key)
    return PaymentStep(_state("payment", current), kept, methods, now.credit)


def _method(name: str, bag: cart.Cart, *, selected: str, balance: Paise) -> PaymentMethod:
    refusal = next(
        (r.message for r in bag.requirements if r.field in ("paymentMethod", "phone")), None
    )
    credited = cart.paid_by_credit(bag, balance)
    due = credited.totals.total
    return PaymentMethod(
        key=name,
        title=TITLES[name],
        text=text_of(name, bag, credited),
        total=bag.totals.total,
        left=due - credit.usable(balance, due),
        advance=bag.cash.answer.advance if name == cart.COD and bag.cash else 0,
        is_selected=name == selected and refusal is None,
        refusal=refusal,
        totals=totals_of(bag),
        totals_with_credit=None if credited is bag else totals_of(credited),
        line_totals=tuple(line.line_total for line in lines_of(bag)),
    )
