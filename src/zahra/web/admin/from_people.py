"""From identity's people and sessions to what pages show of them."""

from collections.abc import Iterable

from zahra.shop import identity
from zahra.web.admin.people_view import TRAIL, OpenSession, PersonPage, PersonRow
from zahra.web.ui import NavLink

_PHONES = ("Android", "iPhone", "iPad", "phone")


def person_row(known: identity.KnownPerson) -> PersonRow:
    """Somebody in a list; who never gave a name goes by what is known of them."""
    return PersonRow(
        known.id,
        known.name or known.email or known.phone or "Nobody any more",
        known.phone,
        known.email,
        is_closed=known.status != "active",
        is_staff=bool(known.roles),
        joined_at=known.created_at,
        last_login_at=known.last_login_at,
    )


def open_sessions(sessions: Iterable[identity.Session]) -> tuple[OpenSession, ...]:
    """Where somebody is signed in, as they came."""
    return tuple(
        OpenSession(
            each.id,
            each.device or "An unnamed device",
            any(word in f"{each.device} {each.user_agent}" for word in _PHONES),
            each.ip_area,
            each.last_seen_at,
            each.is_current,
        )
        for each in sessions
    )


def person_page(found: identity.PersonAtHand, *, may_change: bool) -> PersonPage:
    """One person at hand."""
    row = person_row(found.person)
    trail = (TRAIL, NavLink(row.name, f"/admin/people/{row.id}"))
    return PersonPage(row, found.person.roles, open_sessions(found.sessions), may_change, trail)
