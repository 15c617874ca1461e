"""The ways tax says no."""

from zahra.base.errors import Conflict


class RuleTaken(Conflict):
    """For this prefix a rule begins on that day already."""

    code = "tax_rule_taken"
    message = "A rule for this HSN begins on that day already."


class RuleOver(Conflict):
    """The rule has ended, or would end in the past: what was sold under it stays as it was."""

    code = "tax_rule_over"
    message = "What has been in force is not changed. Please choose a later day."


class NoSuccessor(Conflict):
    """Goods of this HSN would be without a rule, and could not be sold."""

    code = "tax_rule_without_successor"
    message = "Add the rule that follows first: without one these goods could not be sold."
