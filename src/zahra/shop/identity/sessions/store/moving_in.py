"""SQL of taking over an older shop's refresh tokens."""

from dataclasses import dataclass
from datetime import datetime

from zahra.base.db import Snapshot, Transaction


@dataclass(frozen=True, slots=True)
class Moving:
    """How many at once, how long a token must be, and until when it may be used and its session
    live."""

    most: int
    shortest: int
    idle_expires_at: datetime
    absolute_expires_at: datetime


@dataclass(frozen=True, slots=True)
class Batch:
    """How many rows were taken out, and how many of them became sessions."""

    taken: int
    moved: int


async def waiting(snapshot: Snapshot) -> int:
    return await snapshot.value("SELECT count(*) FROM legacy_refresh_tokens")


async def move(tx: Transaction, moving: Moving) -> Batch:
    """Turn some tokens into sessions with a chain that begins at the token's hash.

    Nobody has proved anything today: the login is dated a day back at least.
    """
    found = await tx.row(
        Batch,
        """
        WITH taken AS (
            DELETE FROM legacy_refresh_tokens WHERE ctid = ANY(ARRAY(
                SELECT ctid FROM legacy_refresh_tokens LIMIT %(most)s FOR UPDATE SKIP LOCKED))
            RETURNING *, sha256(convert_to(token, 'UTF8')) AS hash
        ), good AS MATERIALIZED (
            SELECT DISTINCT ON (t.hash) t.hash, gen_random_uuid() AS id, u.id AS user_id,
                   u.auth_epoch, t.user_agent, least(t.expires_at, %(idle)s) AS idle,
                   least(t.created_at, %(now)s::timestamptz - interval '1 day') AS begun
            FROM taken t
            JOIN identities i ON i.value = t.identifier AND i.released_at IS NULL
            JOIN users u ON u.id = i.user_id AND u.status = 'active'
            WHERE t.expires_at > %(now)s AND char_length(t.token) >= %(shortest)s
              AND NOT EXISTS (SELECT 1 FROM refresh_tokens r WHERE r.token_hash = t.hash)
        ), opened AS (
            INSERT INTO sessions (id, user_id, kind, epoch, rt_hash, rt_rotated_at, auth_time, amr,
                user_agent, created_at, last_seen_at, idle_expires_at, absolute_expires_at)
            SELECT id, user_id, 'api', auth_epoch, hash, %(now)s, begun, '{legacy}', user_agent,
                   begun, begun, idle, %(absolute)s FROM good
        ), kept AS (
            INSERT INTO refresh_tokens (token_hash, session_id, generation, issued_at)
            SELECT hash, id, 0, begun FROM good
        )
        SELECT (SELECT count(*) FROM taken) AS taken, (SELECT count(*) FROM good) AS moved
        """,
        now=tx.now,
        most=moving.most,
        shortest=moving.shortest,
        idle=moving.idle_expires_at,
        absolute=moving.absolute_expires_at,
    )
    return found or Batch(0, 0)


async def empty(tx: Transaction) -> None:
    """Give the disk back what the tokens stood on, unless more have come meanwhile."""
    await tx.run("LOCK TABLE legacy_refresh_tokens IN ACCESS EXCLUSIVE MODE")
    if not await waiting(tx):
        await tx.run("TRUNCATE legacy_refresh_tokens")
