"""Adding and ending rules. A rule that has been in force is never changed: it gets a successor."""

from datetime import date
from uuid import UUID

from zahra.base import audit, ids
from zahra.base.actors import Actor, Permission
from zahra.base.clock import ist_day
from zahra.base.db import Snapshot, Transaction
from zahra.base.errors import Invalid, NotFound
from zahra.base.money import Paise
from zahra.shop.tax import store
from zahra.shop.tax.advising import Advice, advise
from zahra.shop.tax.errors import NoSuccessor, RuleOver, RuleTaken
from zahra.shop.tax.model import DatedRule, NewRule, NoTaxRule
from zahra.shop.tax.rules import rule_for

_HIGHEST = 100_000_000_00  # paise


async def tax_rules(snapshot: Snapshot, actor: Actor) -> list[DatedRule]:
    """All rules that ever were and will be, by prefix, the latest first. Needs `finance:read`."""
    actor.must(Permission.FINANCE_READ)
    return await store.dated_rules(snapshot)


async def add_rule(tx: Transaction, actor: Actor, new: NewRule) -> UUID:
    """Add a rule that begins today or later. It takes the place of what is in force for its prefix.

    Carts are reckoned with it from its first day on; orders and invoices keep what they were
    reckoned with. Needs `finance:write` and a fresh proof. Raises Invalid, RuleTaken.
    """
    actor.must(Permission.FINANCE_WRITE)
    actor.must_be_fresh(tx.now)
    if wrong := _wrong_with(new, today=ist_day(tx.now)):
        raise Invalid(wrong)
    rule_id = await store.add(tx, ids.new(), new)
    if rule_id is None:
        raise RuleTaken
    told = {
        "name": new.name,
        "from": new.valid_from.isoformat(),
        "threshold": new.threshold,
        "rates": [new.rate_low, new.rate_high],
    }
    await audit.note(tx, actor, "tax_rule.add", subject=f"hsn:{new.hsn_prefix}", detail=told)
    return rule_id


async def end_rule(tx: Transaction, actor: Actor, rule_id: UUID, *, until: date) -> None:
    """End a rule: `until` is the first day it does not count, today at the earliest.

    One that has not begun is withdrawn by its own first day. Needs `finance:write` and a fresh
    proof. Raises NotFound, RuleOver, and NoSuccessor when on that day no other rule would cover
    its prefix.
    """
    actor.must(Permission.FINANCE_WRITE)
    actor.must_be_fresh(tx.now)
    rule, today = await store.rule_to_change(tx, rule_id), ist_day(tx.now)
    if rule is None:
        raise NotFound
    is_over = rule.valid_until is not None and rule.valid_until <= today
    if is_over or until < max(today, rule.valid_from):
        raise RuleOver
    await store.end(tx, rule_id, until)
    if rule_for(await store.rules_on(tx, until), rule.hsn_prefix) is None:
        raise NoSuccessor
    told = {"until": until.isoformat()}
    await audit.note(tx, actor, "tax_rule.end", subject=f"hsn:{rule.hsn_prefix}", detail=told)


async def advice_on(
    snapshot: Snapshot, actor: Actor, hsn: str, *, price: Paise, to: Paise
) -> Advice:
    """What it means today to lower the price of one piece. Needs `finance:read`.

    Raises Invalid for a price of nothing, and where no rule covers the HSN.
    """
    actor.must(Permission.FINANCE_READ)
    if wrong := {name: "Say a price." for name, of in {"price": price, "to": to}.items() if of < 1}:
        raise Invalid(wrong)
    rules = await store.rules_on(snapshot, ist_day(snapshot.now))
    try:
        return advise(rules, hsn, price, to)
    except NoTaxRule:
        raise Invalid({"hsn": "No rule covers this HSN."}) from None


def _wrong_with(new: NewRule, *, today: date) -> dict[str, str]:
    is_hsn = 2 <= len(new.hsn_prefix) <= 8 and new.hsn_prefix.isascii() and new.hsn_prefix.isdigit()
    is_priced = new.threshold is None or 0 < new.threshold < _HIGHEST
    is_stepped = new.threshold is not None or new.rate_low == new.rate_high
    checks = {
        "name": (new.name.strip() and len(new.name) <= 80, "Name it in up to 80 letters."),
        "hsnPrefix": (is_hsn, "An HSN begins with 2 to 8 digits."),
        "validFrom": (new.valid_from >= today, "A rule begins today or later."),
        "threshold": (is_priced and is_stepped, "Two rates need a value that parts them."),
        "rateHigh": (
            0 <= new.rate_low <= new.rate_high <= 100,
            "Percent, the low one first.",
        ),
    }
    return {field: said for field, (is_right, said) in checks.items() if not is_right}
