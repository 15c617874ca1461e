"""Whether a person is there, for what only they may do: change who they are, take their data along,
go."""

from datetime import datetime

from zahra.base.actors import Actor, Kind
from zahra.base.errors import StepUpRequired


def must_be_there(actor: Actor, now: datetime) -> None:
    """Raise StepUpRequired unless a person proved themselves in the last ten minutes.

    Stricter than `actor.must_be_fresh`: a staff member's API key passes there, and is nobody in
    person. Raises Unauthenticated for guests.
    """
    if actor.person and actor.kind is Kind.STAFF and actor.session_id is None:
        raise StepUpRequired
    actor.must_be_fresh(now)
