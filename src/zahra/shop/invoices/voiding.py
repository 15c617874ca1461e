"""Voiding a document that should not have been issued: its number stays taken."""

from uuid import UUID

from zahra.base import audit
from zahra.base.actors import Actor, Permission
from zahra.base.clock import ist_day
from zahra.base.db import Rank, Transaction
from zahra.base.errors import Invalid, NotFound
from zahra.shop.invoices.errors import NotVoidable
from zahra.shop.invoices.store import crediting as store
from zahra.shop.invoices.store import voiding


async def void_invoice(tx: Transaction, actor: Actor, invoice_id: UUID, *, reason: str) -> None:
    """Say that an invoice counts for nothing: registers leave it out, GSTR-1 table 13 counts it.
    Goods that stay with their buyer are to be invoiced again (`orders.invoice_again`).

    Only in the month it is dated in, and only one of which nothing was credited: later it has been
    reported, and a credit note is the way. Needs `finance:write` and a fresh proof. Raises
    NotFound, NotVoidable.
    """
    actor.must(Permission.FINANCE_WRITE)
    actor.must_be_fresh(tx.now)
    if not reason.strip() or len(reason) > 200:
        raise Invalid({"reason": "Say why, in up to 200 letters."})
    tx.locking(Rank.INVOICE_COUNTER)
    found = await store.invoice_to_credit(tx, invoice_id)
    if found is None:
        raise NotFound
    invoice, today = found.invoice, ist_day(tx.now)
    is_of_this_month = (invoice.dated.year, invoice.dated.month) == (today.year, today.month)
    credited = any(a.is_credited for a in await store.amounts_of_invoice(tx, invoice_id))
    if invoice.voided_at or credited or not is_of_this_month:
        raise NotVoidable
    await voiding.void(tx, invoice_id, by=actor.label, reason=reason.strip())
    await audit.note(tx, actor, "invoice.void", subject=f"invoice:{invoice.number}")
