"""The ways cash on delivery says no."""

from zahra.base.errors import Invalid


class RulesDoNotClimb(Invalid):
    """The steps must ask for more from more points on, and points are not negative."""

    code = "cod_rules_invalid"
    message = "Each step must begin at as many points as the one before, or more."


class RemittanceUnreadable(Invalid):
    """A line of a remittance file cannot be read; nothing of the file was taken."""

    code = "remittance_unreadable"
    message = "Some lines of this file cannot be read."
