"""Papers of an order, and the registers they are in, over the API."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from itertools import count
from typing import Any
from uuid import UUID

import httpx
import pytest

from tests.world.counter import a_counter, at
from tests.world.depot import Depot
from tests.world.fake_gateway import FakeGateway
from tests.world.people import Door, shopper
from tests.world.till import Till
from zahra.base import ids
from zahra.base.actors import Permission, program
from zahra.base.clock import ist_day
from zahra.base.db import Database
from zahra.providers.typst_paper import TypstPaper
from zahra.shop import identity, invoices
from zahra.shop.invoices import GivenBack, PieceKey
from zahra.shop.orders import Placed
from zahra.web.api import admin_gst, admin_invoices
from zahra.web.api import invoices as invoice_routes

pytestmark = pytest.mark.anyio
FINANCE = {Permission.FINANCE_READ, Permission.FINANCE_WRITE}


@dataclass
class Bureau:
    """A buyer whose order waits to be sent, and who keeps the books, both asking over the API."""

    database: Database
    depot: Depot
    buyer: httpx.AsyncClient
    keeper: httpx.AsyncClient
    placed: Placed

    @property
    def paper(self) -> str:
        return f"/orders/{self.placed.order.number}/invoice"

    @property
    def month(self) -> str:
        return f"{ist_day(self.database.now):%Y-%m}"

    async def documents(self) -> tuple[invoices.Invoice, ...]:
        async with self.database.snapshot() as snapshot:
            return await invoices.invoices_of(snapshot, self.placed.order.id)

    async def credit_everything(self) -> None:
        async with self.database.transaction() as tx:
            pieces = await self.depot.pieces(self.placed)
            keys = tuple(PieceKey(piece.line_id, piece.piece) for piece in pieces)
            back = GivenBack(ids.new(), keys, (), "came back")
            await invoices.issue_credit_notes(tx, self.placed.order.id, back)


@pytest.fixture
async def bureau(pooled: Database) -> AsyncGenerator[Bureau, None]:
    till = Till(pooled, gateway=FakeGateway(numbers=count(ids.new().int % 10**13)))
    door = Door(pooled)
    found = await door.sign_in(f"+9196{ids.new().int % 10**8:08}", kind=identity.SessionKind.API)
    assert found.tokens is not None
    goods = await till.goods({"M": 9}, title=f"Kurta {ids.new().hex}")
    actor = shopper(found.person.id)
    await till.fill_bag(actor, goods["M"], 2)
    placed = await till.place(actor, key=str(ids.new()))
    till.pay(placed)
    await till.settle(placed)
    async with pooled.transaction() as tx:
        key = await identity.make_api_key(tx, program("tests"), f"{ids.new()}@example.com", FINANCE)
    site = a_counter(pooled, invoice_routes.router, admin_gst.router, admin_invoices.router)
    site.state.shop.paper = TypstPaper("Zahra")
    async with at(site) as buyer, at(site) as keeper:
        buyer.headers["Authorization"] = f"Bearer {found.tokens.access_token}"
        keeper.headers["Authorization"] = f"Bearer {key}"
        yield Bureau(pooled, Depot(till), buyer, keeper, placed)


def code_of(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


async def rows(bureau: Bureau, register: str) -> list[dict[str, Any]]:
    answer = await bureau.keeper.get(f"/admin/gst/{register}", params={"month": bureau.month})
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]["rows"]


async def test_there_is_no_invoice_before_the_goods_leave(bureau: Bureau):
    assert code_of(await bureau.buyer.get(bureau.paper)) == (404, "not_found")


async def test_a_buyer_gets_the_invoice_as_pdf_the_same_every_time(bureau: Bureau):
    await bureau.depot.sent(bureau.placed)
    (document,) = await bureau.documents()
    answer = await bureau.buyer.get(bureau.paper)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    name = document.number.replace("/", "-")
    assert answer.headers["content-disposition"] == f'inline; filename="{name}.pdf"'
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.content.startswith(b"%PDF-")
    again = await bureau.buyer.get(bureau.paper, params={"id": str(document.id)})
    assert again.content == answer.content


async def test_what_was_invoiced_is_what_was_ordered(bureau: Bureau):
    await bureau.depot.sent(bureau.placed)
    (document,) = await bureau.documents()
    order = bureau.placed.order
    tax = document.cgst + document.sgst + document.utgst + document.igst
    assert (document.total, tax) == (order.total, order.tax)


async def test_a_document_of_another_order_is_not_shown_on_this_one(bureau: Bureau):
    await bureau.depot.sent(bureau.placed)
    for other in (str(ids.new()), str(bureau.placed.order.id)):
        answer = await bureau.buyer.get(bureau.paper, params={"id": other})
        assert code_of(answer) == (404, "not_found")


async def test_a_credit_note_is_a_paper_too(bureau: Bureau):
    await bureau.depot.sent(bureau.placed)
    await bureau.credit_everything()
    invoice, note = await bureau.documents()
    assert note.original_id == invoice.id
    answer = await bureau.buyer.get(bureau.paper, params={"id": str(note.id)})
    assert answer.status_code == 200
    assert note.number.replace("/", "-") in answer.headers["content-disposition"]


async def test_registers_hold_it_and_leave_as_files_that_are_written_down(bureau: Bureau):
    await bureau.depot.sent(bureau.placed)
    told = await rows(bureau, "documents")
    assert told[0]["kind"] == "invoice"
    answer = await bureau.keeper.get("/admin/gst/b2cs.csv", params={"month": bureau.month})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/csv; charset=utf-8")
    saved = f'attachment; filename="b2cs-{bureau.month}.csv"'
    assert answer.headers["content-disposition"] == saved
    assert answer.text.startswith("Place of supply,Rate,Taxable value,IGST,CGST,SGST/UTGST\r\n")
    async with bureau.database.snapshot() as snapshot:
        noted = await snapshot.value(
            "SELECT count(*) FROM audit_log WHERE action = 'gst.export' AND actor_name <> ''"
        )
    assert noted >= 1


@pytest.mark.parametrize(
    ("path", "refusal"),
    [
        ("/admin/gst/nothing?month=2026-11", (404, "not_found")),
        ("/admin/gst/hsn", (422, "invalid")),
        ("/admin/gst/hsn?month=2026-13", (422, "invalid")),
        ("/admin/gst/hsn.csv?month=november", (422, "invalid")),
    ],
)
async def test_what_is_no_register_or_no_month_is_refused(
    bureau: Bureau, path: str, refusal: tuple[int, str]
):
    assert code_of(await bureau.keeper.get(path)) == refusal
    assert (await bureau.buyer.get(path)).status_code == 403


async def found(bureau: Bureau, **asked: str) -> list[UUID]:
    answer = await bureau.keeper.get("/admin/invoices", params=asked)
    assert answer.status_code == 200, answer.text
    return [UUID(each["id"]) for each in answer.json()["data"]]


async def test_invoices_are_found_by_number_order_kind_and_day(bureau: Bureau):
    await bureau.depot.sent(bureau.placed)
    await bureau.credit_everything()
    invoice, note = (each for each in await bureau.documents())
    order = bureau.placed.order.number
    day = invoice.dated.isoformat()
    assert await found(bureau, orderNumber=order) == [note.id, invoice.id]
    assert await found(bureau, orderNumber=order, kind="invoice") == [invoice.id]
    assert await found(bureau, number=note.number) == [note.id]
    assert await found(bureau, orderNumber=order, until=day) == []
    assert await found(bureau, orderNumber=order, since=day, limit="1") == [note.id]
    assert await found(bureau, orderNumber=order, after=str(note.id)) == [invoice.id]


async def test_an_invoice_is_voided_once_and_keeps_its_number(bureau: Bureau):
    await bureau.depot.sent(bureau.placed)
    (document,) = await bureau.documents()
    path = f"/admin/invoices/{document.id}/void"
    answer = await bureau.keeper.post(path, json={"reason": "issued by hand"})
    assert (answer.status_code, answer.json()["data"]) == (200, {"id": str(document.id)})
    again = await bureau.keeper.post(path, json={"reason": "issued by hand"})
    assert code_of(again) == (409, "invoice_not_voidable")
    assert (await bureau.documents())[0].number == document.number
    assert (await bureau.buyer.get(bureau.paper)).status_code == 200  # and says that it is void


async def test_a_voided_invoice_is_issued_again_once_and_that_is_the_orders_invoice(
    bureau: Bureau,
):
    await bureau.depot.sent(bureau.placed)
    (first,) = await bureau.documents()
    path = f"/admin/invoices/{first.id}"
    assert code_of(await bureau.keeper.post(f"{path}/again")) == (409, "invoice_counts")
    await bureau.keeper.post(f"{path}/void", json={"reason": "another name on it"})
    answer = await bureau.keeper.post(f"{path}/again")
    assert answer.status_code == 200, answer.text
    _, second = await bureau.documents()
    assert answer.json()["data"] == {
        "id": str(second.id),
        "number": second.number,
        "replacesId": str(first.id),
        "total": first.total,
    }
    assert (await bureau.keeper.post(f"{path}/again")).json() == answer.json()
    shown = await bureau.buyer.get(bureau.paper)
    assert second.number.replace("/", "-") in shown.headers["content-disposition"]
