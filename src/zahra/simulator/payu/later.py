"""What happens at PayU by itself as the clock goes on."""

from collections.abc import Mapping

from zahra.simulator.books import Thing
from zahra.simulator.desk import Desk, Happening
from zahra.simulator.payu import actions, transactions


def _no_answer(desk: Desk, transaction: Thing) -> None:
    transactions.decide(desk, transaction, "bounced")


def _queue(desk: Desk, action: Thing) -> None:
    actions.finish(desk, action, "failure" if desk.switch("refunds_fail") else "success")


LATER: Mapping[tuple[str, str], Happening] = {
    ("payu", "pending"): _no_answer,
    ("payu_action", "queued"): _queue,
}
