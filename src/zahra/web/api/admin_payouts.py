"""`/admin/payouts`: refunds that go to accounts, as files for the bank and its answers."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from zahra.base.errors import Forbidden, NotFound, StepUpRequired, Unauthenticated
from zahra.shop import orders, payments
from zahra.web.api.credit_schemas import PayoutFileOut, PayoutOut, SettledOut, SettlingIn
from zahra.web.api.documenting import errors
from zahra.web.http.context import Asker, Snap, TheShop, Tx
from zahra.web.http.paging import Paging, meta_of, paging
from zahra.web.http.routes import ApiRoute
from zahra.web.http.schemas import Envelope, ListEnvelope, ok

router = APIRouter(prefix="/admin/payouts", tags=["Admin"], route_class=ApiRoute)
_EXPORTING = errors(Unauthenticated, Forbidden, StepUpRequired, payments.NothingToPayOut)
_AGAIN = errors(Unauthenticated, Forbidden, StepUpRequired, NotFound)


@router.get("", summary="Payouts", responses=errors(Unauthenticated, Forbidden))
async def listed(
    asked: Annotated[Paging, Depends(paging)],
    asker: Asker,
    snapshot: Snap,
    state: Annotated[payments.PayoutState | None, Query()] = None,
) -> ListEnvelope[PayoutOut]:
    """Newest first, accounts masked. Needs `finance:read`."""
    offset = (asked.page - 1) * asked.limit
    found, total = await payments.payouts_list(
        snapshot, asker, state=state, limit=asked.limit, offset=offset
    )
    data = [PayoutOut.of(each) for each in found]
    return ListEnvelope[PayoutOut](data=data, meta=meta_of(asked, total))


@router.post("/export", summary="A file for the bank", responses=_EXPORTING)
async def export(asker: Asker, shop: TheShop, tx: Tx) -> Envelope[PayoutFileOut]:
    """Everything that waits, each payout in one file only. Needs `finance:write` and a fresh
    proof; audited."""
    file, text = await payments.export_payouts(tx, shop.keys, asker)
    return ok(_told(file, text))


@router.get("/files/{number}", summary="A file again", responses=_AGAIN)
async def again(number: str, asker: Asker, shop: TheShop, tx: Tx) -> Envelope[PayoutFileOut]:
    """A file whose answer was lost, without what has come back since. Needs `finance:write` and a
    fresh proof; audited."""
    file, text = await payments.payout_file(tx, shop.keys, asker, number)
    return ok(_told(file, text))


@router.post(
    "/settle",
    summary="Take in the bank's answer",
    responses=errors(Unauthenticated, Forbidden, StepUpRequired),
)
async def settle(asked: SettlingIn, asker: Asker, shop: TheShop) -> Envelope[list[SettledOut]]:
    """A UTR, or why it failed, for each payout; any number of times. Needs `finance:write` and a
    fresh proof."""
    told = [orders.PaidOut(each.number, each.utr, each.failed) for each in asked.payouts]
    outcomes = await orders.settle_payouts(shop.database, asker, told)
    return ok([SettledOut(number=number, outcome=each) for number, each in outcomes.items()])


def _told(file: payments.PayoutFile, text: str) -> PayoutFileOut:
    return PayoutFileOut(
        number=file.number,
        payouts=file.payouts,
        amount=file.amount,
        made_at=file.made_at,
        csv=text,
    )
