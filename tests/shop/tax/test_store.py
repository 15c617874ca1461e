"""Rules count from their first day to before their last."""

from datetime import date

import pytest

from zahra.base.db import Transaction
from zahra.shop import tax

pytestmark = pytest.mark.anyio

REFORM = date(2025, 9, 22)
CHANGE = date(2027, 4, 1)


async def test_before_the_reform_there_are_no_rules(tx: Transaction):
    assert await tax.rules_on(tx, date(2025, 9, 21)) == ()


async def test_the_reform_of_2025_is_in_the_table(tx: Transaction):
    rules = await tax.rules_on(tx, REFORM)
    assert tax.rate_for(rules, "6211", 262500).percent == 5
    assert tax.rate_for(rules, "6104", 262501).percent == 18
    assert tax.rate_for(rules, "6403", 262500).percent == 5
    assert tax.rate_for(rules, "500720", 1000000).percent == 5
    assert tax.rate_for(rules, "7117", 1000000).percent == 3
    assert tax.rate_for(rules, "4202", 100000).percent == 18
    assert tax.rate_for(rules, "42022220", 100000).percent == 5


async def test_a_newer_rule_replaces_the_older_from_its_first_day(tx: Transaction):
    await tx.run(
        """
        INSERT INTO tax_rules (id, name, hsn_prefix, valid_from, valid_until, threshold, rate_low,
            rate_high)
        VALUES (gen_random_uuid(), 'Next slab', '62', %(day)s, %(day)s + 30, 300000, 5, 12)
        """,
        day=CHANGE,
    )
    before = await tax.rules_on(tx, date(2027, 3, 31))
    on_the_day = await tax.rules_on(tx, CHANGE)
    after = await tax.rules_on(tx, date(2027, 5, 1))
    assert tax.rate_for(before, "6211", 400000).percent == 18
    assert tax.rate_for(on_the_day, "6211", 400000).percent == 12
    assert tax.rate_for(on_the_day, "6211", 315000).rule == "Next slab"
    assert tax.rate_for(after, "6211", 400000).percent == 18
