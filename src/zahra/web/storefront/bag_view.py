"""What the bag shows, and the totals that checkout and order pages show too."""

from dataclasses import dataclass
from typing import Literal

from zahra.base.money import Paise
from zahra.web.storefront.cards_view import ProductCard
from zahra.web.storefront.coupon_view import NO_COUPON, CouponPart, Saving
from zahra.web.ui.page import NavLink
from zahra.web.ui.pictures import Picture


@dataclass(frozen=True, slots=True)
class LineNotice:
    """Something changed about a line since it was put in. Blocking ones stop checkout."""

    text: str
    is_blocking: bool = False


@dataclass(frozen=True, slots=True)
class BagLine:
    """One variant and how many of it."""

    id: str
    url: str
    title: str
    colour: str
    size: str
    picture: Picture
    qty: int
    max_qty: int
    unit_price: Paise
    mrp: Paise
    discount_percent: int
    line_total: Paise
    savings: tuple[Saving, ...] = ()
    notices: tuple[LineNotice, ...] = ()


@dataclass(frozen=True, slots=True)
class Totals:
    """What it comes to. `shipping` and `cod_fee` are None until they are known."""

    mrp_total: Paise
    discount: Paise  # off MRP
    total: Paise
    shipping: Paise | None = None
    cod_fee: Paise | None = None
    savings: tuple[Saving, ...] = ()  # off the goods, by promotions
    delivery_note: str | None = None  # which promotion makes the delivery cheaper

    @property
    def saved(self) -> Paise:
        """Off MRP and by promotions."""
        return self.discount + sum(saving.amount for saving in self.savings)


@dataclass(frozen=True, slots=True)
class FreeDelivery:
    """How near free delivery is. `short_by` 0: reached."""

    threshold: Paise
    short_by: Paise


@dataclass(frozen=True, slots=True)
class BagNotice:
    """Told once about the whole bag: a merge at login, a price that changed."""

    text: str
    tone: Literal["info", "warning"] = "info"
    link: NavLink | None = None


@dataclass(frozen=True, slots=True)
class BagPage:
    """`suggestions` are shown when the bag is empty."""

    lines: tuple[BagLine, ...]
    totals: Totals
    version: int
    idempotency_key: str = ""
    notices: tuple[BagNotice, ...] = ()
    free_delivery: FreeDelivery | None = None
    suggestions: tuple[ProductCard, ...] = ()
    refusal: str | None = None  # why the last change was not made
    coupon: CouponPart = NO_COUPON
    cash_note: str | None = None  # what paying at the door costs and asks for, or why not

    @property
    def count(self) -> int:
        """Pieces, not lines."""
        return sum(line.qty for line in self.lines)

    @property
    def is_blocked(self) -> bool:
        """Whether a line must go or shrink before checkout."""
        return any(notice.is_blocking for line in self.lines for notice in line.notices)


@dataclass(frozen=True, slots=True)
class AddedToBag:
    """The answer to "Add to bag" where htmx asked: the sheet, and the new count."""

    line: BagLine
    bag_count: int
    subtotal: Paise
    free_delivery: FreeDelivery | None = None
