"""SQL of the ladder's rules, and of phones and PIN codes that are listed."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from psycopg.types.json import Jsonb

from zahra.base.db import Snapshot, Transaction
from zahra.shop.cod.model import CodRules, Listing, ListingKind, Standing


async def standing(snapshot: Snapshot, user_id: UUID | None, pincode: str | None) -> Standing:
    found = await snapshot.row(
        Standing,
        """
        SELECT s.* FROM jsonb_to_record(
            cod_standing(%(user_id)s::uuid, %(pincode)s::text, %(now)s::timestamptz)) AS s (
            rules jsonb, person_key text, rtos int, delivered int, open int, phone_verdict text,
            pin_verdict text, email_domain text)
        """,
        user_id=user_id,
        pincode=pincode,
        now=snapshot.now,
    )
    assert found is not None
    return found


async def rules_at(snapshot: Snapshot, moment: datetime) -> CodRules:
    """The rules that were in force."""
    found = await snapshot.row(
        CodRules,
        """
        SELECT id, valid_from, otp_from, advance_from, prepaid_from, open_most, high_value_from,
            advance_percent, advance_least, points, changed_by
        FROM cod_rules WHERE valid_from <= %(moment)s ORDER BY valid_from DESC LIMIT 1
        """,
        moment=moment,
    )
    assert found is not None
    return found


async def add_rules(tx: Transaction, rules: CodRules) -> None:
    await tx.run(
        """
        INSERT INTO cod_rules (id, valid_from, otp_from, advance_from, prepaid_from, open_most,
            high_value_from, advance_percent, advance_least, points, changed_by)
        VALUES (%(id)s, %(valid_from)s, %(otp_from)s, %(advance_from)s, %(prepaid_from)s,
            %(open_most)s, %(high_value_from)s, %(advance_percent)s, %(advance_least)s, %(points)s,
            %(changed_by)s)
        """,
        **{**asdict(rules), "points": Jsonb(dict(rules.points))},
    )


async def keep_rule_writers_out(tx: Transaction) -> None:
    """One change of the rules at a time: each builds on the one before."""
    await tx.run("LOCK TABLE cod_rules IN SHARE ROW EXCLUSIVE MODE")


async def put_listing(tx: Transaction, listing: Listing, key: str) -> None:
    await tx.run(
        """
        INSERT INTO cod_listings (kind, key, shown, verdict, reason, until, changed_by, changed_at)
        VALUES (%(kind)s, %(key)s, %(shown)s, %(verdict)s, %(reason)s, %(until)s, %(changed_by)s,
            %(changed_at)s)
        ON CONFLICT (kind, key) DO UPDATE SET verdict = excluded.verdict,
            reason = excluded.reason, until = excluded.until, changed_by = excluded.changed_by,
            changed_at = excluded.changed_at
        """,
        key=key,
        **asdict(listing),
    )


async def take_listing(tx: Transaction, kind: ListingKind, key: str) -> bool:
    """Whether there was one."""
    return (
        await tx.run(
            "DELETE FROM cod_listings WHERE kind = %(kind)s AND key = %(key)s", kind=kind, key=key
        )
        > 0
    )


async def listings(snapshot: Snapshot, *, limit: int, offset: int) -> list[Listing]:
    """The latest first."""
    return await snapshot.rows(
        Listing,
        """
        SELECT kind, shown, verdict, reason, until, changed_by, changed_at FROM cod_listings
        ORDER BY changed_at DESC, key LIMIT %(limit)s OFFSET %(offset)s
        """,
        limit=limit,
        offset=offset,
    )
