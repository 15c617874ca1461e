"""Taking in what couriers remit of the cash they took: parcel by parcel, each line once."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from zahra.base import audit
from zahra.base.actors import Actor, Permission
from zahra.base.db import Database, Transaction
from zahra.shop import cod
from zahra.shop.cod import Remark, Remittance, RemittanceLine, RemittanceVerdict
from zahra.shop.orders.moving import move_order
from zahra.shop.orders.states import MoneyEvent, PaymentStatus
from zahra.shop.orders.store import moving as store


@dataclass(frozen=True, slots=True)
class Remitted:
    """What became of a file: new lines by verdict, how many were known already, and what somebody
    has to look at."""

    lines: int
    known: int
    verdicts: Mapping[RemittanceVerdict, int]
    remarks: tuple[Remark, ...] = ()


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
    new = [kept for kept, is_new in taken if is_new]
    return Remitted(
        lines=len(lines),
        known=len(lines) - len(new),
        verdicts=dict(Counter(kept.verdict for kept in new)),
        remarks=_remarks(lines, taken),
    )


def _remarks(
    lines: Sequence[RemittanceLine], taken: Sequence[tuple[Remittance, bool]]
) -> tuple[Remark, ...]:
    """What was said of a line is not said again, but where it says something else now or nobody
    knows its parcel still."""
    odd = [
        cod.remark_on(line, kept)
        for line, (kept, is_new) in zip(lines, taken, strict=True)
        if is_new or kept.amount != line.amount or kept.verdict is RemittanceVerdict.UNKNOWN_AWB
    ]
    return tuple(remark for remark in odd if remark is not None)


async def _take(tx: Transaction, *, line: RemittanceLine, by: str) -> tuple[Remittance, bool]:
    """One line, under the lock of the order whose parcel it is about; whether it is new."""
    order_id = await cod.order_of_awb(tx, line.awb)
    order = await store.order_to_change(tx, order_id) if order_id else None
    remittance, is_new = await cod.keep_remittance(tx, line, order_id, by=by)
    if not is_new or order is None:
        return remittance, is_new
    is_collected = order.payment_status is PaymentStatus.COD_COLLECTED
    if is_collected and await cod.owes_nothing(tx, order.id):
        note = f"UTR {line.utr}"
        await move_order(tx, order, money=MoneyEvent.REMIT_CASH, by="courier", note=note)
    return remittance, is_new
