"""Cancelling: choose pieces and say why, see what goes back where, then say yes."""

from collections.abc import Iterator
from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from zahra.base import ids
from zahra.base.actors import Actor
from zahra.base.db import Snapshot
from zahra.base.errors import Conflict, Invalid
from zahra.base.lifecycle import WrongMoment
from zahra.base.money import format_inr
from zahra.shop import orders
from zahra.shop.orders import PaymentStatus
from zahra.web.http.context import Person, Snap, TheShop
from zahra.web.http.flashes import leave_flash
from zahra.web.http.forms import refused_form, typed_in
from zahra.web.storefront.describing_refunds import goes_back
from zahra.web.storefront.framing import frame, show, show_framed
from zahra.web.storefront.order_view import CancelLine, CancelPage
from zahra.web.ui import Flash, FormState
from zahra.web.ui.filters import in_size

router = APIRouter()
REASONS = (
    "Ordered by mistake",
    "Another size or colour",
    "Found it cheaper",
    "Comes too late",
    "Changed my mind",
)
_PAID = (PaymentStatus.PAID, PaymentStatus.OVERPAID, PaymentStatus.PARTIALLY_REFUNDED)


@router.get("/orders/{number}/cancel")
async def choose(request: Request, snapshot: Snap, actor: Person, number: str) -> Response:
    """What can be cancelled, all of it chosen. An order that cannot be any more shows itself."""
    whole = await orders.order(snapshot, actor, number)
    if not orders.may_be_cancelled(whole.order):
        return RedirectResponse(f"/orders/{number}", 303)
    all_of_it = {f"qty_{line.id}": str(line.waiting) for line in whole.lines}
    view = page_of(whole, FormState(all_of_it, idempotency_key=str(ids.new())))
    return show(request, "cancel.html", view, await frame(request, snapshot))


@router.post("/orders/{number}/cancel")
async def cancel(request: Request, shop: TheShop, actor: Person, number: str) -> Response:
    """What it means first; then, with a yes, it is done, once."""
    typed = await typed_in(request)
    key = typed.get("idempotency_key", "")[:255] or str(ids.new())
    form = FormState(typed, idempotency_key=key)
    async with shop.database.snapshot() as snapshot:
        whole = await orders.order(snapshot, actor, number)
    try:
        wish = wished(whole, typed)
        if typed.get("confirmed") != "yes":
            async with shop.database.snapshot() as snapshot:
                review = await _review(snapshot, actor, whole, wish)
            return await show_framed(request, "cancel.html", page_of(whole, form, review=review))
        async with shop.database.transaction() as tx:
            await orders.cancel_order(tx, actor, whole.order.id, wish, key=key)
    except (Invalid, Conflict) as why:
        refused = refused_form(typed, why)
        again = FormState(typed, refused.errors, refused.refusal, key)
        return await show_framed(request, "cancel.html", page_of(whole, again), status=422)
    answer = RedirectResponse(f"/orders/{number}", 303)
    is_paid = whole.order.payment_status in _PAID
    said = "What you paid for it is on its way back." if is_paid else "Nothing is owed for it."
    leave_flash(request, answer, Flash(f"It is cancelled. {said}", "success"))
    return answer


def page_of(
    whole: orders.WholeOrder, form: FormState, *, review: tuple[str, ...] = ()
) -> CancelPage:
    """The page, for choosing or, with a review, for the last word."""
    lines = tuple(
        CancelLine(str(line.id), line.title, f"{line.colour}, {in_size(line.size)}", line.waiting)
        for line in whole.lines
        if line.waiting
    )
    reasons = tuple((reason, reason) for reason in REASONS)
    number, is_whole = whole.order.number, not whole.order.is_placed
    return CancelPage(number, lines, reasons, form, review, is_whole)


def wished(whole: orders.WholeOrder, typed: dict[str, str]) -> orders.Cancelling:
    """What the form asks for. Raises Invalid, WrongMoment once nothing can be cancelled."""
    if not orders.may_be_cancelled(whole.order):
        state = whole.order.fulfilment_status
        raise WrongMoment(state=state, event="cancel", allowed=[])
    if (reason := typed.get("reason", "")) not in REASONS:
        raise Invalid({"reason": "Choose a reason."})
    if not whole.order.is_placed:
        return orders.Cancelling(reason)
    lines = {line.id: _count(typed.get(f"qty_{line.id}", "")) for line in whole.lines}
    chosen = {line_id: qty for line_id, qty in lines.items() if qty}
    if not chosen:
        first = next(line.id for line in whole.lines)
        raise Invalid({f"qty_{first}": "Choose what to cancel, or keep it all."})
    return orders.Cancelling(reason, chosen)


def _count(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 0


async def _review(
    snapshot: Snapshot, actor: Actor, whole: orders.WholeOrder, wish: orders.Cancelling
) -> tuple[str, ...]:
    """What cancelling means, sentence by sentence."""
    if not whole.order.is_placed:
        return ("Nothing has been paid, so nothing goes back.", "Your pieces are free for others.")
    lines: dict[UUID, int] | None = dict(wish.lines) if wish.lines else None
    preview = await orders.preview_cancelling(snapshot, actor, whole.order.number, lines)
    money = [goes_back(each) for each in preview.refunds]
    if preview.uncollected and preview.is_whole:
        money.append("Nothing is to be paid at the door.")
    elif preview.uncollected:
        money.append(f"{format_inr(preview.uncollected)} less is to be paid when the rest comes.")
    kept = whole.order.shipping and not preview.is_whole
    freight = ("What delivery costs stays, as the rest still comes.",) if kept else ()
    return (*_named(whole, wish), *money, *freight)


def _named(whole: orders.WholeOrder, wish: orders.Cancelling) -> Iterator[str]:
    """What is not sent, line by line."""
    all_of_it = {line.id: line.waiting for line in whole.lines}
    for line in whole.lines:
        if qty := (wish.lines or all_of_it).get(line.id, 0):
            yield f"{qty} × {line.title}, {in_size(line.size)}, will not be sent."
