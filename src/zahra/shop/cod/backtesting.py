"""What other rules would have asked of the orders of the last months, and what became of those."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from zahra.base.actors import Actor, Permission
from zahra.base.db import Snapshot
from zahra.shop.cod.model import CodRules, Outcome, Step
from zahra.shop.cod.rules import judge
from zahra.shop.cod.ruling import RulesChange, changed, check
from zahra.shop.cod.store import decisions, ladder
from zahra.shop.cod.store.decisions import Past

WINDOW = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Backtest:
    """How many orders each step would have been asked of, by what became of them.

    Only orders that were made are known: whom the rules of that day turned away is not.
    """

    orders: int
    outcomes: Mapping[Step, Mapping[Outcome, int]]

    def asked(self, step: Step) -> int:
        """Orders that would have stood on this step."""
        return sum(self.outcomes.get(step, {}).values())

    def ended(self, step: Step, outcome: Outcome) -> int:
        """How many of those ended so."""
        return self.outcomes.get(step, {}).get(outcome, 0)


async def backtest(
    snapshot: Snapshot,
    actor: Actor,
    change: RulesChange,
    *,
    window: timedelta = WINDOW,
) -> Backtest:
    """Today's rules with a change, held against what was decided since. Needs `finance:read`.

    Raises RulesDoNotClimb.
    """
    actor.must(Permission.FINANCE_READ)
    tried = changed(await ladder.rules_at(snapshot, snapshot.now), change)
    check(tried)
    return held_against(tried, await decisions.pasts(snapshot, since=snapshot.now - window))


def held_against(tried: CodRules, pasts: Iterable[Past]) -> Backtest:
    """Judge every past again by these rules. Pure."""
    counts: dict[Step, Counter[Outcome]] = {step: Counter() for step in Step}
    for past in pasts:
        counts[judge(tried, past.facts).step][past.outcome] += 1
    total = sum(sum(each.values()) for each in counts.values())
    return Backtest(total, {step: dict(each) for step, each in counts.items()})
