"""`/admin/refunds`: all of them, and sending one another way that a gateway has refused."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query

from zahra.base.errors import Forbidden, NotFound, StepUpRequired, Unauthenticated
from zahra.shop import orders, payments
from zahra.web.api.credit_schemas import RedirectingIn
from zahra.web.api.documenting import errors
from zahra.web.api.payment_schemas import RefundOut
from zahra.web.http.context import Asker, Snap, Tx
from zahra.web.http.paging import Paging, meta_of, paging
from zahra.web.http.routes import ApiRoute
from zahra.web.http.schemas import Envelope, ListEnvelope, ok

router = APIRouter(prefix="/admin/refunds", tags=["Admin"], route_class=ApiRoute)
_REDIRECTING = errors(
    Unauthenticated,
    Forbidden,
    StepUpRequired,
    NotFound,
    payments.NotRefused,
    payments.NothingToRefund,
    payments.PaymentDisputed,
)


@router.get("", summary="Refunds", responses=errors(Unauthenticated, Forbidden))
async def listed(
    asked: Annotated[Paging, Depends(paging)],
    asker: Asker,
    snapshot: Snap,
    status: Annotated[payments.RefundState | None, Query()] = None,
) -> ListEnvelope[RefundOut]:
    """Newest first. Needs `finance:read`."""
    offset = (asked.page - 1) * asked.limit
    found, total = await payments.refunds_list(
        snapshot, asker, state=status, limit=asked.limit, offset=offset
    )
    return ListEnvelope[RefundOut](
        data=[RefundOut.of(each) for each in found], meta=meta_of(asked, total)
    )


@router.post(
    "/{refund_id}/redirect",
    summary="Send a refused refund another way",
    status_code=201,
    responses=_REDIRECTING,
)
async def redirect(
    refund_id: UUID, asked: RedirectingIn, asker: Asker, tx: Tx
) -> Envelope[list[RefundOut]]:
    """Once, to its source anew, into store credit, or to an account of the buyer's; they are asked
    for one where none is named, and told where it goes. Needs `refunds:create` and a fresh proof;
    audited."""
    wish = orders.Redirecting(asked.destination, asked.account_id)
    granted = await orders.redirect_refund(tx, asker, refund_id, wish)
    return ok([RefundOut.of(each) for each in granted])
