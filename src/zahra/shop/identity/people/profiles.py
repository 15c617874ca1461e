"""What people tell about themselves."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from zahra.base import clock
from zahra.base.actors import Actor
from zahra.base.db import Snapshot, Transaction
from zahra.base.errors import Invalid, NotFound, Unauthenticated
from zahra.shop.identity.model import Person
from zahra.shop.identity.people.rules import day_of, display_name, is_line, wrong_birthday
from zahra.shop.identity.people.store import users


@dataclass(frozen=True, slots=True)
class ChangingProfile:
    """What to change, as typed; None leaves a thing as it is. An empty name or date takes it away.

    A date is written `1992-04-30`.
    """

    name: str | None = None
    marketing_consent: bool | None = None
    date_of_birth: str | None = None


@dataclass(frozen=True, slots=True)
class PublicProfile:
    """What anybody may know of somebody: no more than is signed under a review."""

    id: UUID
    display_name: str
    member_since: date


async def person(snapshot: Snapshot, actor: Actor) -> Person:
    """Who asks, as they know themselves. Raises Unauthenticated."""
    found = await users.person(snapshot, actor.person)
    if found is None:
        raise Unauthenticated
    return found


async def public_profile(snapshot: Snapshot, user_id: UUID) -> PublicProfile:
    """Somebody, as strangers may see them. Raises NotFound, for closed accounts too."""
    found = await users.person(snapshot, user_id)
    if found is None:
        raise NotFound
    return PublicProfile(found.id, display_name(found.name), clock.ist_day(found.created_at))


async def change_profile(tx: Transaction, actor: Actor, changing: ChangingProfile) -> Person:
    """Change name, consent or date of birth.

    Raises Invalid for a name that is no single line of text, and for a date that is none or that
    of a child (DPDP Act 2023 s. 9: not without a parent's consent, which the shop cannot take).
    """
    name = None if changing.name is None else changing.name.strip()
    wrong: dict[str, str] = {}
    if name and not is_line(name, longest=100):
        wrong["name"] = "Use up to 100 letters, on one line."
    typed = (changing.date_of_birth or "").strip()
    born = day_of(typed) if typed else None
    if typed and (said := wrong_birthday(born, today=clock.ist_day(tx.now))):
        wrong["dateOfBirth"] = said
    if wrong:
        raise Invalid(wrong)
    await users.change_profile(
        tx, actor.person, name=name, marketing_consent=changing.marketing_consent
    )
    if changing.date_of_birth is not None:
        await users.set_date_of_birth(tx, actor.person, born)
    return await person(tx, actor)
