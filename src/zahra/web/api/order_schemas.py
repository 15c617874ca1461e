"""What the orders' endpoints take and tell."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from zahra.base.money import Paise
from zahra.shop import orders
from zahra.shop.catalog import Image
from zahra.shop.returns import Return, ReturnState, window_ends
from zahra.web.api.cart_schemas import TotalsOut
from zahra.web.api.coupon_schemas import DiscountOut
from zahra.web.api.parcel_schemas import MoneyBackOut, PaperOut, ParcelOut, RefundOfOrderOut
from zahra.web.api.payment_schemas import PaymentOut
from zahra.web.api.pictures import PictureOut
from zahra.web.api.user_schemas import AddressIn
from zahra.web.http.schemas import Input, Moment, Output

Whole = Annotated[int, Field(strict=True, ge=0, le=10**12)]


class PlacingIn(Input):
    """An order to be placed from the cart. One of `shippingAddressId` and `shippingAddress`."""

    cart_version: Annotated[Whole, Field(description="As last seen", examples=[3])]
    expected_total: Annotated[Whole, Field(description="Paise, as shown", examples=[319800])]
    shipping_address_id: UUID | None = None
    shipping_address: AddressIn | None = None
    billing_address: Annotated[
        AddressIn | None, Field(description="Where it differs from the shipping address")
    ] = None
    gstin: Annotated[str | None, Field(max_length=15, examples=["27AAPFU0939F1ZV"])] = None
    shipping_method: Annotated[str, Field(max_length=50, examples=["standard"])]
    payment_method: Literal["razorpay", "stripe", "payu", "cod"]
    use_store_credit: Annotated[
        bool,
        Field(strict=True, description="Pay by store credit, as `/users/me/credit` says"),
    ] = False
    note: Annotated[str, Field(max_length=500, examples=["Please ring twice."])] = ""


class OrderAddressOut(Output):
    """An address as it was when the order was made."""

    name: str
    phone: str
    line1: str
    line2: str | None
    landmark: str | None
    city: str
    state: str
    state_code: str
    pincode: str
    country: str


class OrderLineOut(Output):
    """What was bought, as it was, and how many of its pieces stand where (`states`).
    `returnableUntil` is null until it was delivered, and where it cannot be returned."""

    id: UUID
    variant_id: UUID
    product_id: UUID
    slug: str
    sku: str
    title: str
    size: str
    colour: str
    image: PictureOut | None
    qty: int
    unit_price: Paise
    mrp: Paise
    discount: Paise
    total: Paise
    states: dict[orders.PieceState, int]
    returnable_until: Moment | None

    @classmethod
    def of(cls, line: orders.Line) -> "OrderLineOut":
        return cls(
            id=line.id,
            variant_id=line.variant_id,
            product_id=line.product_id,
            slug=line.slug,
            sku=line.sku,
            title=line.title,
            size=line.size,
            colour=line.colour,
            image=PictureOut.of(Image(**line.image)) if line.image else None,
            qty=line.qty,
            unit_price=line.unit_price,
            mrp=line.mrp,
            discount=line.discount,
            total=line.total,
            states={orders.PieceState(state): n for state, n in line.states.items()},
            returnable_until=window_ends(line.delivered_at, line.returnable_days)
            if line.delivered_at and line.returnable_days
            else None,
        )


class TaxAtRateOut(Output):
    """All tax at one rate (whole percent), goods and charges together."""

    rate: int
    taxable: Paise
    cgst: Paise
    sgst: Paise
    utgst: Paise
    igst: Paise


class MomentOut(Output):
    """A step in one of the order's lives."""

    at: Moment
    life: orders.Life
    from_: Annotated[str | None, Field(alias="from")]
    to: str
    by: str
    note: str

    @classmethod
    def of(cls, moment: orders.Moment) -> "MomentOut":
        return cls(
            at=moment.at,
            life=moment.life,
            from_=moment.from_state,
            to=moment.to_state,
            by=moment.by,
            note=moment.note,
        )


class OrderReturnOut(Output):
    """A return of an order, in short; the whole is at `/returns/{id}`."""

    id: UUID
    number: str
    state: ReturnState
    created_at: Moment


class TendersOut(Output):
    """How the total is paid, in paise: with store credit, through a gateway (paid, or still to be
    paid), and what is still to be taken at the door."""

    credit_used: Paise
    due_online: Paise
    collectable: Paise


class OrderOut(Output):
    """A whole order. `tax` and `taxes` are inside `total`; `discounts` name what was taken off."""

    id: UUID
    number: str
    status: orders.OrderStatus
    payment_status: orders.PaymentStatus
    fulfilment_status: orders.FulfilmentStatus
    return_status: orders.ReturnStatus
    created_at: Moment
    placed_at: Moment | None
    expires_at: Moment | None
    promised_by: date | None
    lines: list[OrderLineOut]
    totals: TotalsOut
    tenders: TendersOut
    discounts: list[DiscountOut]
    taxes: list[TaxAtRateOut]
    shipping_address: OrderAddressOut
    billing_address: OrderAddressOut
    gstin: str | None
    shipping_method: str
    payment_method: str
    note: str
    status_history: list[MomentOut]
    payments: list[PaymentOut]
    shipments: list[ParcelOut]
    invoices: list[PaperOut]
    money_back: list[MoneyBackOut]
    refunds: list[RefundOfOrderOut]
    returns: list[OrderReturnOut]
    actions: list[str]

    @classmethod
    def of(
        cls, whole: orders.WholeOrder, given: Sequence[Return] = (), *, may_return: bool = False
    ) -> "OrderOut":
        """`given` are its returns; `may_return` says that something can be sent back now."""
        order, copy = whole.order, whole.copy
        return cls(
            id=order.id,
            number=order.number,
            status=order.status,
            payment_status=order.payment_status,
            fulfilment_status=order.fulfilment_status,
            return_status=order.return_status,
            created_at=order.created_at,
            placed_at=order.placed_at,
            expires_at=order.expires_at if order.is_pending else None,
            promised_by=copy.promised_by,
            lines=[OrderLineOut.of(line) for line in whole.lines],
            totals=TotalsOut.model_validate(order),
            tenders=TendersOut.model_validate(order),
            discounts=[DiscountOut.of(off) for off in whole.discounts],
            taxes=[TaxAtRateOut.model_validate(tax) for tax in whole.taxes],
            shipping_address=OrderAddressOut.model_validate(copy.shipping_address),
            billing_address=OrderAddressOut.model_validate(copy.billing_address),
            gstin=copy.gstin,
            shipping_method=order.shipping_method,
            payment_method=order.payment_method,
            note=copy.note,
            status_history=[MomentOut.of(moment) for moment in whole.history],
            payments=[PaymentOut.of(paying) for paying in whole.payments],
            shipments=[ParcelOut.of(parcel) for parcel in whole.parcels],
            invoices=[_paper(whole, document) for document in whole.documents],
            money_back=[MoneyBackOut.model_validate(each) for each in whole.givebacks],
            refunds=[RefundOfOrderOut.model_validate(each) for each in whole.refunds],
            returns=[OrderReturnOut.model_validate(each) for each in given],
            actions=[*orders.actions_for(order), *(["return"] if may_return else [])],
        )


def _paper(whole: orders.WholeOrder, document: orders.Document) -> PaperOut:
    return PaperOut(
        id=document.id,
        kind=document.kind,
        number=document.number,
        issued_at=document.issued_at,
        total=document.total,
        is_void=document.is_void,
        url=f"/api/v1/orders/{whole.order.number}/invoice?id={document.id}",
    )


class PlacedOut(Output):
    """The order, and what is needed to pay it; `payment` is null where nothing is to be paid."""

    order: OrderOut
    payment: PaymentOut | None
