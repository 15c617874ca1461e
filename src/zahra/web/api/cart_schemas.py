"""What the cart's endpoints take and tell."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Annotated
from uuid import UUID

from pydantic import Field

from zahra.base.money import Paise
from zahra.shop import cart, cod, orders
from zahra.shop.cart import LineWarning
from zahra.web.api.coupon_schemas import CouponOut, DiscountOut
from zahra.web.api.pictures import PictureOut
from zahra.web.http.schemas import Input, Output

Qty = Annotated[int, Field(strict=True, examples=[1])]


class AddingItem(Input):
    """A variant to put in. `productId`, where it is given, must be the variant's."""

    product_id: UUID | None = None
    variant_id: UUID
    qty: Qty


class ChangingQty(Input):
    """How many there are to be; 0 removes the line."""

    qty: Qty


class CartItemOut(Output):
    """A line. `maxQty` is how many could be had now; an unavailable line may cost nothing.

    `discount` is its share of the promotions on goods, and `lineTotal` what is left.
    """

    id: UUID
    product_id: UUID
    variant_id: UUID
    slug: str
    sku: str
    title: str
    size: str
    colour: str
    image: PictureOut | None
    qty: int
    max_qty: int
    unit_price: Paise
    mrp: Paise
    discount: Paise
    line_total: Paise
    warnings: list[LineWarning]

    @classmethod
    def of(cls, item: cart.Item) -> "CartItemOut":
        variant = item.variant
        return cls(
            id=item.id,
            product_id=variant.product_id,
            variant_id=variant.id,
            slug=variant.slug,
            sku=variant.sku,
            title=variant.title,
            size=variant.size,
            colour=variant.colour,
            image=PictureOut.of(variant.image) if variant.image else None,
            qty=item.qty,
            max_qty=item.max_qty,
            unit_price=item.unit_price,
            mrp=variant.mrp,
            discount=item.discount,
            line_total=item.total,
            warnings=list(item.warnings),
        )


class NoticeOut(Output):
    """Something to tell the shopper, until the next change."""

    code: str
    message: str


class TotalsOut(Output):
    """Paise. `tax` is inside `total`; `shipping` and `codFee` are null until they are known."""

    mrp_total: Paise
    discount: Paise
    coupon_discount: Paise
    shipping: Paise | None
    cod_fee: Paise | None
    tax: Paise
    total: Paise
    currency: str = "INR"


class RequirementOut(Output):
    """What is missing before an order can be placed."""

    step: str
    field: str
    code: str
    message: str


class CashOut(Output):
    """What paying at the door would cost and ask for, whatever is chosen now. `advance` is to be
    paid online before, on the step `advance`; `message` says so, or why it is not possible."""

    allowed: bool
    step: cod.Step
    fee: Paise
    advance: Paise
    message: str | None

    @classmethod
    def of(cls, judged: cod.Judged) -> "CashOut":
        answer = judged.answer
        return cls(
            allowed=answer.is_allowed,
            step=answer.step,
            fee=answer.fee,
            advance=answer.advance,
            message=cod.refusal_of(judged) or cod.asking_of(answer),
        )


class CartOut(Output):
    """The whole cart as it stands now. `discounts` are what counts, the code's too.

    `cashOnDelivery` is null until there is a PIN code.
    """

    id: UUID | None
    version: int
    items: list[CartItemOut]
    coupon: CouponOut | None
    discounts: list[DiscountOut]
    notices: list[NoticeOut]
    totals: TotalsOut
    requirements: list[RequirementOut]
    pincode: str | None
    shipping_method: str | None
    payment_method: str | None
    cash_on_delivery: CashOut | None

    @classmethod
    def of(cls, found: cart.Cart) -> "CartOut":
        return cls(
            id=found.id,
            version=found.version,
            items=[CartItemOut.of(item) for item in found.items],
            coupon=CouponOut.of(found.coupon) if found.coupon else None,
            discounts=[DiscountOut.of(each) for each in found.discounts],
            notices=[NoticeOut.model_validate(notice) for notice in found.notices],
            totals=TotalsOut.model_validate(found.totals),
            requirements=[RequirementOut.model_validate(each) for each in found.requirements],
            pincode=found.pincode,
            shipping_method=found.shipping_method,
            payment_method=found.payment_method,
            cash_on_delivery=CashOut.of(found.cash) if found.cash and found.pincode else None,
        )


@contextmanager
def telling_the_cart() -> Generator[None, None, None]:
    """A refusal that knows the cart as it stands tells it, as `details.cart`."""
    try:
        yield
    except (cart.StaleCart, orders.CartChanged) as refusal:
        refusal.details["cart"] = CartOut.of(refusal.cart).model_dump(mode="json", by_alias=True)
        raise
