"""What the endpoints of returns take: wishes, decisions, and counts at the dock."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from zahra.shop import returns
from zahra.shop.payments import Destination
from zahra.shop.returns import Reason, Resolution
from zahra.web.http.schemas import Input

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
