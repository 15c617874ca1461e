"""Taking in what couriers remit of the cash they took: parcel by parcel, each line once."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from zahra.base import audit
from zahra.base.actors import Actor, Permission
from zahra.base.db import Database, Transaction
from zahra.shop import cod
from zahra.shop.cod import Remittance, RemittanceLine, RemittanceVerdict
from zahra.shop.orders.moving import move_order
from zahra.shop.orders.states import MoneyEvent, PaymentStatus
from zahra.shop.orders.store import moving as store


@dataclass(frozen=True, slots=True)
class Remitted:
    """What became of a file: new lines by verdict, and how many were known already."""

    lines: int
    known: int
    verdicts: Mapping[RemittanceVerdict, int]


async def import_remittances(database: Database, actor: Actor, text: str) -> Remitted:
    """Take in a remittance file (CSV: AWB, amount in rupees, UTR, date); an order whose cash is
    all there moves on to remitted. A file that was cut short is simply sent again.

    Needs `finance:write` and a fresh proof; audited. Raises RemittanceUnreadable, and takes
    nothing.
    """
    actor.must(Permission.FINANCE_WRITE)
    lines = cod.lines_in(text)
    async with database.transaction() as tx:
        actor.must_be_fresh(tx.now)
        detail = {"lines": len(lines), "amount": sum(line.amount for line in lines)}
        await audit.note(tx, actor, "cod.remitted", subject=lines[0].utr, detail=detail)
    taken = [await database.run(partial(_take, line=line, by=actor.label)) for line in lines]
    new = [remittance for remittance in taken if remittance is not None]
    counts = Counter(remittance.verdict for remittance in new)
    return Remitted(len(lines), len(lines) - len(new), dict(counts))


async def _take(tx: Transaction, *, line: RemittanceLine, by: str) -> Remittance | None:
    """One line, under the lock of the order whose parcel it is about."""
    order_id = await cod.order_of_awb(tx, line.awb)
    order = await store.order_to_change(tx, order_id) if order_id else None
    remittance = await cod.keep_remittance(tx, line, order_id, by=by)
    if remittance is None or order is None:
        return remittance
    is_collected = order.payment_status is PaymentStatus.COD_COLLECTED
    if is_collected and await cod.owes_nothing(tx, order.id):
        note = f"UTR {line.utr}"
        await move_order(tx, order, money=MoneyEvent.REMIT_CASH, by="courier", note=note)
    return remittance
