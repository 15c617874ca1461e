"""How the books say no."""

from zahra.base.errors import Conflict, Invalid


class StatementUnreadable(Invalid):
    """A settlement file that is none. The fields name its lines; nothing of it was taken."""

    code = "statement_unreadable"
    message = "This is not a settlement file we can read."


class AlreadyClosed(Conflict):
    """The exception was mended, or explained by somebody, before."""

    code = "exception_already_closed"
    message = "This one is closed already."
