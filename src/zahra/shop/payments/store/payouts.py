"""SQL of payouts, of the accounts they go to and of the files for the bank."""

from dataclasses import asdict
from uuid import UUID

from zahra.base.db import Rank, Snapshot, Transaction
from zahra.shop.payments.payouts import Payout, PayoutAccount, PayoutFile, PayoutLine, PayoutState


async def insert_account(
    tx: Transaction, account: PayoutAccount, *, user_id: UUID, sealed: bytes, kid: str
) -> None:
    await tx.run(
        """
        INSERT INTO payout_destinations (id, user_id, kind, shown, sealed, kid, verified_at)
        VALUES (%(id)s, %(user_id)s, %(kind)s, %(shown)s, %(sealed)s, %(kid)s, %(verified_at)s)
        """,
        **asdict(account),
        user_id=user_id,
        sealed=sealed,
        kid=kid,
    )


async def accounts_of(snapshot: Snapshot, user_id: UUID) -> list[PayoutAccount]:
    """A person's accounts, the latest first."""
    return await snapshot.rows(
        PayoutAccount,
        """
        SELECT id, kind, shown, verified_at FROM payout_destinations
        WHERE user_id = %(user)s ORDER BY verified_at DESC, id DESC
        """,
        user=user_id,
    )


async def count_accounts(snapshot: Snapshot, user_id: UUID) -> int:
    return await snapshot.value(
        "SELECT count(*) FROM payout_destinations WHERE user_id = %(user)s", user=user_id
    )


async def remove_account(tx: Transaction, user_id: UUID, account_id: UUID) -> bool:
    """Whether it was there, its owner's, and nothing is on its way to it. Whoever has just named it
    for a payout is waited for: the second statement sees that."""
    await tx.run(
        "SELECT FROM payout_destinations WHERE id = %(id)s AND user_id = %(user)s FOR UPDATE",
        id=account_id,
        user=user_id,
    )
    gone = await tx.run(
        """
        DELETE FROM payout_destinations d WHERE d.id = %(id)s AND d.user_id = %(user)s
            AND NOT EXISTS (SELECT 1 FROM payouts p
                WHERE p.destination_id = d.id AND p.state IN ('granted', 'exported'))
        """,
        id=account_id,
        user=user_id,
    )
    return gone > 0


async def keep_account(tx: Transaction, account_id: UUID) -> bool:
    """Whether an account is there, and from now on until this transaction ends."""
    found = await tx.value(
        "SELECT id FROM payout_destinations WHERE id = %(id)s FOR KEY SHARE", id=account_id
    )
    return found is not None


async def forget_accounts(tx: Transaction, user_id: UUID) -> None:
    await tx.run(
        """
        DELETE FROM payout_destinations d WHERE d.user_id = %(user)s
            AND NOT EXISTS (SELECT 1 FROM payouts p
                WHERE p.destination_id = d.id AND p.state IN ('granted', 'exported'))
        """,
        user=user_id,
    )


async def insert(tx: Transaction, payout: Payout) -> None:
    """A new payout; nothing where its refund has one."""
    fields = asdict(payout)
    del fields["shown"]
    await tx.run(
        """
        INSERT INTO payouts (id, number, refund_id, order_id, amount, state, destination_id,
            file_id, utr, last_error, created_at, exported_at, settled_at)
        VALUES (%(id)s, %(number)s, %(refund_id)s, %(order_id)s, %(amount)s, %(state)s,
            %(destination_id)s, %(file_id)s, %(utr)s, %(last_error)s, %(created_at)s,
            %(exported_at)s, %(settled_at)s)
        ON CONFLICT (refund_id) DO NOTHING
        """,
        **fields,
    )


async def payout_to_change(tx: Transaction, payout_id: UUID) -> Payout | None:
    tx.locking(Rank.PAYMENT)
    return await tx.row(
        Payout,
        """
        SELECT p.id, p.number, p.refund_id, p.order_id, p.amount, p.state, p.destination_id,
            (SELECT shown FROM payout_destinations d WHERE d.id = p.destination_id) AS shown,
            p.file_id, p.utr, p.last_error, p.created_at, p.exported_at, p.settled_at
        FROM payouts p WHERE p.id = %(id)s FOR UPDATE
        """,
        id=payout_id,
    )


async def payout(snapshot: Snapshot, number: str) -> Payout | None:
    return await snapshot.row(
        Payout,
        """
        SELECT p.id, p.number, p.refund_id, p.order_id, p.amount, p.state, p.destination_id,
            d.shown, p.file_id, p.utr, p.last_error, p.created_at, p.exported_at, p.settled_at
        FROM payouts p LEFT JOIN payout_destinations d ON d.id = p.destination_id
        WHERE p.number = %(number)s
        """,
        number=number,
    )


async def payouts_newest(
    snapshot: Snapshot, *, state: PayoutState | None, limit: int, offset: int
) -> list[Payout]:
    """Newest first."""
    return await snapshot.rows(
        Payout,
        """
        SELECT p.id, p.number, p.refund_id, p.order_id, p.amount, p.state, p.destination_id,
            d.shown, p.file_id, p.utr, p.last_error, p.created_at, p.exported_at, p.settled_at
        FROM payouts p LEFT JOIN payout_destinations d ON d.id = p.destination_id
        WHERE %(state)s::text IS NULL OR p.state = %(state)s::text
        ORDER BY p.created_at DESC, p.id DESC LIMIT %(limit)s OFFSET %(offset)s
        """,
        state=state,
        limit=limit,
        offset=offset,
    )


async def count(snapshot: Snapshot, *, state: PayoutState | None) -> int:
    return await snapshot.value(
        """
        SELECT count(*) FROM payouts WHERE %(state)s::text IS NULL OR state = %(state)s::text
        """,
        state=state,
    )


async def keep(tx: Transaction, payout: Payout) -> None:
    await tx.run(
        """
        UPDATE payouts SET number = %(number)s, state = %(state)s,
            destination_id = %(destination_id)s, utr = %(utr)s, last_error = %(error)s,
            settled_at = %(settled_at)s
        WHERE id = %(id)s
        """,
        id=payout.id,
        number=payout.number,
        state=payout.state,
        destination_id=payout.destination_id,
        utr=payout.utr,
        error=payout.last_error,
        settled_at=payout.settled_at,
    )


async def granted_to_change(tx: Transaction, *, limit: int) -> list[Payout]:
    """Payouts that wait for a file, locked; those that another file is being made of are left
    out, and those of money that a bank may take back. The longest waiting first."""
    tx.locking(Rank.PAYMENT)
    return await tx.rows(
        Payout,
        """
        SELECT p.id, p.number, p.refund_id, p.order_id, p.amount, p.state, p.destination_id,
            NULL AS shown, p.file_id, p.utr, p.last_error, p.created_at, p.exported_at,
            p.settled_at
        FROM payouts p WHERE p.state = 'granted' AND NOT EXISTS (
            SELECT FROM refunds r JOIN payments m ON m.id = r.payment_id
            WHERE r.id = p.refund_id AND m.is_disputed)
        ORDER BY p.created_at, p.id LIMIT %(limit)s FOR UPDATE SKIP LOCKED
        """,
        limit=limit,
    )


async def put_in_file(tx: Transaction, file: PayoutFile, payout_ids: list[UUID]) -> None:
    """Write a file and that these payouts are in it."""
    await tx.run(
        """
        WITH file AS (
            INSERT INTO payout_files (id, number, payouts, amount, made_by, made_at)
            VALUES (%(id)s, %(number)s, %(payouts)s, %(amount)s, %(made_by)s, %(made_at)s)
            RETURNING id)
        UPDATE payouts p SET state = 'exported', file_id = file.id, exported_at = %(made_at)s
        FROM file WHERE p.id = ANY(%(ids)s)
        """,
        **asdict(file),
        ids=payout_ids,
    )


async def file_named(snapshot: Snapshot, number: str) -> PayoutFile | None:
    return await snapshot.row(
        PayoutFile,
        """
        SELECT id, number, payouts, amount, made_by, made_at FROM payout_files
        WHERE number = %(number)s
        """,
        number=number,
    )


async def lines_of(snapshot: Snapshot, file_id: UUID) -> list[PayoutLine]:
    """The lines of a file that is still out; the first granted first."""
    return await snapshot.rows(
        PayoutLine,
        """
        SELECT p.number, p.amount, d.user_id, d.sealed, d.kid
        FROM payouts p JOIN payout_destinations d ON d.id = p.destination_id
        WHERE p.file_id = %(id)s AND p.state IN ('exported', 'settled')
        ORDER BY p.created_at, p.id
        """,
        id=file_id,
    )


async def is_utr_taken(snapshot: Snapshot, utr: str) -> bool:
    return await snapshot.value(
        "SELECT EXISTS (SELECT 1 FROM payouts WHERE utr = %(utr)s)", utr=utr
    )
