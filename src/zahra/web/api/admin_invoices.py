"""`/admin/invoices`: every invoice and credit note, voiding one and issuing it again."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import Field

from zahra.base.errors import Forbidden, NotFound, StepUpRequired, Unauthenticated
from zahra.base.money import Paise
from zahra.shop import invoices, orders
from zahra.shop.invoices import InvoiceKind, Listed, Sought
from zahra.web.api.admin_schemas import PlacedList, PlaceMeta
from zahra.web.api.documenting import errors
from zahra.web.http.context import Asker, Snap, Tx
from zahra.web.http.routes import ApiRoute
from zahra.web.http.schemas import Envelope, Input, Moment, Output, ok

router = APIRouter(prefix="/admin/invoices", tags=["Admin"], route_class=ApiRoute)
_MAY = (Unauthenticated, Forbidden)


class AskingInvoices(Input):
    """Which documents. `until` is exclusive; `after` is the last one of the page before."""

    kind: InvoiceKind | None = None
    number: Annotated[str, Field(max_length=16, description="How it begins")] = ""
    order_number: Annotated[str, Field(max_length=20)] = ""
    since: date | None = None
    until: date | None = None
    after: UUID | None = None
    limit: Annotated[int, Field(ge=1, le=100)] = 50


class InvoiceOut(Output):
    """An invoice or credit note, without what it is of; that is on its paper."""

    id: UUID
    kind: InvoiceKind
    number: str
    dated: date
    issued_at: Moment
    order_id: UUID
    order_number: str
    original_id: UUID | None
    replaces_id: UUID | None
    place_of_supply: str
    buyer_gstin: str | None
    buyer_name: str
    taxable: Paise
    cgst: Paise
    sgst: Paise
    utgst: Paise
    igst: Paise
    total: Paise
    voided_at: Moment | None

    @classmethod
    def of(cls, listed: Listed) -> "InvoiceOut":
        told = {name: getattr(listed.invoice, name, None) for name in cls.model_fields}
        return cls.model_validate({**told, "buyer_name": listed.buyer_name})


class VoidingIn(Input):
    """Why it should not have been issued."""

    reason: Annotated[str, Field(min_length=1, max_length=200, examples=["Issued twice"])]


class VoidedOut(Output):
    """The document that counts for nothing now."""

    id: UUID


class AgainOut(Output):
    """The invoice that takes the place of another."""

    id: UUID
    number: str
    replaces_id: UUID | None
    total: Paise


@router.get("", summary="Invoices and credit notes", responses=errors(*_MAY))
async def all_invoices(
    asker: Asker, snapshot: Snap, asking: Annotated[AskingInvoices, Query()]
) -> PlacedList[InvoiceOut]:
    """The latest first. Needs `finance:read`."""
    found = await invoices.all_invoices(snapshot, asker, Sought(**asking.model_dump()))
    is_more = len(found) == asking.limit
    return PlacedList(
        data=[InvoiceOut.of(each) for each in found],
        meta=PlaceMeta(limit=asking.limit, after=found[-1].invoice.id if is_more else None),
    )


@router.post(
    "/{invoice_id}/void",
    summary="Void an invoice",
    responses=errors(*_MAY, StepUpRequired, NotFound, invoices.NotVoidable),
)
async def void(invoice_id: UUID, voiding: VoidingIn, asker: Asker, tx: Tx) -> Envelope[VoidedOut]:
    """Its number stays taken and is reported as cancelled. Only in the month it is dated in, and
    only while nothing of it was credited. Needs `finance:write` and a fresh proof."""
    await invoices.void_invoice(tx, asker, invoice_id, reason=voiding.reason)
    return ok(VoidedOut(id=invoice_id))


@router.post(
    "/{invoice_id}/again",
    summary="Issue an invoice again",
    responses=errors(*_MAY, StepUpRequired, NotFound, invoices.StillCounts),
)
async def again(invoice_id: UUID, asker: Asker, tx: Tx) -> Envelope[AgainOut]:
    """In the place of one that was voided, or was credited for a parcel that was found again and
    whose buyer keeps it: the same goods and amounts, the next number; once. Needs `finance:write`
    and a fresh proof."""
    made = await orders.invoice_again(tx, asker, invoice_id)
    return ok(AgainOut.model_validate(made, from_attributes=True))
