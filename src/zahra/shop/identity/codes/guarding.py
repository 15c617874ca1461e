"""Keeping SMS from being bought on the shop's account.

Fraudsters ask for codes to numbers whose operators pay them. Two limits stop that, and neither
tells who has an account: so many an hour to numbers that begin alike, and so many an hour in all,
three times what such an hour usually needs.
"""

from datetime import timedelta

from zahra.base import limits
from zahra.base.db import Database, Transaction
from zahra.base.jobs import job
from zahra.base.limits import Limit
from zahra.shop.identity.codes import store as challenges
from zahra.shop.identity.errors import CodesUnavailable
from zahra.shop.identity.identifiers import Identifier
from zahra.shop.identity.policy import Policy

PREFIX_LENGTH = 8  # of E.164: the plus, the country and the operator's series
_HOUR = timedelta(hours=1)


async def guard_sms(tx: Transaction, to: Identifier, policy: Policy) -> None:
    """Count one SMS. Raises CodesUnavailable when there are too many; e-mail passes."""
    if policy.limits_off or not to.is_phone:
        return
    alike = Limit("sms_alike", policy.sms_to_a_prefix, _HOUR)
    budget = await challenges.sms_budget(tx) or policy.least_sms_budget
    all_together = Limit("sms_all", budget, _HOUR)
    for limit, key in ((alike, to.value[:PREFIX_LENGTH]), (all_together, "everybody")):
        verdict = await limits.spend(tx, limit, key)
        if not verdict.passed:
            raise CodesUnavailable


@job(tries=1)
async def plan_sms_budget(database: Database, policy: Policy) -> None:
    """Every hour: write down how many SMS this hour and the next may take."""
    async with database.transaction() as tx:
        await challenges.plan_sms_budget(tx, floor=policy.least_sms_budget, times=3)
