"""Keeping SMS from being bought on the shop's account.

Fraudsters ask for codes to numbers whose operators pay them. Two limits stop that: so many an hour
to numbers that begin alike, and so many an hour in all, three times what such an hour usually
needs. Whoever uses them up shall not lock our shoppers out: for numbers we know there is a reserve,
and another for those who ask from a browser that they have logged in with. Only the worker looks
whether we know a number, so that no answer tells who has an account.
"""

from datetime import timedelta

from zahra.base import limits
from zahra.base.db import Database, Transaction
from zahra.base.jobs import job
from zahra.base.limits import Limit
from zahra.shop.identity.codes import store as challenges
from zahra.shop.identity.identifiers import Identifier
from zahra.shop.identity.model import Status
from zahra.shop.identity.people.store import users
from zahra.shop.identity.policy import Policy

PREFIX_LENGTH = 8  # of E.164: the plus, the country and the operator's series
_HOUR = timedelta(hours=1)
_EVERYBODY, _FAMILIAR = "everybody", "familiar"


async def take_of_budget(tx: Transaction, to: Identifier, policy: Policy) -> bool:
    """Count one SMS; whether there was one left for anybody who asks. E-mail passes."""
    if policy.limits_off or not to.is_phone:
        return True
    alike = Limit("sms_alike", policy.sms_to_a_prefix, _HOUR)
    budget = await challenges.sms_budget(tx) or policy.least_sms_budget
    all_together = Limit("sms_all", budget, _HOUR)
    for limit, key in ((alike, to.value[:PREFIX_LENGTH]), (all_together, _EVERYBODY)):
        if not (await limits.spend(tx, limit, key)).passed:
            return False
    return True


async def take_of_reserve(
    tx: Transaction, to: Identifier, policy: Policy, *, is_familiar: bool
) -> bool:
    """Count one SMS of the reserve, of the familiar browsers' own where one asked; whether the
    number is one that somebody logs in with, and there was one left."""
    account = await users.account_of(tx, to)
    if account is None or account.status is not Status.ACTIVE:
        return False
    reserve = Limit("sms_reserve", policy.sms_reserve, _HOUR)
    return (await limits.spend(tx, reserve, _FAMILIAR if is_familiar else _EVERYBODY)).passed


@job(tries=1)
async def plan_sms_budget(database: Database, policy: Policy) -> None:
    """Every hour: write down how many SMS this hour and the next may take."""
    async with database.transaction() as tx:
        await challenges.plan_sms_budget(tx, floor=policy.least_sms_budget, times=3)
