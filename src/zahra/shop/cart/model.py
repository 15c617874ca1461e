"""What a cart is: who holds it, the lines in it, what it comes to and what is still missing."""

import hashlib
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from zahra.base.money import Paise
from zahra.shop import catalog, cod, promotions, shipping, tax
from zahra.shop.cod import LinkTerms

COD = "cod"


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose cart: a shopper's, else that of whoever shows its token. A cart's id opens nothing."""

    user_id: UUID | None = None
    token: str | None = None

    @property
    def token_hash(self) -> bytes | None:
        """What is stored of a guest's token (SHA-256); None for a shopper, who needs none."""
        if self.token is None or self.user_id is not None:
            return None
        return hashlib.sha256(self.token.encode()).digest()


@dataclass(frozen=True, slots=True)
class Terms:
    """What the shop allows and charges. `qty_max` is per variant, inclusive.

    `confirm_by` is how long a cash order waits for its code; `pay_link` is what links to pay it
    online are sent with.
    """

    seller: tax.Seller
    cod: shipping.CodTerms
    origin: shipping.Origin = field(default_factory=shipping.Origin)
    qty_max: int = 10
    payment_methods: tuple[str, ...] = ("razorpay", COD)
    confirm_by: timedelta = timedelta(hours=24)
    pay_link: LinkTerms = field(default_factory=LinkTerms)


@dataclass(frozen=True, slots=True)
class Choosing:
    """What the shopper has said of delivery and payment; None leaves it as it was."""

    pincode: str | None = None
    shipping_method: str | None = None
    payment_method: str | None = None


class LineWarning(StrEnum):
    """What has changed about a line since the shopper last touched it."""

    PRICE_ROSE = "price_rose"
    PRICE_DROPPED = "price_dropped"
    QTY_REDUCED = "qty_reduced"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, slots=True)
class Item:
    """A line as it stands now. Its price is today's, `price_seen` the one last touched at.

    `max_qty` is how many could be had now. A line that is not for sale any more stays where it is
    and costs nothing.
    """

    id: UUID
    variant: catalog.VariantFacts
    qty: int
    price_seen: Paise
    max_qty: int
    is_for_sale: bool
    discount: Paise = 0

    @property
    def unit_price(self) -> Paise:
        return self.variant.price

    @property
    def gross(self) -> Paise:
        """At today's price, before promotions."""
        return self.unit_price * self.qty if self.is_for_sale else 0

    @property
    def total(self) -> Paise:
        """After its share of every promotion on goods, which is `discount`."""
        return self.gross - self.discount

    @property
    def mrp_total(self) -> Paise:
        return self.variant.mrp * self.qty if self.is_for_sale else 0

    @property
    def warnings(self) -> tuple[LineWarning, ...]:
        """What cannot be had needs no word on its price."""
        if not self.is_for_sale or self.max_qty == 0:
            return (LineWarning.UNAVAILABLE,)
        found = {
            LineWarning.PRICE_ROSE: self.unit_price > self.price_seen,
            LineWarning.PRICE_DROPPED: self.unit_price < self.price_seen,
            LineWarning.QTY_REDUCED: self.qty > self.max_qty,
        }
        return tuple(warning for warning, is_so in found.items() if is_so)


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the shopper is told until the next change."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Coupon:
    """The code on a cart: what it takes off, or why it takes nothing off now."""

    code: str
    label: str | None
    amount: Paise
    refusal: promotions.Refusal | None = None


@dataclass(frozen=True, slots=True)
class Totals:
    """What the cart comes to. `tax` is inside `total`; what is None is not known yet. `discount`
    is off MRP and by promotions that count by themselves; `shipping` is after its discounts."""

    mrp_total: Paise
    discount: Paise
    shipping: Paise | None
    cod_fee: Paise | None
    tax: Paise
    total: Paise
    coupon_discount: Paise = 0


@dataclass(frozen=True, slots=True)
class Requirement:
    """What is missing before an order can be placed. Steps: cart, contact, address, delivery,
    payment."""

    step: str
    field: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Cart:
    """A cart as it stands now. Nobody's has no id and version 0.

    `assessment.lines` are those of the items that are for sale, in order. `flags` name what staff
    should look at once it is an order. `new_token` is there only in the answer to the write that
    made a guest's cart: nobody can read it again. `cash` is what
    paying at the door would ask, whatever is chosen; None for an empty cart. The shares of
    `discounts` are those of the items for sale; `basket` and `candidates` are what they came of.
    """

    id: UUID | None
    version: int
    items: tuple[Item, ...]
    notices: tuple[Notice, ...]
    totals: Totals
    requirements: tuple[Requirement, ...]
    pincode: str | None
    shipping_method: str | None
    payment_method: str | None
    offers: tuple[shipping.Offer, ...]
    place_of_supply: str
    assessment: tax.Assessment
    flags: tuple[str, ...] = ()
    free_delivery_from: Paise | None = None
    cash: cod.Judged | None = None
    coupon: Coupon | None = None
    discounts: tuple[promotions.Discount, ...] = ()
    basket: promotions.Basket | None = field(default=None, compare=False)
    candidates: tuple[promotions.Candidate, ...] = ()
    new_token: str | None = None

    @property
    def count(self) -> int:
        """Pieces, not lines."""
        return sum(item.qty for item in self.items)

    @property
    def offer(self) -> shipping.Offer | None:
        """The chosen way of delivery, where it is on offer."""
        return next((each for each in self.offers if each.key == self.shipping_method), None)
