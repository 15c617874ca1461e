"""`/cart/explain`: why a cart costs what it costs, to the last paisa of tax."""

from uuid import UUID

from fastapi import APIRouter

from zahra.base.money import Paise
from zahra.shop import cart, places, tax
from zahra.web.api.cart_asking import Asked
from zahra.web.api.documenting import errors
from zahra.web.http.context import Snap
from zahra.web.http.routes import ApiRoute
from zahra.web.http.schemas import Envelope, Output, ok

router = APIRouter(prefix="/cart", tags=["Cart"], route_class=ApiRoute)


class TaxedOut(Output):
    """An amount taken apart: `net` is the taxable value and the taxes."""

    net: Paise
    rate: int
    taxable: Paise
    cgst: Paise
    sgst: Paise
    utgst: Paise
    igst: Paise


class TakenOffOut(Output):
    """`source`: a promotion, a coupon, or the way to the edge of a GST slab (`gst_slab`)."""

    source: str
    code: str | None
    amount: Paise


class PieceOut(TaxedOut):
    """One piece: `price` less `discounts` is `net`; `rule` gave it its rate."""

    mrp: Paise
    price: Paise
    discounts: list[TakenOffOut]
    rule: str

    @classmethod
    def of(cls, piece: cart.ExplainedPiece) -> "PieceOut":
        return cls(
            mrp=piece.mrp,
            price=piece.price,
            discounts=[TakenOffOut.model_validate(each) for each in piece.discounts],
            rule=piece.rule,
            **TaxedOut.model_validate(piece.taxed).model_dump(),
        )


class LineOut(Output):
    """A line that is for sale, piece by piece."""

    item_id: UUID
    sku: str
    hsn: str
    qty: int
    pieces: list[PieceOut]

    @classmethod
    def of(cls, line: cart.ExplainedLine) -> "LineOut":
        pieces = [PieceOut.of(piece) for piece in line.pieces]
        return cls(item_id=line.item_id, sku=line.sku, hsn=line.hsn, qty=line.qty, pieces=pieces)


class ChargeOut(Output):
    """What is charged beside the goods, in parts by their rates; null until it is known."""

    charge: Paise | None
    parts: list[TaxedOut]


class FeeOut(ChargeOut):
    """A fee, such as that for cash on delivery."""

    kind: tax.ChargeKind


class PlaceOfSupplyOut(Output):
    """The state whose tax it is."""

    state_code: str
    state: str


class ExplainedTotalsOut(Output):
    """`discount` is all that is off MRP; taxable value and taxes re-add to `total`."""

    discount: Paise
    taxable: Paise
    cgst: Paise
    sgst: Paise
    utgst: Paise
    igst: Paise
    total: Paise


class ExplanationOut(Output):
    """The trail from MRP to the last paisa. Rates are whole percent."""

    place_of_supply: PlaceOfSupplyOut
    intra_state: bool
    lines: list[LineOut]
    shipping: ChargeOut
    fees: list[FeeOut]
    totals: ExplainedTotalsOut

    @classmethod
    def of(cls, trail: cart.Explanation) -> "ExplanationOut":
        code = trail.place_of_supply
        return cls(
            place_of_supply=PlaceOfSupplyOut(state_code=code, state=places.STATES[code].name),
            intra_state=trail.is_intra_state,
            lines=[LineOut.of(line) for line in trail.lines],
            shipping=ChargeOut.model_validate(trail.shipping),
            fees=[FeeOut.model_validate(fee) for fee in trail.fees],
            totals=ExplainedTotalsOut.model_validate(trail.totals),
        )


@router.get("/explain", summary="Why the cart costs what it costs", responses=errors())
async def explain(asked: Asked, snapshot: Snap) -> Envelope[ExplanationOut]:
    """Every piece from its MRP to its tax, with what is in the query as if it were chosen; nothing
    of it is remembered."""
    found = await cart.cart_of(snapshot, asked.holder, asked.terms, choosing=asked.choosing)
    return ok(ExplanationOut.of(cart.explain(await asked.credited(snapshot, found))))
