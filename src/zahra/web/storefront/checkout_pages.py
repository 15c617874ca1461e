"""Checkout: contact, address, payment; three steps on one document, each a plain form."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from zahra.base import ids
from zahra.base.errors import Conflict, Invalid, TooMany
from zahra.shop import identity, inventory, orders
from zahra.web.http.codes import answer_code, pending_code, remember_code, sign_in
from zahra.web.http.context import Person, TheShop
from zahra.web.http.flashes import leave_flash
from zahra.web.http.forms import refused_form, typed_in
from zahra.web.http.sessions import identify, shop_of
from zahra.web.storefront.address_forms import draft_of, form_errors
from zahra.web.storefront.afresh_pages import whose_number
from zahra.web.storefront.cart_pages import holder_of, sentence_of
from zahra.web.storefront.framing import bare_frame, show_framed
from zahra.web.storefront.from_checkout import (
    DELIVERY,
    Showing,
    checkout_page,
    standing_of,
)
from zahra.web.storefront.login_pages import code_entry, code_for
from zahra.web.ui import Flash, FormState

router = APIRouter(prefix="/checkout")
HERE = "/checkout"


@router.get("")
async def checkout(
    request: Request,
    step: Annotated[str, Query()] = "",
    address: Annotated[str, Query()] = "",
) -> Response:
    """The page; an empty bag goes back to the bag."""
    pending = pending_code(request) if step != "contact" else None
    code = code_entry(request, pending) if pending else None
    showing = Showing(step, is_adding=address == "new", code=code)
    return await _show(request, showing, address_id=ids.parse(address))


@router.post("/contact")
async def contact(request: Request) -> Response:
    """Send a code to whoever buys."""
    typed = await typed_in(request)
    try:
        pending = await code_for(request, typed)
    except (Invalid, TooMany) as why:
        return await _show(request, Showing("contact", contact=refused_form(typed, why)))
    answer = RedirectResponse(f"{HERE}#contact", 303)
    remember_code(request, answer, pending)
    return answer


@router.post("/code")
async def code(request: Request) -> Response:
    """Sign in by the code, in place."""
    typed = await typed_in(request)
    if (pending := pending_code(request)) is None:
        return RedirectResponse(f"{HERE}?step=contact", 303)
    try:
        signed_in = await answer_code(request, pending, typed.get("code", "").strip())
    except (identity.WrongCode, TooMany) as why:
        form = FormState(errors={"code": [why.sentence]})
        return await _show(request, Showing(contact=form, code=code_entry(request, pending)))
    except identity.SecondProofRequired as why:
        return whose_number(request, why, bare_frame(request), next_url=HERE)
    answer = RedirectResponse(HERE, 303)
    sign_in(request, answer, signed_in)
    return answer


@router.post("/address")
async def address(request: Request, shop: TheShop, actor: Person) -> Response:
    """Choose a saved address, or write down another."""
    typed = await typed_in(request)
    if chosen := ids.parse(typed.get("address_id", "")):
        return RedirectResponse(f"{HERE}?address={chosen}", 303)
    try:
        async with shop.database.transaction() as tx:
            added = await identity.add_address(tx, actor, draft_of(typed))
    except Invalid as why:
        errors = form_errors(why.fields, typed)
        form = FormState(typed, errors, None if errors else why.sentence)
        return await _show(request, Showing("address", is_adding=True, address=form))
    return RedirectResponse(f"{HERE}?address={added.id}", 303)


@router.post("/place")
async def place(request: Request, shop: TheShop, actor: Person) -> Response:
    """Place the order: on to the payment, or straight to the thanks."""
    typed = await typed_in(request)
    address_id = ids.parse(typed.get("address_id", ""))
    try:
        placing = await _placing(request, typed, address_id)
        placed = await orders.place_order(
            shop.database, shop.gateways, actor, placing, terms=shop.terms
        )
    except inventory.OutOfStock as why:
        answer = RedirectResponse("/cart", 303)
        leave_flash(request, answer, Flash(why.sentence, "error"))
        return answer
    except (Invalid, Conflict) as why:
        return await _refused(request, typed, why, address_id=address_id)
    number = placed.order.number
    if placed.order.status is orders.OrderStatus.PENDING_CONFIRMATION:
        return RedirectResponse(f"{HERE}/confirm/{number}", 303)
    done = f"/orders/{number}/thanks" if placed.attempt is None else f"{HERE}/pay/{number}"
    return RedirectResponse(done, 303)


async def _refused(
    request: Request, typed: dict[str, str], why: Invalid | Conflict, *, address_id: UUID | None
) -> Response:
    """The form again with what was typed: a wrong GSTIN is said at its field."""
    fields = why.fields if isinstance(why, Invalid) else {}
    wrong = {name: said for name, said in fields.items() if name == "gstin"}
    form = FormState(typed, wrong, None if wrong else sentence_of(why))
    status = 422 if wrong else 409
    return await _show(request, Showing(payment=form), address_id=address_id, status=status)


async def _placing(
    request: Request, typed: dict[str, str], address_id: UUID | None
) -> orders.Placing:
    """The order as the form asks for it. Raises Invalid, NotFound for another's address."""
    shop, actor = shop_of(request), await identify(request)
    if address_id is None:
        raise Invalid(message="Choose where to deliver.")
    method = typed.get("payment_method", "")
    if not method:
        raise Invalid({"payment_method": "Choose how to pay."})
    billing_id = ids.parse(typed.get("billing_address_id", ""))
    async with shop.database.snapshot() as snapshot:
        chosen = await identity.address(snapshot, actor, address_id)
        billed = await identity.address(snapshot, actor, billing_id) if billing_id else chosen
    return orders.Placing(
        cart_version=_whole(typed.get("cart_version")),
        expected_total=_whole(typed.get(f"expected_total_{method}")),
        shipping_address=order_address(chosen),
        shipping_method=DELIVERY,
        payment_method=method,
        billing_address=order_address(billed),
        gstin="".join(typed.get("gstin", "").upper().split()) or None,
        use_credit=typed.get("use_credit") == "yes",
        key=typed.get("idempotency_key", "")[:255] or str(ids.new()),
    )


def order_address(address: identity.Address) -> orders.Address:
    """An order's copy of an address."""
    return orders.Address(
        name=address.name,
        phone=address.phone,
        line1=address.line1,
        city=address.city,
        state=address.state,
        state_code=address.state_code,
        pincode=address.pincode,
        line2=address.line2,
        landmark=address.landmark,
    )


async def _show(
    request: Request, showing: Showing, *, address_id: UUID | None = None, status: int = 200
) -> Response:
    shop, actor = shop_of(request), await identify(request)
    async with shop.database.snapshot() as snapshot:
        now = await standing_of(
            snapshot, shop, actor, await holder_of(request), address_id=address_id
        )
    if not now.bag.items:
        return RedirectResponse("/cart", 303)
    is_refused = any(f.is_refused for f in (showing.contact, showing.address, showing.payment))
    status = 422 if is_refused and status == 200 else status
    view, count = checkout_page(now, showing), now.bag.count
    return await show_framed(request, "checkout.html", view, status=status, bag_count=count)


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 12 else 0
