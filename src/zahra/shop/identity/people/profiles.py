"""What people tell about themselves."""

from dataclasses import dataclass

from zahra.base.actors import Actor
from zahra.base.db import Snapshot, Transaction
from zahra.base.errors import Invalid, Unauthenticated
from zahra.shop.identity.model import Person
from zahra.shop.identity.people.rules import is_line
from zahra.shop.identity.people.store import users


@dataclass(frozen=True, slots=True)
class ChangingProfile:
    """What to change; None leaves a thing as it is. An empty name takes it away."""

    name: str | None = None
    marketing_consent: bool | None = None


async def person(snapshot: Snapshot, actor: Actor) -> Person:
    """Who asks, as they know themselves. Raises Unauthenticated."""
    found = await users.person(snapshot, actor.person)
    if found is None:
        raise Unauthenticated
    return found


async def change_profile(tx: Transaction, actor: Actor, changing: ChangingProfile) -> Person:
    """Change name or consent. Raises Invalid for a name that is no single line of text."""
    name = None if changing.name is None else changing.name.strip()
    if name and not is_line(name, longest=100):
        raise Invalid({"name": "Use up to 100 letters, on one line."})
    await users.change_profile(
        tx, actor.person, name=name, marketing_consent=changing.marketing_consent
    )
    return await person(tx, actor)
