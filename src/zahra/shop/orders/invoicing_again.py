"""Invoicing again what its buyer has though its invoice counts for nothing: that was voided, or was
credited for a parcel that was found again."""

from uuid import UUID

from zahra.base import audit
from zahra.base.actors import Actor, Permission
from zahra.base.db import Transaction
from zahra.shop import invoices, shipping
from zahra.shop.invoices import Anew, Invoice, PieceKey, StillCounts
from zahra.shop.orders.returning import lock_order
from zahra.shop.orders.states import PieceState
from zahra.shop.orders.store import pieces as store
from zahra.shop.payments import Payment

_HAD = (PieceState.DELIVERED, PieceState.RETURNED)


async def invoice_again(tx: Transaction, actor: Actor, invoice_id: UUID) -> Invoice:
    """Issue an invoice in the place of one that counts for nothing; once, and audited then.

    Of one that was voided it is what was not given back. Of a parcel that was found again it is all
    that was in it: finance says by this that the buyer keeps the goods and has paid for them. Needs
    `finance:write` and a fresh proof. Raises NotFound, StillCounts.
    """
    actor.must(Permission.FINANCE_WRITE)
    actor.must_be_fresh(tx.now)
    seen = await invoices.invoice(tx, invoice_id)
    if seen.shipment_id is None:
        raise StillCounts
    await lock_order(tx, seen.order_id)
    made = await invoices.invoice_anew(tx, await _standing(tx, seen, seen.shipment_id))
    if made.issued_at == tx.now:
        subject, detail = f"invoice:{made.number}", {"instead_of": seen.number}
        await audit.note(tx, actor, "invoice.again", subject=subject, detail=detail)
    return made


async def credit_found(tx: Transaction, payment: Payment, *, giveback_id: UUID, why: str) -> None:
    """Credit what was invoiced again for cash that was set aside and now goes back. The order's
    lock is held; nothing where it was not invoiced again."""
    parcel = UUID(payment.provider_payment_id)
    known = await invoices.invoices_of(tx, payment.order_id)
    gone = {each.original_id for each in known}
    for again in known:
        is_live = again.replaces_id and not again.voided_at and again.id not in gone
        if again.shipment_id == parcel and is_live:
            anew = await _standing(tx, again, parcel)
            back = invoices.Crediting(
                giveback_id, again.id, tuple(anew.pieces), tuple(anew.charges), why
            )
            await invoices.issue_credit_note(tx, back)


async def _standing(tx: Transaction, seen: Invoice, shipment_id: UUID) -> Anew:
    """What of an invoice its buyer has, or is to get."""
    parcel = await shipping.shipment(tx, shipment_id)
    own = [p for p in await store.pieces_of(tx, seen.order_id) if p.shipment_id == shipment_id]
    charges = await store.charges_of(tx, seen.order_id)
    is_found = parcel.is_delivered and not any(piece.state in _HAD for piece in own)
    return Anew(
        seen.id,
        frozenset(PieceKey(p.line_id, p.piece) for p in own if is_found or not p.giveback_id),
        frozenset(each.kind for each in charges if is_found or not each.giveback_id),
    )
