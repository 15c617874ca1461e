"""`/admin/gst/{register}`: what GSTR-1 asks for, to look at and as files."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query
from pydantic.alias_generators import to_camel
from starlette.responses import Response

from zahra.base.actors import Permission
from zahra.base.errors import Forbidden, NotFound, StepUpRequired, Unauthenticated
from zahra.shop import invoices
from zahra.shop.invoices import COLUMNS, Filing, Register, Row
from zahra.web.api.documenting import errors
from zahra.web.http.context import Asker, Snap, TheShop, Tx
from zahra.web.http.files import file_response
from zahra.web.http.routes import ApiRoute
from zahra.web.http.schemas import Envelope, Output, ok

router = APIRouter(prefix="/admin/gst", tags=["Admin"], route_class=ApiRoute)
_CSV: dict[int | str, dict[str, Any]] = {
    200: {"description": "The register", "content": {"text/csv": {"schema": {"type": "string"}}}}
}


class RegisterOut(Output):
    """A register. `columns` says how a person calls the fields of `rows`; amounts are paise."""

    name: Register
    month: str
    columns: dict[str, str]
    rows: list[dict[str, Any]]

    @classmethod
    def of(cls, asked: Filing, rows: list[Row]) -> "RegisterOut":
        columns = COLUMNS[asked.register]
        return cls(
            name=asked.register,
            month=asked.month,
            columns={to_camel(name): said for name, said in columns.items()},
            rows=[{to_camel(name): getattr(row, name) for name in columns} for row in rows],
        )


async def _filing(
    register: Annotated[str, Path(description=", ".join(Register))],
    asker: Asker,
    shop: TheShop,
    month: Annotated[str, Query(description="Such as 2026-11")] = "",
) -> Filing:
    """What is asked for, by somebody who may ask."""
    asker.must(Permission.FINANCE_READ)
    seller = shop.terms.seller
    return invoices.filing_of(register, month, gstin=seller.gstin, hsn_digits=seller.hsn_digits)


Asked = Annotated[Filing, Depends(_filing)]


@router.get(
    "/{register}.csv",
    summary="A GST register as a file",
    response_class=Response,
    responses={**errors(Unauthenticated, Forbidden, StepUpRequired, NotFound), **_CSV},
)
async def register_file(asked: Asked, asker: Asker, tx: Tx) -> Response:
    """CSV in rupees; who took it is written down. Needs `finance:read` and a fresh proof."""
    body = await invoices.export_register(tx, asker, asked)
    return file_response(body, media_type="text/csv", name=f"{asked.register}-{asked.month}.csv")


@router.get(
    "/{register}",
    summary="A GST register",
    responses=errors(Unauthenticated, Forbidden, NotFound),
)
async def register_of(asked: Asked, asker: Asker, snapshot: Snap) -> Envelope[RegisterOut]:
    """Needs `finance:read`."""
    return ok(RegisterOut.of(asked, await invoices.register_of(snapshot, asker, asked)))
