"""SQL of authenticator apps."""

from uuid import UUID

from zahra.base.db import Transaction
from zahra.shop.identity.factors.model import TotpSecret


async def keep(tx: Transaction, secret: TotpSecret) -> None:
    """Write a confirmed secret down, in the place of an older one."""
    await tx.run(
        """
        INSERT INTO totp_secrets (user_id, sealed, kid, created_at, last_step)
        VALUES (%(user)s, %(sealed)s, %(kid)s, %(now)s, %(step)s)
        ON CONFLICT (user_id) DO UPDATE SET
            sealed = excluded.sealed, kid = excluded.kid, created_at = excluded.created_at,
            last_step = excluded.last_step, failed_in_a_row = 0
        """,
        user=secret.user_id,
        sealed=secret.sealed,
        kid=secret.kid,
        now=tx.now,
        step=secret.last_step,
    )


async def take_try(tx: Transaction, user_id: UUID, *, most: int) -> TotpSecret | None:
    """Count a try as failed until it proves right; None past `most` in a row, or without an app."""
    return await tx.row(
        TotpSecret,
        """
        UPDATE totp_secrets SET failed_in_a_row = failed_in_a_row + 1
        WHERE user_id = %(user)s AND failed_in_a_row < %(most)s
        RETURNING user_id, sealed, kid, last_step
        """,
        user=user_id,
        most=most,
    )


async def use_step(tx: Transaction, secret: TotpSecret, step: int) -> bool:
    """Use a step up, sealed as `secret` is now: true for exactly one of any number of callers."""
    return bool(
        await tx.run(
            """
            UPDATE totp_secrets SET last_step = %(step)s, sealed = %(sealed)s, kid = %(kid)s,
                                    failed_in_a_row = 0
            WHERE user_id = %(user)s AND last_step = %(before)s AND %(step)s > %(before)s
            """,
            user=secret.user_id,
            sealed=secret.sealed,
            kid=secret.kid,
            before=secret.last_step,
            step=step,
        )
    )


async def forget_failures(tx: Transaction, user_id: UUID) -> None:
    await tx.run(
        "UPDATE totp_secrets SET failed_in_a_row = 0 WHERE user_id = %(user)s", user=user_id
    )


async def remove(tx: Transaction, user_id: UUID) -> bool:
    return bool(await tx.run("DELETE FROM totp_secrets WHERE user_id = %(user)s", user=user_id))
