"""People who sign in, and the postbox their codes arrive in."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from zahra.base.actors import Actor, Kind
from zahra.base.db import Database, Snapshot, Transaction
from zahra.base.keys import Keys
from zahra.shop import identity

ASHA = "+919876543210"
BINA = "bina@example.com"
TEST_KEY = "a key for tests, long enough to be one"
KEYS = Keys([TEST_KEY])
# Many tests share a database, and people whose numbers begin alike.
MANY_TESTS = identity.Policy(sms_to_a_prefix=10**6, least_sms_budget=10**6)
PHONE_APP = identity.Device.seen("203.0.113.9", user_agent="Zahra/1 Android", label="Asha's phone")
LAPTOP = identity.Device.seen("198.51.100.7", user_agent="Firefox/141")


@dataclass(frozen=True, slots=True)
class Brand:
    name: str = "Zahra"
    host: str = "zahra.example"


@dataclass(frozen=True, slots=True)
class Message:
    to: str
    text: str
    key: str
    subject: str = ""

    @property
    def code(self) -> str:
        return self.text.split()[0]


@dataclass(slots=True)
class Postbox:
    """Senders that keep what they are given."""

    messages: list[Message] = field(default_factory=list[Message])

    async def sms(self, *, to: str, text: str, template: str, key: str) -> None:
        self.messages.append(Message(to, text, key))

    async def email(
        self, *, to: str, subject: str, text: str, html: str, template: str, key: str
    ) -> None:
        self.messages.append(Message(to, text, key, subject))


@dataclass(slots=True)
class Door:
    """The shop's door with one database, one postbox and one policy."""

    database: Database
    policy: identity.Policy = MANY_TESTS
    keys: Keys = KEYS
    postbox: Postbox = field(default_factory=Postbox)

    async def ask(self, identifier: str, *, binding: str | None = None) -> identity.SentCode:
        """Ask for a code; the worker's job is done at once."""
        async with self.database.transaction() as tx:
            sent = await identity.send_code(
                tx, self.keys, identifier, binding=binding, policy=self.policy
            )
        await self.deliver(sent.challenge_id)
        return sent

    async def deliver(self, challenge_id: UUID) -> None:
        await identity.deliver_code(
            self.database, self.postbox, self.keys, Brand(), challenge_id=challenge_id
        )

    @property
    def code(self) -> str:
        """The code that came last."""
        return self.postbox.messages[-1].code

    @property
    def wrong_code(self) -> str:
        return f"{(int(self.code) + 1) % 10**6:06d}"

    async def answer(self, asked: identity.VerifyingCode) -> identity.SignedIn:
        return await identity.verify_code(self.database, self.keys, asked, policy=self.policy)

    async def sign_in(
        self,
        identifier: str = ASHA,
        *,
        kind: identity.SessionKind = identity.SessionKind.WEB,
        device: identity.Device = PHONE_APP,
    ) -> identity.SignedIn:
        """Ask, and answer rightly."""
        await self.ask(identifier)
        return await self.answer(identity.VerifyingCode(identifier, self.code, kind, device=device))

    async def actor(
        self, secret: str | None, kind: identity.SessionKind = identity.SessionKind.WEB
    ) -> Actor:
        """Who a secret in the cookie of this kind of session belongs to."""
        assert secret is not None
        async with self.database.snapshot() as snapshot:
            return await identity.actor_of_cookie(snapshot, secret, kind=kind)


def shopper(user_id: UUID) -> Actor:
    """The actor that a face makes of a signed-in person."""
    return Actor(Kind.SHOPPER, user_id, proven_at=datetime.now(UTC))


async def a_person(tx: Transaction, identifier: str = ASHA) -> Actor:
    """Somebody the shop knows, without the ceremony of a code."""
    account, _ = await identity.find_or_create_user(tx, identity.identifier_of(identifier))
    return shopper(account.id)


async def column(database: Database, sql: str) -> list[Any]:
    """The first value of every row."""
    async with database.snapshot() as snapshot:
        return await snapshot.values(sql)


async def tables_with(database: Database, text: str) -> list[str]:
    """Which tables hold this text anywhere, the queue's included."""
    async with database.snapshot() as snapshot:
        tables = await snapshot.values(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
        )
        return [table for table in tables if await _holds(snapshot, table, text)]


async def _holds(snapshot: Snapshot, table: str, text: str) -> bool:
    statement = f'SELECT EXISTS (SELECT 1 FROM "{table}" t WHERE t::text LIKE %(text)s)'
    return await snapshot.value(statement, text=f"%{text}%")
