"""What happens at Stripe by itself as the clock goes on."""

from collections.abc import Mapping

from zahra.simulator.books import Thing
from zahra.simulator.desk import Desk, Happening
from zahra.simulator.stripe import refunds, sessions


def _bank(desk: Desk, refund: Thing) -> None:
    refunds.finish(desk, refund, "failed" if desk.switch("refunds_fail") else "succeeded")


LATER: Mapping[tuple[str, str], Happening] = {
    (sessions.KIND, "open"): sessions.run_out,
    (refunds.KIND, "pending"): _bank,
}
