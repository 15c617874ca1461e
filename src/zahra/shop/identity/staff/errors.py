"""The ways staff affairs say no."""

from zahra.base.errors import Conflict, NotFound


class EnrolmentOver(NotFound):
    """The link was used, is too old, was replaced by a newer one, or never was."""

    code = "enrolment_over"
    message = "This link is no longer good. Ask whoever invited you for a new one."


class OwnAccount(Conflict):
    """Nobody changes their own roles or closes their own account: another owner does."""

    code = "own_account"
    message = "You cannot do this to yourself. Ask another owner."


class LastOwner(Conflict):
    """The shop keeps at least one owner who can log in."""

    code = "last_owner"
    message = "This is the shop's only owner. Make somebody else an owner first."


class AlreadyStaff(Conflict):
    """Who works here already is given roles, or a new link."""

    code = "already_staff"
    message = "They work here already. Change their roles, or send them a new link."


class AccountClosed(Conflict):
    """A closed account is opened again before anything else."""

    code = "account_closed"
    message = "This account is closed. Open it again first."
