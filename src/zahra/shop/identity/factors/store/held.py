"""SQL of what somebody has, all factors together."""

from uuid import UUID

from zahra.base.db import Snapshot
from zahra.shop.identity.factors.model import Factors


async def factors_of(snapshot: Snapshot, user_id: UUID) -> Factors:
    found = await snapshot.row(
        Factors,
        """
        SELECT EXISTS (SELECT 1 FROM totp_secrets WHERE user_id = %(user)s) AS has_totp,
               (SELECT count(*) FROM passkeys WHERE user_id = %(user)s) AS passkeys,
               (SELECT count(*) FROM recovery_codes
                WHERE user_id = %(user)s AND used_at IS NULL) AS recovery_codes
        """,
        user=user_id,
    )
    assert found is not None, "a SELECT without FROM has one row"
    return found
