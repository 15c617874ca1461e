"""Somebody with a password, and the work that verbs leave behind."""

from dataclasses import dataclass, field
from typing import Any

from tests.world.people import BINA, KEYS, PHONE_APP, Door, Message, a_person
from tests.world.till import Brand, Errands
from zahra.app import LISTENERS
from zahra.base.actors import Actor
from zahra.base.db import Database
from zahra.base.jobs.working import bind
from zahra.shop import identity
from zahra.shop.identity.passwords.setting import set_password, stretched

SECRET = "four lamps under the banyan"
ANOTHER = "a blue boat on the Hooghly"


@dataclass(slots=True)
class Locksmith:
    """A door with passwords; what verbs leave for later is done by `work`."""

    door: Door
    errands: Errands = field(default_factory=Errands)

    @classmethod
    def at(cls, door: Door) -> "Locksmith":
        smith = cls(door)
        door.database.listeners, door.database.queue = LISTENERS, smith.errands
        return smith

    @property
    def database(self) -> Database:
        return self.door.database

    @property
    def letters(self) -> list[Message]:
        return self.door.postbox.messages

    async def give(self, identifier: str = BINA, password: str = SECRET) -> Actor:
        """Somebody with this password, without the ceremony."""
        kept = await stretched(password)
        async with self.database.transaction() as tx:
            person = await a_person(tx, identifier)
            await set_password(tx, person.person, kept)
        self.errands.waiting.clear()
        return person

    async def log_in(
        self,
        password: str = SECRET,
        *,
        identifier: str = BINA,
        device: identity.Device = PHONE_APP,
        kind: identity.SessionKind = identity.SessionKind.WEB,
    ) -> identity.SignedIn | identity.SecondFactorNeeded:
        asked = identity.LoggingIn(identifier, password, kind, device)
        return await identity.log_in(self.database, KEYS, asked, policy=self.door.policy)

    async def register(
        self, *, binding: str | None = None, email: str = BINA, **more: Any
    ) -> identity.SentCode:
        asked = identity.Registering(email, **{"password": SECRET, **more})
        return await identity.register(
            self.database, KEYS, asked, binding=binding, policy=self.door.policy
        )

    async def ask_reset(self, identifier: str = BINA, *, binding: str | None = None) -> None:
        async with self.database.transaction() as tx:
            await identity.ask_reset(tx, KEYS, identifier, binding=binding, policy=self.door.policy)

    async def reset(self, password: str = ANOTHER, **proof: str | None) -> None:
        asked = identity.Resetting(password, **proof)
        await identity.reset_password(self.database, KEYS, asked, policy=self.door.policy)

    async def work(self) -> None:
        """Do what was left, and what that leaves."""
        ports = {
            "database": self.database,
            "senders": self.door.postbox,
            "keys": KEYS,
            "policy": self.door.policy,
            "brand": Brand(),
        }
        while self.errands.waiting:
            job, args, _ = self.errands.waiting.pop(0)
            await bind(job, ports)(**args)

    @property
    def token(self) -> str:
        """What the link in the last letter ends with."""
        return self.letters[-1].text.partition("token=")[2].split()[0]
