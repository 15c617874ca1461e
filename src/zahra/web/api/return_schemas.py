"""What the endpoints of returns and exchanges take and tell."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from zahra.base.money import Paise
from zahra.shop import returns
from zahra.shop.payments import Destination
from zahra.shop.returns import Reason, Resolution
from zahra.shop.uploads import Upload
from zahra.web.http.schemas import Input, Moment, Output
from zahra.web.ui import media_url

Note = Annotated[str, Field(max_length=500)]
Photo = Annotated[str, Field(pattern=r"^[0-9a-f]{16,64}$", description="An upload's id")]
Photos = Annotated[list[Photo], Field(max_length=3)]
DockPhotos = Annotated[list[Photo], Field(max_length=5)]
Count = Annotated[int, Field(strict=True, ge=0, le=100)]


class AskingItemIn(Input):
    """So many pieces of a line. `exchangeVariantId` where another size or colour is wanted."""

    order_item_id: UUID
    qty: Annotated[int, Field(strict=True, ge=1, le=100, examples=[1])]
    reason: Reason
    note: Note = ""
    photos: Photos = Field(default_factory=list[str])
    resolution: Resolution = Resolution.REFUND
    exchange_variant_id: UUID | None = None

    def asking(self) -> returns.AskingItem:
        """The item as the shop takes it."""
        return returns.AskingItem(
            order_line_id=self.order_item_id,
            qty=self.qty,
            reason=self.reason,
            note=self.note,
            photos=tuple(self.photos),
            resolution=self.resolution,
            exchange_variant_id=self.exchange_variant_id,
        )


class AskingIn(Input):
    """What is to be sent back. Money goes back to its source unless `store_credit` is asked for;
    what was cash goes to the account `accountId` with `payout`, else to store credit."""

    items: Annotated[list[AskingItemIn], Field(max_length=50)]
    destination: Destination = Destination.SOURCE
    account_id: UUID | None = None
    note: Note = ""
    override: Annotated[
        str | None, Field(max_length=500, description="Staff: why it is taken although too late")
    ] = None

    def asking(self, key: str) -> returns.Asking:
        """The wish as the shop takes it."""
        return returns.Asking(
            items=tuple(item.asking() for item in self.items),
            key=key,
            destination=self.destination,
            account_id=self.account_id,
            note=self.note,
            override=self.override,
        )


class PhotoOut(Output):
    """A photo that was sent, at its largest."""

    id: str
    url: str

    @classmethod
    def of(cls, photo: Upload) -> "PhotoOut":
        return cls(id=photo.id, url=media_url(photo.large))


class ReturnItemOut(Output):
    """A line of a return. What came and what was taken are the dock's counts."""

    id: UUID
    order_item_id: UUID
    qty: int
    reason: Reason
    note: str
    photos: list[PhotoOut]
    resolution: Resolution
    exchange_variant_id: UUID | None
    difference: Paise
    received: int
    accepted: int

    @classmethod
    def of(cls, item: returns.ReturnItem, photos: Mapping[str, PhotoOut]) -> "ReturnItemOut":
        return cls(
            id=item.id,
            order_item_id=item.order_line_id,
            qty=item.qty,
            reason=item.reason,
            note=item.note,
            photos=[photos[each] for each in item.photos if each in photos],
            resolution=item.resolution,
            exchange_variant_id=item.exchange_variant_id,
            difference=item.difference,
            received=item.came_sound + item.came_spoilt,
            accepted=item.taken,
        )


class ReturnStepOut(Output):
    """A step in a return's life."""

    at: Moment
    from_: Annotated[str | None, Field(alias="from")]
    to: str
    by: str
    note: str
    photos: list[PhotoOut]


class ExchangeOut(Output):
    """What is kept for a buyer. Once it is sent out, an order has the same id."""

    id: UUID
    return_id: UUID
    state: returns.ExchangeState
    held_until: Moment
    created_at: Moment


class ReturnOut(Output):
    """A whole return."""

    id: UUID
    number: str
    order_id: UUID
    state: returns.ReturnState
    destination: Destination
    note: str
    items: list[ReturnItemOut]
    exchange: ExchangeOut | None
    courier: str | None
    awb: str | None
    pickup_on: date | None
    hand_over_by: Moment
    created_at: Moment
    received_at: Moment | None
    closed_at: Moment | None
    history: list[ReturnStepOut]
    actions: list[str]

    @classmethod
    def of(cls, whole: returns.WholeReturn) -> "ReturnOut":
        given = whole.given
        photos = {photo.id: PhotoOut.of(photo) for photo in whole.photos}
        may_cancel = returns.RETURN_LIFE.allows(given.state, returns.ReturnEvent.CANCEL)
        return cls(
            id=given.id,
            number=given.number,
            order_id=given.order_id,
            state=given.state,
            destination=given.destination,
            note=given.note,
            items=[ReturnItemOut.of(item, photos) for item in whole.items],
            exchange=ExchangeOut.model_validate(whole.exchange) if whole.exchange else None,
            courier=given.courier,
            awb=given.awb,
            pickup_on=given.pickup_on,
            hand_over_by=given.hand_over_by,
            created_at=given.created_at,
            received_at=given.received_at,
            closed_at=given.closed_at,
            history=[
                ReturnStepOut(
                    at=step.at,
                    from_=step.from_state,
                    to=step.to_state,
                    by=step.by,
                    note=step.note,
                    photos=[photos[each] for each in step.photos if each in photos],
                )
                for step in whole.steps
            ],
            actions=["cancel"] if may_cancel else [],
        )


class DecliningIn(Input):
    """Why not; its owner reads it."""

    reason: Annotated[str, Field(min_length=1, max_length=500)]


class ApprovingIn(Input):
    """Words for its owner."""

    note: Note = ""


class PickupIn(Input):
    """Who fetches it, and on which day."""

    courier: Annotated[str, Field(min_length=1, max_length=60, examples=["Delhivery"])]
    on: Annotated[date, Field(examples=["2026-11-25"])]
    awb: Annotated[str | None, Field(max_length=60)] = None


class CountedIn(Input):
    """Pieces of an item, fit to be sold again and not."""

    item_id: UUID
    resellable: Count = 0
    damaged: Count = 0


class CountIn(Input):
    """A count at the dock, or a judgement of what came."""

    items: Annotated[list[CountedIn], Field(max_length=50)]
    note: Note = ""
    photos: DockPhotos = Field(default_factory=list[str])

    def count(self) -> returns.Count:
        """The count as the shop takes it; an item named twice counts as said last."""
        items = {i.item_id: returns.Counted(i.resellable, i.damaged) for i in self.items}
        return returns.Count(items, self.note, tuple(self.photos))
