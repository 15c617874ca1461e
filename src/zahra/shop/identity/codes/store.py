"""SQL of one-time codes: the throttle, the challenges, the count of failures."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from zahra.base.db import Snapshot, Transaction
from zahra.shop.identity.codes.challenge import Challenge, Purpose, Throttle


async def take_send(
    tx: Transaction,
    identifier: str,
    *,
    day: date,
    cooldowns: Sequence[timedelta],
    cap: int | None,
) -> datetime | None:
    """Count one message to an identifier: when the next may go, or None when it is too soon.

    The row's lock lets one sender at a time through. Without a `cap` nothing is refused.
    """
    return await tx.value(
        """
        INSERT INTO otp_throttle AS t (identifier, next_send_at, day, sent_today)
        VALUES (%(identifier)s, %(now)s::timestamptz + (%(cooldowns)s::interval[])[1], %(day)s, 1)
        ON CONFLICT (identifier) DO UPDATE SET
            next_send_at = %(now)s::timestamptz + (%(cooldowns)s::interval[])[
                least(CASE WHEN t.day = %(day)s THEN t.sent_today + 1 ELSE 1 END,
                      cardinality(%(cooldowns)s::interval[]))],
            day = %(day)s,
            sent_today = CASE WHEN t.day = %(day)s THEN t.sent_today + 1 ELSE 1 END
        WHERE %(cap)s::int IS NULL
           OR (t.next_send_at <= %(now)s AND (t.day < %(day)s OR t.sent_today < %(cap)s::int))
        RETURNING next_send_at
        """,
        identifier=identifier,
        now=tx.now,
        day=day,
        cooldowns=list(cooldowns),
        cap=cap,
    )


async def throttle(snapshot: Snapshot, identifier: str) -> Throttle | None:
    return await snapshot.row(
        Throttle,
        "SELECT next_send_at, day, sent_today FROM otp_throttle WHERE identifier = %(identifier)s",
        identifier=identifier,
    )


async def supersede(tx: Transaction, identifier: str, purpose: Purpose) -> None:
    """Put an end to the identifier's live challenge of this purpose, if it has one."""
    await tx.run(
        """
        UPDATE otp_challenges SET superseded_at = %(now)s
        WHERE identifier = %(identifier)s AND purpose = %(purpose)s
          AND consumed_at IS NULL AND superseded_at IS NULL
        """,
        identifier=identifier,
        purpose=purpose.value,
        now=tx.now,
    )


async def supersede_all(tx: Transaction, user_id: UUID) -> None:
    """Put an end to every live challenge of a user's phone and address, whatever it is for."""
    await tx.run(
        """
        UPDATE otp_challenges SET superseded_at = %(now)s
        WHERE identifier IN (SELECT value FROM identities
                             WHERE user_id = %(user)s AND released_at IS NULL)
          AND consumed_at IS NULL AND superseded_at IS NULL
        """,
        user=user_id,
        now=tx.now,
    )


async def is_live(snapshot: Snapshot, identifier: str, purpose: Purpose) -> bool:
    """Whether a code for this is on its way and can still be answered."""
    return await snapshot.value(
        """
        SELECT EXISTS (SELECT 1 FROM otp_challenges
            WHERE identifier = %(identifier)s AND purpose = %(purpose)s
              AND consumed_at IS NULL AND superseded_at IS NULL AND expires_at > %(now)s)
        """,
        identifier=identifier,
        purpose=purpose.value,
        now=snapshot.now,
    )


async def add_challenge(tx: Transaction, challenge: Challenge, *, binding: bytes | None) -> None:
    await tx.run(
        """
        INSERT INTO otp_challenges (id, purpose, identifier, channel, salt, code_hmac, kid,
                                    binding_hash, created_at, expires_at)
        VALUES (%(id)s, %(purpose)s, %(identifier)s, %(channel)s, %(salt)s, %(code_hmac)s, %(kid)s,
                %(binding)s, %(now)s, %(expires_at)s)
        """,
        id=challenge.id,
        purpose=challenge.purpose.value,
        identifier=challenge.identifier,
        channel=challenge.channel.value,
        salt=challenge.salt,
        code_hmac=challenge.code_hmac,
        kid=challenge.kid,
        binding=binding,
        now=tx.now,
        expires_at=challenge.expires_at,
    )


async def count_resend(
    tx: Transaction, challenge_id: UUID, *, binding: bytes | None, most: int
) -> Challenge | None:
    """Count one more message for a live challenge; None when there is none, or were too many."""
    return await tx.row(
        Challenge,
        """
        UPDATE otp_challenges SET send_count = send_count + 1
        WHERE id = %(id)s AND binding_hash IS NOT DISTINCT FROM %(binding)s::bytea
          AND consumed_at IS NULL AND superseded_at IS NULL AND expires_at > %(now)s
          AND send_count < %(most)s
        RETURNING id, purpose, identifier, channel, salt, code_hmac, kid, send_count, expires_at
        """,
        id=challenge_id,
        binding=binding,
        now=tx.now,
        most=most,
    )


async def challenge_to_send(snapshot: Snapshot, challenge_id: UUID) -> Challenge | None:
    """A challenge that can still be answered."""
    return await snapshot.row(
        Challenge,
        """
        SELECT id, purpose, identifier, channel, salt, code_hmac, kid, send_count, expires_at
        FROM otp_challenges
        WHERE id = %(id)s AND consumed_at IS NULL AND superseded_at IS NULL
          AND expires_at > %(now)s
        """,
        id=challenge_id,
        now=snapshot.now,
    )


async def take_try(
    tx: Transaction,
    identifier: str,
    *,
    purpose: Purpose,
    binding: bytes | None,
    challenge_id: UUID | None,
    most: int,
) -> Challenge | None:
    """Count one try of the identifier's one live challenge; None when there is nothing to try."""
    return await tx.row(
        Challenge,
        """
        UPDATE otp_challenges SET attempts = attempts + 1
        WHERE identifier = %(identifier)s AND purpose = %(purpose)s
          AND binding_hash IS NOT DISTINCT FROM %(binding)s::bytea
          AND (%(id)s::uuid IS NULL OR id = %(id)s::uuid)
          AND attempts < %(most)s AND expires_at > %(now)s
          AND consumed_at IS NULL AND superseded_at IS NULL
        RETURNING id, purpose, identifier, channel, salt, code_hmac, kid, send_count, expires_at
        """,
        identifier=identifier,
        purpose=purpose.value,
        binding=binding,
        id=challenge_id,
        most=most,
        now=tx.now,
    )


async def consume(tx: Transaction, challenge_id: UUID) -> bool:
    """Use a challenge up: true for exactly one of any number of callers."""
    return bool(
        await tx.run(
            "UPDATE otp_challenges SET consumed_at = %(now)s"
            " WHERE id = %(id)s AND consumed_at IS NULL",
            id=challenge_id,
            now=tx.now,
        )
    )


async def failures_this_hour(snapshot: Snapshot) -> int:
    """Wrong codes compared in this hour of the clock, all identifiers together."""
    found = await snapshot.value(
        "SELECT failed FROM otp_failures WHERE hour = date_trunc('hour', %(now)s::timestamptz)",
        now=snapshot.now,
    )
    return found or 0


async def count_failure(tx: Transaction) -> None:
    await tx.run(
        """
        INSERT INTO otp_failures AS f (hour, failed)
        VALUES (date_trunc('hour', %(now)s::timestamptz), 1)
        ON CONFLICT (hour) DO UPDATE SET failed = f.failed + 1
        """,
        now=tx.now,
    )


async def sms_budget(snapshot: Snapshot) -> int | None:
    """How many SMS this hour of the clock may take; None where nobody has planned it."""
    return await snapshot.value(
        "SELECT allowed FROM sms_budgets WHERE hour = date_trunc('hour', %(now)s::timestamptz)",
        now=snapshot.now,
    )


async def plan_sms_budget(tx: Transaction, *, floor: int, times: int) -> None:
    """Plan this hour and the next: `times` the median of the same hour of the last seven days,
    where an hour counts for what it was allowed at the most: an attack raises no budget by more."""
    await tx.run(
        """
        WITH hours AS (
            SELECT date_trunc('hour', %(now)s::timestamptz) + ahead * interval '1 hour' AS hour
            FROM generate_series(0, 1) ahead
        ), counted AS (
            SELECT h.hour, least(count(c.id), coalesce(b.allowed, %(floor)s)) AS sent
            FROM hours h CROSS JOIN generate_series(1, 7) back
            LEFT JOIN sms_budgets b ON b.hour = h.hour - back * interval '1 day'
            LEFT JOIN otp_challenges c ON c.channel = 'sms'
             AND c.created_at >= h.hour - back * interval '1 day'
             AND c.created_at < h.hour - back * interval '1 day' + interval '1 hour'
            GROUP BY h.hour, back, b.allowed
        )
        INSERT INTO sms_budgets (hour, allowed)
        SELECT hour, greatest(%(floor)s, %(times)s
                   * percentile_cont(0.5) WITHIN GROUP (ORDER BY sent))::int
        FROM counted GROUP BY hour
        ON CONFLICT (hour) DO UPDATE SET allowed = excluded.allowed
        """,
        now=tx.now,
        floor=floor,
        times=times,
    )
    await tx.run(
        "DELETE FROM sms_budgets WHERE hour < %(now)s::timestamptz - interval '8 days'", now=tx.now
    )
