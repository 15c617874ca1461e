"""`/admin/disputes`: what payers' banks want back, and by when it must be answered."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from zahra.base.errors import Forbidden, NotFound, Unauthenticated
from zahra.shop import disputes
from zahra.shop.disputes import DisputePhase, DisputeState
from zahra.web.api.admin_schemas import PlacedList, PlaceMeta
from zahra.web.api.documenting import errors
from zahra.web.http.context import Asker, Snap
from zahra.web.http.routes import ApiRoute
from zahra.web.http.schemas import Envelope, Moment, Output, ok

router = APIRouter(prefix="/admin/disputes", tags=["Admin"], route_class=ApiRoute)
_REFUSALS = (Unauthenticated, Forbidden)


class DisputeOut(Output):
    """A dispute. Amounts in paise; `deducted` has left our balance, for good where it is lost.
    `isHolding`: nothing of its order is sent."""

    id: UUID
    order_id: UUID
    payment_id: UUID
    provider: str
    provider_dispute_id: str
    state: DisputeState
    phase: DisputePhase
    amount: int
    deducted: int
    reason: str | None
    respond_by: Moment | None
    is_holding: bool
    opened_at: Moment
    decided_at: Moment | None

    @classmethod
    def of(cls, dispute: disputes.Dispute) -> "DisputeOut":
        return cls(
            id=dispute.id,
            order_id=dispute.order_id,
            payment_id=dispute.payment_id,
            provider=dispute.provider,
            provider_dispute_id=dispute.provider_dispute_id,
            state=dispute.state,
            phase=dispute.phase,
            amount=dispute.amount,
            deducted=dispute.deducted,
            reason=dispute.reason,
            respond_by=dispute.respond_by,
            is_holding=dispute.is_holding,
            opened_at=dispute.opened_at,
            decided_at=dispute.decided_at,
        )


class AskingDisputes(BaseModel):
    """Which disputes: of a state, of an order."""

    state: DisputeState | None = None
    order_id: UUID | None = Field(None, alias="orderId")
    after: UUID | None = Field(None, description="The last dispute of the page before")
    limit: int = Field(50, ge=1, le=100)


@router.get("", summary="Disputes", responses=errors(*_REFUSALS))
async def listed(
    asked: Annotated[AskingDisputes, Query()], asker: Asker, snapshot: Snap
) -> PlacedList[DisputeOut]:
    """The newest first. Needs `finance:read`."""
    found = await disputes.disputes_list(
        snapshot,
        asker,
        states=[asked.state] if asked.state else tuple(DisputeState),
        order_id=asked.order_id,
        after=asked.after,
        limit=asked.limit,
    )
    after = found[-1].id if len(found) == asked.limit else None
    return PlacedList(
        data=[DisputeOut.of(each) for each in found],
        meta=PlaceMeta(limit=asked.limit, after=after),
    )


@router.get("/{dispute_id}", summary="One dispute", responses=errors(*_REFUSALS, NotFound))
async def show(dispute_id: UUID, asker: Asker, snapshot: Snap) -> Envelope[DisputeOut]:
    """Needs `finance:read`."""
    return ok(DisputeOut.of(await disputes.dispute(snapshot, asker, dispute_id)))
