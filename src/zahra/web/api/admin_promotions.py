"""`/admin/coupons`: promotions and their codes."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends

from zahra.base.errors import Forbidden, NotFound, Unauthenticated
from zahra.base.lifecycle import WrongMoment
from zahra.shop import cart, promotions
from zahra.shop.promotions import PromotionEvent, PromotionStatus
from zahra.web.api.coupon_schemas import DiscountOut
from zahra.web.api.documenting import errors
from zahra.web.api.promotion_schemas import (
    ChangingPromotion,
    CodesOut,
    CreatingPromotion,
    DeletedOut,
    MakingCodes,
    OwnCodeOut,
    Previewing,
    PreviewOut,
    PromotionOut,
    RefusedOut,
)
from zahra.web.http.context import Asker, Snap, Tx
from zahra.web.http.paging import Paging, meta_of, paging
from zahra.web.http.routes import ApiRoute
from zahra.web.http.schemas import Envelope, ListEnvelope, ok

router = APIRouter(prefix="/admin/coupons", tags=["Admin"], route_class=ApiRoute)
_MAY = (Unauthenticated, Forbidden)
_EVENTS = {
    PromotionStatus.ACTIVE: PromotionEvent.RESUME,
    PromotionStatus.PAUSED: PromotionEvent.PAUSE,
    PromotionStatus.ARCHIVED: PromotionEvent.ARCHIVE,
}
Asked = Annotated[Paging, Depends(paging)]


@router.get("", summary="Every promotion", responses=errors(*_MAY))
async def promotion_list(
    asker: Asker, snapshot: Snap, asked: Asked, after: UUID | None = None
) -> ListEnvelope[PromotionOut]:
    """The newest first; `after` is the last one of the page before. Needs `promotions:write`."""
    offset = 0 if after else (asked.page - 1) * asked.limit
    found = await promotions.promotions(
        snapshot, asker, after=after, limit=asked.limit, offset=offset
    )
    told = [PromotionOut.of(each) for each in found.promotions]
    return ListEnvelope(data=told, meta=meta_of(asked, found.total))


@router.post(
    "",
    summary="Make a promotion",
    status_code=201,
    responses=errors(*_MAY, promotions.CodeTaken),
)
async def create(creating: CreatingPromotion, asker: Asker, tx: Tx) -> Envelope[PromotionOut]:
    """As `POST /coupons`. Needs `promotions:write`."""
    made = await promotions.create_promotion(tx, asker, creating.described())
    return ok(PromotionOut.of(made))


@router.post("/preview", summary="What would count for a bag", responses=errors(*_MAY))
async def preview(wanted: Previewing, asker: Asker, snapshot: Snap) -> Envelope[PreviewOut]:
    """By the function that carts and orders are reckoned with. Needs `promotions:write`."""
    lines = [(line.variant_id, line.qty) for line in wanted.lines]
    seen = await cart.preview(
        snapshot,
        asker,
        cart.Preview(lines, wanted.code, wanted.payment_method, wanted.user_id, wanted.shipping),
    )
    found = seen.found
    told = PreviewOut(
        discounts=[DiscountOut.of(each) for each in found.discounts],
        line_discounts=list(found.shares(len(lines))),
        refused=[RefusedOut.model_validate(each) for each in found.refusals],
        shipping=found.delivery,
        warnings=[each.sentence for each in seen.warnings],
    )
    return ok(told)


@router.get("/{promotion_id}", summary="One promotion", responses=errors(*_MAY, NotFound))
async def show(promotion_id: UUID, asker: Asker, snapshot: Snap) -> Envelope[PromotionOut]:
    """With how often it was used. Needs `promotions:write`."""
    return ok(PromotionOut.of(await promotions.promotion(snapshot, asker, promotion_id)))


@router.patch(
    "/{promotion_id}",
    summary="Change a promotion",
    responses=errors(*_MAY, NotFound, WrongMoment),
)
async def change(
    promotion_id: UUID, changing: ChangingPromotion, asker: Asker, tx: Tx
) -> Envelope[PromotionOut]:
    """Its label, window and limits, or whether it counts. What it takes off never changes. Needs
    `promotions:write`."""
    then = await promotions.change_promotion(tx, asker, promotion_id, changing.changes())
    if changing.status not in (None, then.status):
        event = _EVENTS[changing.status]
        then = await promotions.move_promotion(tx, asker, promotion_id, event)
    return ok(PromotionOut.of(then))


@router.delete("/{promotion_id}", summary="End a promotion", responses=errors(*_MAY, NotFound))
async def delete(promotion_id: UUID, asker: Asker, tx: Tx) -> Envelope[DeletedOut]:
    """One that nobody has used is deleted, another archived. Needs `promotions:write`."""
    was_deleted = await promotions.delete_promotion(tx, asker, promotion_id)
    return ok(DeletedOut(id=promotion_id, outcome="deleted" if was_deleted else "archived"))


@router.post(
    "/{promotion_id}/codes",
    summary="Make codes for a promotion",
    status_code=201,
    responses=errors(*_MAY, NotFound),
)
async def make_codes(
    promotion_id: UUID, making: MakingCodes, asker: Asker, tx: Tx
) -> Envelope[CodesOut]:
    """Each is good once and cannot be guessed. Needs `promotions:write`."""
    made = await promotions.make_codes(tx, asker, promotion_id, making.count, prefix=making.prefix)
    return ok(CodesOut(codes=made))


@router.get(
    "/{promotion_id}/codes", summary="Codes of a promotion", responses=errors(*_MAY, NotFound)
)
async def codes(
    promotion_id: UUID, asker: Asker, snapshot: Snap, asked: Asked
) -> ListEnvelope[OwnCodeOut]:
    """In the order they were made. Needs `promotions:write`."""
    found, total = await promotions.codes_of(
        snapshot,
        asker,
        promotion_id,
        limit=asked.limit,
        offset=(asked.page - 1) * asked.limit,
    )
    told = [OwnCodeOut.model_validate(each) for each in found]
    return ListEnvelope(data=told, meta=meta_of(asked, total))
