"""What the endpoints of returns and exchanges tell."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from zahra.base.money import Paise
from zahra.shop import returns
from zahra.shop.payments import Destination
from zahra.shop.returns import Reason, Resolution
from zahra.shop.shipping import BookingState
from zahra.shop.uploads import Upload
from zahra.web.http.schemas import Moment, Output
from zahra.web.ui import media_url


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


class PickupOut(Output):
    """A courier who was asked to fetch it. `failures` counts the days on which somebody came in
    vain, and `said` is why. What asking met with and what it costs is for staff alone."""

    number: str
    state: returns.PickupState
    courier: str
    awb: str | None
    tracking_url: str | None
    on: date | None
    failures: int
    said: str
    booking: BookingState
    freight: Paise | None = None
    last_error: str | None = None

    @classmethod
    def of(cls, pickup: returns.ReturnPickup) -> "PickupOut":
        return cls(
            number=pickup.number,
            state=pickup.state,
            courier=pickup.carrier or pickup.courier,
            awb=pickup.awb,
            tracking_url=pickup.tracking_url,
            on=pickup.pickup_on,
            failures=pickup.failures,
            said=pickup.said,
            booking=pickup.booking,
        )

    @classmethod
    def for_staff(cls, pickup: returns.ReturnPickup) -> "PickupOut":
        more = {"freight": pickup.freight, "last_error": pickup.last_error}
        return cls.of(pickup).model_copy(update=more)


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
    pickups: list[PickupOut]
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
            pickups=[PickupOut.of(each) for each in whole.pickups],
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
            actions=_actions(whole),
        )

    @classmethod
    def for_staff(cls, whole: returns.WholeReturn) -> "ReturnOut":
        pickups = [PickupOut.for_staff(each) for each in whole.pickups]
        return cls.of(whole).model_copy(update={"pickups": pickups})


def _actions(whole: returns.WholeReturn) -> list[str]:
    may_cancel = returns.RETURN_LIFE.allows(whole.given.state, returns.ReturnEvent.CANCEL)
    allowed = {"cancel": may_cancel, "pickup_again": returns.may_ask_again(whole)}
    return [action for action, is_allowed in allowed.items() if is_allowed]
