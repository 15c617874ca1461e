"""Giving money back for pieces: the one place where it is decided, whatever became of them.

A piece goes one way once, so nothing is given back twice. First less is taken at the door, then
money goes to the gateway, then what was cash, then store credit; what was invoiced is credited.
"""

from collections.abc import Sequence
from dataclasses import replace

from zahra.base import ids
from zahra.base.db import Snapshot, Transaction
from zahra.shop import credit, invoices, payments, shipping
from zahra.shop.orders.giving_back.naming_accounts import owe_to_account
from zahra.shop.orders.giving_back.refunding import send_soon
from zahra.shop.orders.giving_back.spreading import (
    EVENT,
    Books,
    Share,
    reckon,
    tenders_of,
    with_what_nobody_takes,
)
from zahra.shop.orders.model import Order
from zahra.shop.orders.pieces import Giveback, GivingBack, OrderCharge, Piece
from zahra.shop.orders.standing import restate
from zahra.shop.orders.states import PIECE_LIFE, OrderEvent, PieceEvent
from zahra.shop.orders.store import pieces as store
from zahra.shop.payments import Destination


async def give_back(
    tx: Transaction, order: Order, giving: GivingBack, *, event: OrderEvent | None = None
) -> Giveback:
    """Give money back for pieces, once per `giving.key`, and bring the order to where it then
    stands. The order's lock is held; stock was moved before, for what follows is locked later.

    Pieces are read again: Raises WrongMoment where one has gone its way already.
    """
    if (made := await store.giveback_by_key(tx, order.id, giving.key)) is not None:
        return made
    books = await books_of(tx, order)
    going = _moved(books.pieces, giving)
    giving = with_what_nobody_takes(books, going, giving)
    reckoned = reckon(books, going, giving)
    made = Giveback(
        id=ids.new(),
        order_id=order.id,
        kind=giving.kind,
        goods=reckoned.goods,
        charges=reckoned.charges,
        uncollected=reckoned.uncollected,
        refunded=reckoned.refunded,
        reason=giving.reason,
        created_at=tx.now,
    )
    await store.write_giveback(tx, made, key=giving.key, asked_by=giving.by)
    await store.keep(tx, [replace(piece, giveback_id=made.id) for piece in going])
    if giving.with_charges:
        await store.give_back_charges(tx, order.id, made.id)
    elif giving.with_fee:
        await store.give_back_fee(tx, order.id, made.id)
    for share in reckoned.shares:
        await _grant(tx, share, made, giving)
    await _become_credit(tx, order, reckoned.shares, made, giving)
    await _credit(tx, made, going, books.charges if giving.with_charges else ())
    after = replace(order, collectable=order.collectable - reckoned.uncollected)
    await restate(tx, after, event=event, by=giving.by, note=giving.reason)
    return made


async def books_of(snapshot: Snapshot, order: Order) -> Books:
    """What an order's money depends on. To decide from it, hold the order's lock."""
    charges = await store.charges_of(snapshot, order.id)
    known = await payments.payments_of_order(snapshot, order.id)
    parcels = await shipping.shipments_of(snapshot, order.id)
    return Books(
        order=order,
        pieces=await store.pieces_of(snapshot, order.id),
        charges=[charge for charge in charges if charge.giveback_id is None],
        tenders=tenders_of(known),
        asked={parcel.id: parcel.collectable for parcel in parcels},
    )


def _moved(pieces: Sequence[Piece], giving: GivingBack) -> list[Piece]:
    """The pieces after what became of them, by their life. Raises WrongMoment."""
    events = {(p.line_id, p.piece): EVENT[giving.kind] for p in giving.pieces}
    events |= {(p.line_id, p.piece): PieceEvent.LOSE for p in giving.missing}
    return [
        replace(piece, state=PIECE_LIFE.after(piece.state, happened))
        for piece in pieces
        if (happened := events.get((piece.line_id, piece.piece))) is not None
    ]


async def _grant(tx: Transaction, share: Share, made: Giveback, giving: GivingBack) -> None:
    """Promise a share back; a job asks the gateway for what goes to its source."""
    refund = await payments.grant_refund(
        tx,
        share.tender,
        share.amount,
        reason=giving.reason,
        key=f"giveback:{made.id.hex}:{share.tender.id.hex}:{share.destination}",
        asked_by=giving.by,
        destination=share.destination,
        giveback_id=made.id,
    )
    if share.destination is Destination.STORE_CREDIT:
        await payments.note_settled(tx, refund)
    elif share.destination is Destination.SOURCE:
        await send_soon(tx, refund.id)
    else:
        await owe_to_account(tx, refund, giving.account_id)


async def _become_credit(
    tx: Transaction, order: Order, shares: Sequence[Share], made: Giveback, giving: GivingBack
) -> None:
    """Give what goes to store credit, and spend it where an exchange is paid with it."""
    to_credit = [share for share in shares if share.destination is Destination.STORE_CREDIT]
    if (amount := sum(share.amount for share in to_credit)) == 0:
        return
    key = f"giveback:{made.id.hex}"
    await credit.give(tx, order.user_id, amount, key=key, order_id=order.id)
    if giving.spent_on is not None:
        spent = min(amount, giving.spent)
        await credit.spend(tx, order.user_id, spent, order_id=giving.spent_on)


async def _credit(
    tx: Transaction, made: Giveback, going: Sequence[Piece], charges: Sequence[OrderCharge]
) -> None:
    """Credit notes for what was invoiced: pieces that never left were not."""
    back = invoices.GivenBack(
        made.id,
        tuple(invoices.PieceKey(piece.line_id, piece.piece) for piece in going),
        tuple({charge.kind for charge in charges}),
        made.reason,
    )
    await invoices.issue_credit_notes(tx, made.order_id, back)
