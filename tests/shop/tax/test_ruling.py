"""Rules are added and ended by those who may; what has been in force is never changed."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from psycopg import Error

from zahra.base import audit, ids
from zahra.base.actors import Actor, Kind, Permission
from zahra.base.clock import ist_day
from zahra.base.db import Transaction
from zahra.base.errors import Forbidden, Invalid, NotFound, ShopError, StepUpRequired
from zahra.shop import tax
from zahra.shop.tax import DatedRule, NewRule

pytestmark = pytest.mark.anyio


def keeper(tx: Transaction, *may: Permission) -> Actor:
    """Somebody who keeps the books and has just shown that it is them."""
    wanted = may or (Permission.FINANCE_READ, Permission.FINANCE_WRITE)
    return Actor(Kind.STAFF, ids.new(), ids.new(), "meera", frozenset(wanted), proven_at=tx.now)


def today(tx: Transaction) -> date:
    return ist_day(tx.now)


def a_rule(tx: Transaction, **wishes: Any) -> NewRule:
    """What the Council might decide: one threshold of ₹5,000 for woven apparel, from tomorrow."""
    begins = today(tx) + timedelta(days=1)
    return replace(NewRule("Woven apparel", "62", begins, 5, 18, threshold=500000), **wishes)


async def current(tx: Transaction, prefix: str) -> DatedRule:
    rules = await tax.tax_rules(tx, keeper(tx))
    return next(each for each in rules if each.hsn_prefix == prefix)


async def rate_on(tx: Transaction, day: date, price: int) -> int:
    return tax.rate_for(await tax.rules_on(tx, day), "621142", price).percent


async def refused(tx: Transaction, *asked: Any, **more: Any) -> ShopError:
    """The refusal of a change, and that nothing changed with it."""
    before = await tax.tax_rules(tx, keeper(tx))
    with pytest.raises(ShopError) as why:
        async with tx.savepoint():
            await asked[0](tx, *asked[1:], **more)
    assert await tax.tax_rules(tx, keeper(tx)) == before
    return why.value


async def test_a_new_rule_counts_from_its_first_day_and_not_before(tx: Transaction):
    await tax.add_rule(tx, keeper(tx), a_rule(tx))
    assert await rate_on(tx, today(tx), 499900) == 18
    assert await rate_on(tx, today(tx) + timedelta(days=1), 499900) == 5


async def test_what_was_changed_is_in_the_audit_log(tx: Transaction):
    rule_id = await tax.add_rule(tx, keeper(tx), a_rule(tx))
    await tax.end_rule(tx, keeper(tx), rule_id, until=today(tx) + timedelta(days=30))
    told = await audit.entries(tx, audit.Asked(action="tax_rule."))
    assert [(entry.action, entry.subject) for entry in told] == [
        ("tax_rule.end", "hsn:62"),
        ("tax_rule.add", "hsn:62"),
    ]
    assert told[1].detail["rates"] == [5, 18]


async def test_a_rule_does_not_begin_in_the_past(tx: Transaction):
    late = a_rule(tx, valid_from=today(tx) - timedelta(days=1))
    why = await refused(tx, tax.add_rule, keeper(tx), late)
    assert isinstance(why, Invalid)
    assert list(why.fields) == ["validFrom"]


@pytest.mark.parametrize(
    ("wishes", "field"),
    [
        ({"name": " "}, "name"),
        ({"hsn_prefix": "6"}, "hsnPrefix"),
        ({"hsn_prefix": "६२"}, "hsnPrefix"),
        ({"hsn_prefix": "62' OR"}, "hsnPrefix"),
        ({"threshold": None}, "threshold"),
        ({"threshold": 0}, "threshold"),
        ({"rate_low": 18, "rate_high": 5}, "rateHigh"),
        ({"rate_high": 101}, "rateHigh"),
    ],
)
async def test_a_rule_that_makes_no_sense_is_refused(
    tx: Transaction, wishes: dict[str, Any], field: str
):
    why = await refused(tx, tax.add_rule, keeper(tx), a_rule(tx, **wishes))
    assert isinstance(why, Invalid)
    assert list(why.fields) == [field]


async def test_two_rules_of_a_prefix_do_not_begin_on_one_day(tx: Transaction):
    await tax.add_rule(tx, keeper(tx), a_rule(tx))
    why = await refused(tx, tax.add_rule, keeper(tx), a_rule(tx, rate_high=12))
    assert isinstance(why, tax.RuleTaken)


async def test_a_rule_without_a_successor_is_not_ended(tx: Transaction):
    rule = await current(tx, "62")
    why = await refused(tx, tax.end_rule, keeper(tx), rule.id, until=today(tx))
    assert isinstance(why, tax.NoSuccessor)


async def test_a_rule_that_a_shorter_prefix_covers_can_be_ended(tx: Transaction):
    rule = await current(tx, "42022220")
    await tax.end_rule(tx, keeper(tx), rule.id, until=today(tx))
    rules = await tax.rules_on(tx, today(tx))
    assert tax.rate_for(rules, "42022220", 100000).percent == 18
    yesterday = await tax.rules_on(tx, today(tx) - timedelta(days=1))
    assert tax.rate_for(yesterday, "42022220", 100000).percent == 5


async def test_what_was_in_force_is_not_ended_in_the_past(tx: Transaction):
    rule = await current(tx, "42022220")
    yesterday = today(tx) - timedelta(days=1)
    why = await refused(tx, tax.end_rule, keeper(tx), rule.id, until=yesterday)
    assert isinstance(why, tax.RuleOver)


async def test_a_rule_that_has_not_begun_is_withdrawn_and_leaves_its_day_free(tx: Transaction):
    wrong = a_rule(tx, rate_high=81)
    rule_id = await tax.add_rule(tx, keeper(tx), wrong)
    await tax.end_rule(tx, keeper(tx), rule_id, until=wrong.valid_from)
    assert await rate_on(tx, wrong.valid_from, 600000) == 18
    await tax.add_rule(tx, keeper(tx), a_rule(tx, rate_high=12))
    assert await rate_on(tx, wrong.valid_from, 600000) == 12


async def test_a_rule_that_never_was_is_not_found(tx: Transaction):
    why = await refused(tx, tax.end_rule, keeper(tx), ids.new(), until=today(tx))
    assert isinstance(why, NotFound)


async def test_only_who_may_write_the_books_changes_rules_and_only_freshly_proved(
    tx: Transaction,
):
    reader = keeper(tx, Permission.FINANCE_READ)
    stale = replace(keeper(tx), proven_at=tx.now - timedelta(minutes=11))
    rule_id: UUID = (await current(tx, "62")).id
    for actor, kind in ((reader, Forbidden), (stale, StepUpRequired)):
        assert isinstance(await refused(tx, tax.add_rule, actor, a_rule(tx)), kind)
        why = await refused(tx, tax.end_rule, actor, rule_id, until=today(tx))
        assert isinstance(why, kind)


@pytest.mark.parametrize(
    "statement", ["UPDATE tax_rules SET rate_low = 0", "DELETE FROM tax_rules"]
)
async def test_the_database_refuses_to_rewrite_a_rule(tx: Transaction, statement: str):
    with pytest.raises(Error, match="ended, never changed"):
        async with tx.savepoint():
            await tx.run(statement)
