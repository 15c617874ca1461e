"""People who work in the shop, with an app in their pocket, and those who try to be them."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from pyotp.totp import TOTP

from tests.world.authenticator import PARTY
from tests.world.people import LAPTOP, Door
from zahra.base.actors import Actor, program
from zahra.base.db import Database
from zahra.shop import identity
from zahra.shop.assembled import Brand
from zahra.shop.identity import Enrolled, Enrolment, Role

OPERATOR = program("zahra user create-owner")
BRAND = Brand("Zahra", "https://zahra.example")
PASSWORD = "seven indigo bolts of cloth"


@dataclass(slots=True)
class App:
    """An authenticator app with one secret, whose clock is the shop's."""

    database: Database
    secret: str

    @property
    def code(self) -> str:
        """What it shows now."""
        return self.code_at()

    def code_at(self, ahead: timedelta = timedelta(0)) -> str:
        """What it will show, or showed."""
        return TOTP(self.secret).at(datetime.now(UTC) + self.database.ahead + ahead)

    @property
    def wrong_code(self) -> str:
        """A code that it does not show about now."""
        shown = {self.code_at(timedelta(seconds=30 * at)) for at in range(-2, 3)}
        return next(f"{n:06d}" for n in range(10**6) if f"{n:06d}" not in shown)


@dataclass(frozen=True, slots=True)
class Clerk:
    """Somebody who works here: their app, their recovery codes, who they are in the admin."""

    email: str
    app: App
    enrolled: Enrolled
    actor: Actor


async def owner(door: Door, email: str = "meera@zahra.example") -> Clerk:
    """An owner, by the command line and the link it prints."""
    async with door.database.transaction() as tx:
        token = await identity.make_owner(tx, door.keys, OPERATOR, email)
    return await behind_the_link(door, email, token)


async def clerk(door: Door, invited_by: Actor, *roles: Role, email: str) -> Clerk:
    """Somebody invited by an owner: the letter arrives, and they do as it says."""
    async with door.database.transaction() as tx:
        user_id = await identity.invite_staff(tx, door.keys, invited_by, email, roles=roles)
    token = await invitation(door, user_id)
    return await behind_the_link(door, email, token)


async def invitation(door: Door, user_id: UUID) -> str:
    """The token in the letter that came; the worker's job is done at once."""
    await identity.send_enrolment(door.database, door.postbox, door.keys, BRAND, user_id=user_id)
    return door.postbox.messages[-1].text.partition("?token=")[2].split()[0]


async def behind_the_link(door: Door, email: str, token: str) -> Clerk:
    """Choose a password and set up an app."""
    async with door.database.snapshot() as snapshot:
        shown = await identity.enrolling(snapshot, door.keys, token, issuer="Zahra")
    app = App(door.database, shown.totp.secret)
    wanted = Enrolment(token, PASSWORD, sealed=shown.totp.sealed, code=app.code, device=LAPTOP)
    enrolled = await identity.enrol(door.database, door.keys, PARTY, wanted)
    actor = await door.actor(enrolled.signed_in.secret, identity.SessionKind.ADMIN)
    return Clerk(email, app, enrolled, actor)
