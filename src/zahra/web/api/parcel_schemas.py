"""What is told of an order's parcels, papers and money that went back, and how staff send it."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from zahra.base.money import Paise
from zahra.shop import inventory, invoices, orders, payments, shipping
from zahra.web.http.schemas import Input, Moment, Output

Qty = Annotated[int, Field(strict=True, ge=1, le=1000)]
Reason = Annotated[str, Field(min_length=1, max_length=200, examples=["Ordered the wrong size"])]
Side = Annotated[int, Field(strict=True, ge=1, le=150, examples=[30])]


class SomeOfALine(Input):
    """So many pieces of a line of an order."""

    order_item_id: UUID
    qty: Qty


class CancellingIn(Input):
    """Why, and what: all that can still be cancelled where no items are sent."""

    reason: Reason
    items: Annotated[list[SomeOfALine] | None, Field(min_length=1, max_length=100)] = None

    def wish(self) -> orders.Cancelling:
        lines = None if self.items is None else pieces_by_line(self.items)
        return orders.Cancelling(self.reason, lines)


class MovingIn(Input):
    """Where the order's goods are to stand: `picking`, or `cancelled` for all that has not left."""

    status: Literal["picking", "cancelled"]
    note: Annotated[str, Field(max_length=200, examples=["on the phone"])] = ""


class BoxIn(Input):
    """What a packed parcel weighs and measures."""

    weight_grams: Annotated[int, Field(strict=True, ge=1, le=30_000, examples=[640])]
    length_cm: Side
    width_cm: Side
    height_cm: Side


class PackingIn(Input):
    """A parcel: some pieces, or all that wait; its box where it was weighed."""

    courier: Annotated[str, Field(max_length=40, examples=["manual"])] = "manual"
    items: Annotated[list[SomeOfALine] | None, Field(min_length=1, max_length=100)] = None
    box: BoxIn | None = None

    def packing(self, order_id: UUID) -> orders.Packing:
        lines = None if self.items is None else pieces_by_line(self.items)
        box = shipping.Parcel(**self.box.model_dump()) if self.box else None
        return orders.Packing(order_id, self.courier, lines, box)


class Counted(Input):
    """So many pieces of a variant."""

    variant_id: UUID
    qty: Qty


class ReceivingIn(Input):
    """What was counted at the dock. What is in neither list is lost."""

    resellable: list[Counted] = Field(default_factory=list[Counted], max_length=100)
    damaged: list[Counted] = Field(default_factory=list[Counted], max_length=100)

    def dock(self) -> orders.Dock:
        return orders.Dock(
            tuple(inventory.Wanted(each.variant_id, each.qty) for each in self.resellable),
            tuple(inventory.Wanted(each.variant_id, each.qty) for each in self.damaged),
        )


def pieces_by_line(items: list[SomeOfALine]) -> dict[UUID, int]:
    """A line that is named twice counts together."""
    found: dict[UUID, int] = {}
    for each in items:
        found[each.order_item_id] = found.get(each.order_item_id, 0) + each.qty
    return found


class InParcelOut(Output):
    """So many pieces of a line."""

    order_item_id: UUID
    qty: int


class ParcelOut(Output):
    """A parcel. `collectable` is taken at the door. Times are null until then."""

    id: UUID
    number: str
    state: shipping.ShipmentState
    carried_by: str
    awb: str | None
    tracking_url: str | None
    collectable: Paise
    promised_by: date | None
    dispatched_at: Moment | None
    delivered_at: Moment | None
    items: list[InParcelOut]

    @classmethod
    def of(cls, parcel: orders.ParcelSeen) -> "ParcelOut":
        return cls(
            id=parcel.id,
            number=parcel.number,
            state=parcel.state,
            carried_by=parcel.carried_by,
            awb=parcel.awb,
            tracking_url=parcel.tracking_url,
            collectable=parcel.collectable,
            promised_by=parcel.promised_by,
            dispatched_at=parcel.dispatched_at,
            delivered_at=parcel.delivered_at,
            items=[InParcelOut(order_item_id=i.line_id, qty=i.qty) for i in parcel.items],
        )


class PaperOut(Output):
    """An invoice or a credit note, and where its PDF is."""

    id: UUID
    kind: invoices.InvoiceKind
    number: str
    issued_at: Moment
    total: Paise
    is_void: bool
    url: str


class MoneyBackOut(Output):
    """Money that was given back for pieces: `amount` goes back, `settled` of it has arrived;
    `uncollected` is no longer taken at the door."""

    id: UUID
    kind: orders.GivebackKind
    reason: str
    amount: Paise
    settled: Paise
    uncollected: Paise
    created_at: Moment


class RefundOfOrderOut(Output):
    """Money on its way back, or arrived. `moneyBackId` names the decision, `account` what may be
    read of an account it is paid out to, `reference` the bank's number to find it by."""

    id: UUID
    money_back_id: Annotated[UUID | None, Field(validation_alias="giveback_id")]
    amount: Paise
    state: payments.RefundState
    destination: payments.Destination
    method: str | None
    account: str | None
    reference: str | None
    created_at: Moment
    settled_at: Moment | None


class SentOut(Output):
    """A parcel as staff see it."""

    id: UUID
    order_id: UUID
    number: str
    state: shipping.ShipmentState
    courier: str
    awb: str | None
    collectable: Paise
    declared: Paise
    weight_grams: int
    dispatched_at: Moment | None


class CameBackOut(Output):
    """A parcel that came back, as it was counted."""

    id: UUID
    shipment_id: UUID
    state: shipping.RtoState
    resellable: int
    damaged: int
