"""SQL of saved ways of paying, and of who people are at gateways."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from zahra.base import ids
from zahra.base.db import Snapshot, Transaction
from zahra.shop.payments.provider import TokenFact


@dataclass(frozen=True, slots=True)
class Customer:
    """Who somebody is at a gateway; no id yet where it has not answered."""

    user_id: UUID
    provider: str
    customer_id: str | None
    agreed_at: datetime


@dataclass(frozen=True, slots=True)
class SavedMethod:
    """A way of paying by reference. Never a card's number or expiry."""

    id: UUID
    provider: str
    kind: str
    last_four: str | None
    network: str | None
    issuer: str | None
    created_at: datetime

    @property
    def told(self) -> Mapping[str, Any]:
        """What its owner may know of it."""
        return {
            "kind": self.kind,
            "lastFour": self.last_four,
            "network": self.network,
            "issuer": self.issuer,
            "savedAt": self.created_at.isoformat(timespec="seconds"),
        }


@dataclass(frozen=True, slots=True)
class Reference:
    """How a gateway names a saved way of paying and its owner."""

    provider: str
    customer_id: str
    token_id: str


async def customers_of(snapshot: Snapshot, user_id: UUID) -> list[Customer]:
    return await snapshot.rows(
        Customer,
        """
        SELECT user_id, provider, customer_id, agreed_at FROM gateway_customers
        WHERE user_id = %(user_id)s ORDER BY provider
        """,
        user_id=user_id,
    )


async def agree(tx: Transaction, *, user_id: UUID, provider: str) -> None:
    await tx.run(
        """
        INSERT INTO gateway_customers (user_id, provider, agreed_at)
        VALUES (%(user_id)s, %(provider)s, %(now)s)
        ON CONFLICT (user_id, provider) DO NOTHING
        """,
        user_id=user_id,
        provider=provider,
        now=tx.now,
    )


async def owner_of(snapshot: Snapshot, provider: str, customer_id: str) -> UUID | None:
    """Whose customer at a gateway this is."""
    return await snapshot.value(
        """
        SELECT user_id FROM gateway_customers
        WHERE provider = %(provider)s AND customer_id = %(customer_id)s
        """,
        provider=provider,
        customer_id=customer_id,
    )


async def keep_customer(tx: Transaction, *, user_id: UUID, provider: str, customer_id: str) -> None:
    """Who somebody is there. A contact that changed hands takes its customer along."""
    named = {"user_id": user_id, "provider": provider, "customer_id": customer_id}
    await tx.run(  # first, and by itself: one statement would meet its own unique key
        """
        DELETE FROM gateway_customers
        WHERE provider = %(provider)s AND customer_id = %(customer_id)s
            AND user_id <> %(user_id)s
        """,
        **named,
    )
    await tx.run(
        """
        UPDATE gateway_customers SET customer_id = %(customer_id)s
        WHERE user_id = %(user_id)s AND provider = %(provider)s
        """,
        **named,
    )


async def methods_of(snapshot: Snapshot, user_id: UUID) -> list[SavedMethod]:
    """Newest first."""
    return await snapshot.rows(
        SavedMethod,
        """
        SELECT id, provider, kind, last_four, network, issuer, created_at FROM saved_methods
        WHERE user_id = %(user_id)s ORDER BY created_at DESC, id DESC
        """,
        user_id=user_id,
    )


async def method(snapshot: Snapshot, user_id: UUID, method_id: UUID) -> Reference | None:
    return await snapshot.row(
        Reference,
        """
        SELECT m.provider, c.customer_id, m.token_id
        FROM saved_methods m JOIN gateway_customers c USING (user_id, provider)
        WHERE m.id = %(id)s AND m.user_id = %(user_id)s AND c.customer_id IS NOT NULL
        """,
        id=method_id,
        user_id=user_id,
    )


async def replace_methods(
    tx: Transaction, *, customer: Customer, tokens: Sequence[TokenFact]
) -> None:
    """Hold just what the gateway told, by one statement; nothing if the agreement is gone."""
    told = [
        {
            "id": str(ids.new()),
            "token_id": token.id,
            "kind": token.kind,
            "last_four": token.last_four,
            "network": token.network,
            "issuer": token.issuer,
            "created_at": token.created_at.isoformat(),
        }
        for token in tokens
    ]
    await tx.run(
        """
        WITH told AS (
            SELECT * FROM jsonb_to_recordset(%(told)s) AS t (id uuid, token_id text, kind text,
                last_four text, network text, issuer text, created_at timestamptz)
        ), gone AS (
            DELETE FROM saved_methods WHERE user_id = %(user_id)s AND provider = %(provider)s
                AND token_id NOT IN (SELECT token_id FROM told))
        INSERT INTO saved_methods (id, user_id, provider, token_id, kind, last_four, network,
            issuer, created_at)
        SELECT t.id, c.user_id, c.provider, t.token_id, t.kind, t.last_four, t.network, t.issuer,
            t.created_at
        FROM told t JOIN gateway_customers c
            ON c.user_id = %(user_id)s AND c.provider = %(provider)s
        ON CONFLICT (provider, token_id) DO NOTHING
        """,
        told=Jsonb(told),
        user_id=customer.user_id,
        provider=customer.provider,
    )


async def drop_method(tx: Transaction, *, method_id: UUID) -> None:
    await tx.run("DELETE FROM saved_methods WHERE id = %(id)s", id=method_id)


async def forget_person(tx: Transaction, user_id: UUID) -> None:
    """Their saved ways of paying go with it."""
    await tx.run("DELETE FROM gateway_customers WHERE user_id = %(user_id)s", user_id=user_id)
