"""Saying what to do with a parcel that could not be handed over, by the link in the message: no
login, and it opens nothing else."""

from datetime import date

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from zahra.base.clock import ist_day
from zahra.base.db import Transaction
from zahra.base.errors import Conflict, Invalid
from zahra.shop import shipping
from zahra.shop.assembled import Shop
from zahra.shop.shipping import Answering, Wish
from zahra.web.http.context import TheShop
from zahra.web.http.forms import Form, FormInvalid, read_form, typed_in
from zahra.web.http.limits import GATEWAY_RETURN, spend_for
from zahra.web.storefront.delivery_view import FailedDeliveryPage
from zahra.web.storefront.framing import show_framed
from zahra.web.ui import FormState
from zahra.web.ui.forms import UNTOUCHED

router = APIRouter()


class DeliveryForm(Form):
    """What the buyer wishes; the fields of the other wishes are left aside."""

    wish: Wish
    line1: str = ""
    line2: str = ""
    landmark: str = ""
    deliver_on: date | None = None
    note: str = ""

    def answering(self) -> Answering:
        return Answering(**self.model_dump())


@router.get("/delivery/{token}")
async def failed(request: Request, shop: TheShop, token: str) -> Response:
    """What can be done about a failed delivery, or that it has moved on."""
    return await _show(request, shop, token)


@router.post("/delivery/{token}")
async def answer(request: Request, shop: TheShop, token: str) -> Response:
    """Take the answer; a job tells the courier."""
    typed = await typed_in(request)
    await spend_for(request, GATEWAY_RETURN)

    async def keep(tx: Transaction) -> None:
        said = read_form(DeliveryForm, typed).answering()
        await shipping.answer_by_link(tx, shop.keys, token, said)

    try:
        await shop.database.run(keep)
    except (FormInvalid, Invalid) as why:
        errors = {_FIELDS.get(name, name): said for name, said in why.fields.items()}
        return await _show(request, shop, token, form=FormState(typed, errors), status=422)
    except Conflict as why:
        form = FormState(refusal=why.sentence)
        return await _show(request, shop, token, form=form, status=409)
    return RedirectResponse(f"/delivery/{token}", 303)


_FIELDS = {"deliverOn": "deliver_on"}


async def _show(
    request: Request, shop: Shop, token: str, *, form: FormState = UNTOUCHED, status: int = 200
) -> Response:
    async with shop.database.snapshot() as snapshot:
        found = await shipping.attempt_by_link(snapshot, shop.keys, token)
        today = ist_day(snapshot.now)
    view = FailedDeliveryPage.of(token, found, today=today, form=form)
    return await show_framed(request, "failed_delivery.html", view, status=status)
