"""To which of an order's tenders money goes back, and what is no longer asked for. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from zahra.base.money import Paise
from zahra.shop.orders.model import Order
from zahra.shop.orders.pieces import GivebackKind, GivingBack, OrderCharge, Piece
from zahra.shop.orders.states import PieceEvent, PieceState
from zahra.shop.payments import Destination, Payment, Purpose
from zahra.shop.tax import ChargeKind

EVENT: Mapping[GivebackKind, PieceEvent] = {
    GivebackKind.CANCELLATION: PieceEvent.CANCEL,
    GivebackKind.RETURN: PieceEvent.RETURN,
    GivebackKind.RTO: PieceEvent.COME_BACK,
    GivebackKind.LOST: PieceEvent.LOSE,
}
_WAYS = {
    Purpose.ORDER: Destination.SOURCE,
    Purpose.CREDIT: Destination.STORE_CREDIT,
}
_TURN = {Purpose.ORDER: 0, Purpose.CASH: 1, Purpose.CREDIT: 2}
_OPEN = (PieceState.ORDERED, PieceState.SHIPPED)
_HAD = (PieceState.DELIVERED, PieceState.RETURNED)


def tenders_of(payments: Sequence[Payment]) -> list[Payment]:
    """What an order was paid with, in the order in which money goes back: to the gateway, then
    what was cash, then store credit. Surplus goes back by itself and never counts."""
    had = [payment for payment in payments if payment.is_tender]
    return sorted(had, key=lambda payment: _TURN[payment.purpose])


@dataclass(frozen=True, slots=True)
class Share:
    """What of a tender goes back, and where to."""

    tender: Payment
    amount: Paise
    destination: Destination = Destination.SOURCE


def spread(total: Paise, tenders: Sequence[Payment]) -> list[Share]:
    """Shares of `total` by tender, each within what may still go back of it. Together they are
    less than `total` only where that much has gone back before."""
    shares: list[Share] = []
    for tender in tenders:
        share = min(total, tender.refundable)
        if share > 0:
            shares.append(Share(tender, share))
            total -= share
    return shares


def directed(shares: Sequence[Share], giving: GivingBack) -> list[Share]:
    """The shares with where each goes: a gateway's to its source, what was cash where its buyer
    said, store credit back to store credit. What becomes store credit whatever was paid with is
    taken from the last tender first."""
    as_credit, ways = giving.as_credit, list[Share]()
    for share in reversed(shares):
        kept = min(as_credit, share.amount)
        as_credit -= kept
        goes_to = _WAYS.get(share.tender.purpose, giving.cash_to)
        ways.append(replace(share, amount=kept, destination=Destination.STORE_CREDIT))
        ways.append(replace(share, amount=share.amount - kept, destination=goes_to))
    return [way for way in reversed(ways) if way.amount]


@dataclass(frozen=True, slots=True)
class Books:
    """Everything an order's money depends on. `asked` is what each parcel takes at the door."""

    order: Order
    pieces: Sequence[Piece]
    charges: Sequence[OrderCharge]
    tenders: Sequence[Payment]
    asked: Mapping[UUID, Paise]


@dataclass(frozen=True, slots=True)
class Reckoning:
    """What pieces cost, with the charges that go back with them, and where that comes from."""

    goods: Paise
    charges: Paise
    uncollected: Paise
    shares: Sequence[Share]

    @property
    def refunded(self) -> Paise:
        return sum(share.amount for share in self.shares)


def reckon(books: Books, going: Sequence[Piece], giving: GivingBack) -> Reckoning:
    """What is given back for these pieces. What was delivered was paid for: there less is taken at
    the door only where no tender covers it."""
    goods = sum(piece.net for piece in going)
    charged = left_of(books.charges) if giving.with_charges else 0
    charged += fee_of(books.charges) if giving.with_fee else 0
    total = goods + charged
    uncollected = min(total, no_longer_asked(books, going))
    if giving.kind is GivebackKind.RETURN:
        paid = sum(share.amount for share in spread(total, books.tenders))
        uncollected = min(uncollected, total - paid)
    shares = directed(spread(total - uncollected, books.tenders), giving)
    return Reckoning(goods, charged, uncollected, shares)


def no_longer_asked(books: Books, going: Sequence[Piece]) -> Paise:
    """The most by which less may be taken at the door when these pieces go: what is still to be
    taken, without what other parcels on their way were sent out to take."""
    own = {piece.shipment_id for piece in going}
    others = open_parcels(books.pieces) - own
    return max(0, books.order.collectable - sum(books.asked.get(one, 0) for one in others))


def with_what_nobody_takes(books: Books, going: Sequence[Piece], giving: GivingBack) -> GivingBack:
    """The same, with freight and fees where only the label of the pieces that go asked for them:
    nothing else is still to be sent that could take them at the door. Where a cancellation leaves
    nothing else to take there, the fee for taking it."""
    is_cancelled = giving.kind is GivebackKind.CANCELLATION and not giving.with_charges
    if is_cancelled and _leaves_no_cash(books, going):
        return replace(giving, with_fee=True)
    named = {(piece.line_id, piece.piece) for piece in going}
    unpacked = [p for p in books.pieces if p.is_waiting and p.shipment_id is None]
    if any((piece.line_id, piece.piece) not in named for piece in unpacked):
        return giving
    left = no_longer_asked(books, going) - sum(piece.net for piece in going)
    is_owed = 0 < left_of(books.charges) <= left
    return replace(giving, with_charges=giving.with_charges or is_owed)


def _leaves_no_cash(books: Books, going: Sequence[Piece]) -> bool:
    """Whether only the fee is still asked for at the door, and stands on no label and no invoice:
    nothing but these pieces was ever packed."""
    own = {None, *(piece.shipment_id for piece in going)}
    if any(piece.shipment_id not in own for piece in books.pieces):
        return False
    asked, fee = books.order.collectable, fee_of(books.charges)
    return 0 < asked <= fee + sum(piece.net for piece in going) and fee > 0


def open_parcels(pieces: Sequence[Piece]) -> set[UUID]:
    """The parcels whose pieces are neither delivered nor given back."""
    return {piece.shipment_id for piece in pieces if piece.shipment_id and piece.state in _OPEN}


def charges_go_back(pieces: Sequence[Piece], going: Collection[Piece]) -> bool:
    """Whether freight and fees go back with these pieces: nothing else of the order was delivered
    or still can be."""
    named = {(piece.line_id, piece.piece) for piece in going}
    return not any(
        piece.state in (*_OPEN, *_HAD)
        for piece in pieces
        if (piece.line_id, piece.piece) not in named
    )


def left_of(charges: Sequence[OrderCharge]) -> Paise:
    """What of freight and fees has not gone back."""
    return sum(charge.taxed.net for charge in charges if charge.giveback_id is None)


def fee_of(charges: Sequence[OrderCharge]) -> Paise:
    """What of the fee for paying at the door has not gone back."""
    return left_of([charge for charge in charges if charge.kind is ChargeKind.COD_FEE])
