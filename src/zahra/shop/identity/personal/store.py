"""SQL of everything identity knows of one person."""

from typing import Any
from uuid import UUID

from zahra.base.db import Snapshot, Transaction
from zahra.shop.identity.contacts.model import Contact


async def told_about(snapshot: Snapshot, user_id: UUID) -> dict[str, Any]:
    """One JSON document, made by one statement."""
    return await snapshot.value(
        """
        SELECT jsonb_build_object(
            'profile', jsonb_build_object('id', u.id, 'name', u.name,
                'dateOfBirth', u.date_of_birth, 'marketingConsent', u.marketing_consent,
                'createdAt', u.created_at, 'lastLoginAt', u.last_login_at),
            'contacts', (SELECT coalesce(jsonb_agg(jsonb_build_object('kind', i.kind,
                    'value', i.value, 'verifiedAt', i.verified_at, 'releasedAt', i.released_at)
                    ORDER BY i.verified_at), '[]')
                FROM identities i WHERE i.user_id = u.id),
            'addresses', (SELECT coalesce(jsonb_agg(to_jsonb(a) - 'user_id'
                    ORDER BY a.created_at), '[]')
                FROM addresses a WHERE a.user_id = u.id),
            'sessions', (SELECT coalesce(jsonb_agg(jsonb_build_object('kind', s.kind,
                    'device', s.device, 'userAgent', s.user_agent, 'firstAddress', s.ip_first,
                    'lastAddress', s.ip_last, 'createdAt', s.created_at,
                    'lastSeenAt', s.last_seen_at, 'endedAt', s.revoked_at,
                    'endedBecause', s.revoke_reason) ORDER BY s.created_at), '[]')
                FROM sessions s WHERE s.user_id = u.id),
            'devices', (SELECT coalesce(jsonb_agg(jsonb_build_object('label', d.label,
                    'firstSeenAt', d.first_seen_at, 'lastSeenAt', d.last_seen_at)
                    ORDER BY d.first_seen_at), '[]')
                FROM user_devices d WHERE d.user_id = u.id),
            'passwordChangedAt', (SELECT p.changed_at FROM passwords p WHERE p.user_id = u.id),
            'authenticatorAppSince', (SELECT t.created_at FROM totp_secrets t
                WHERE t.user_id = u.id),
            'passkeys', (SELECT coalesce(jsonb_agg(jsonb_build_object('name', k.name,
                    'createdAt', k.created_at, 'lastUsedAt', k.last_used_at)
                    ORDER BY k.created_at), '[]')
                FROM passkeys k WHERE k.user_id = u.id),
            'securityDiary', (SELECT coalesce(jsonb_agg(jsonb_build_object('at', e.at,
                    'what', e.type, 'outcome', e.outcome, 'address', e.ip) ORDER BY e.at, e.id),
                    '[]')
                FROM auth_events e WHERE e.user_id = u.id))
        FROM users u WHERE u.id = %(user)s
        """,
        user=user_id,
    )


async def works_here(snapshot: Snapshot, user_id: UUID) -> bool:
    """Whether somebody may do anything in the shop that a shopper may not."""
    return await snapshot.value(
        "SELECT roles <> '{}' OR permissions <> '{}' FROM users WHERE id = %(user)s", user=user_id
    )


async def blank(tx: Transaction, user_id: UUID) -> None:
    """What stays of an account are the times at which it was opened and closed."""
    await tx.run(
        """
        UPDATE users SET status = 'erased', erased_at = %(now)s, name = NULL,
            date_of_birth = NULL, marketing_consent = false
        WHERE id = %(user)s
        """,
        user=user_id,
        now=tx.now,
    )


async def forget_belongings(tx: Transaction, user_id: UUID) -> None:
    """Delete what belongs to an account, blank where it was used from, let go of its contacts."""
    await tx.run(
        """
        WITH addresses AS (DELETE FROM addresses WHERE user_id = %(user)s),
            passwords AS (DELETE FROM passwords WHERE user_id = %(user)s),
            resets AS (DELETE FROM password_resets WHERE user_id = %(user)s),
            secrets AS (DELETE FROM totp_secrets WHERE user_id = %(user)s),
            passkeys AS (DELETE FROM passkeys WHERE user_id = %(user)s),
            recovery AS (DELETE FROM recovery_codes WHERE user_id = %(user)s),
            enrolments AS (DELETE FROM enrolments WHERE user_id = %(user)s),
            ceremonies AS (DELETE FROM ceremonies WHERE user_id = %(user)s),
            devices AS (DELETE FROM user_devices WHERE user_id = %(user)s),
            keys AS (DELETE FROM api_keys WHERE user_id = %(user)s),
            wishes AS (DELETE FROM pending_contacts WHERE user_id = %(user)s),
            claims AS (DELETE FROM number_claims WHERE user_id = %(user)s),
            contacts AS (UPDATE identities SET released_at = %(now)s
                WHERE user_id = %(user)s AND released_at IS NULL)
        UPDATE sessions SET device = '', user_agent = '', ua_hash = NULL, ip_first = NULL,
            ip_last = NULL
        WHERE user_id = %(user)s
        """,
        user=user_id,
        now=tx.now,
    )


async def contacts_of_erased(snapshot: Snapshot, user_id: UUID) -> list[Contact]:
    """The contacts that were let go of when the account was closed."""
    return await snapshot.rows(
        Contact,
        """
        SELECT i.id, i.kind, i.value FROM identities i JOIN users u ON u.id = i.user_id
        WHERE u.id = %(user)s AND u.status = 'erased' AND i.released_at = u.erased_at
        ORDER BY i.kind
        """,
        user=user_id,
    )


async def forget_contacts(tx: Transaction, user_id: UUID) -> None:
    """Delete the contacts of a closed account, and the codes that went there."""
    await tx.run(
        """
        WITH gone AS (DELETE FROM identities i USING users u
            WHERE i.user_id = %(user)s AND u.id = i.user_id AND u.status = 'erased'
            RETURNING i.value)
        DELETE FROM otp_challenges c USING gone WHERE c.identifier = gone.value
            AND (c.consumed_at IS NOT NULL OR c.superseded_at IS NOT NULL
                 OR c.expires_at <= %(now)s)
        """,
        user=user_id,
        now=tx.now,
    )


async def forget_leftovers(tx: Transaction) -> None:
    """Delete released contacts whose time is over, and wishes and claims that have run out."""
    await tx.run(
        """
        WITH wishes AS (DELETE FROM pending_contacts WHERE expires_at <= %(now)s),
            claims AS (DELETE FROM number_claims WHERE expires_at <= %(now)s)
        DELETE FROM identities i USING users u
        WHERE u.id = i.user_id AND i.released_at IS NOT NULL
          AND (i.released_at <= %(now)s::timestamptz - interval '30 days'
               OR u.erased_at <= %(now)s::timestamptz - interval '1 day')
        """,
        now=tx.now,
    )
