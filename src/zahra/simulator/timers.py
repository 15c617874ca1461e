"""What happens by itself as the clock goes on, each at the moment it was due, oldest first."""

from zahra.simulator import life, refunds
from zahra.simulator.books import Thing
from zahra.simulator.desk import Desk


def run_due(desk: Desk) -> None:
    """No bank answer: failed. Nobody captured: given back. Refund asked for: processed."""
    now = desk.clock.now()
    while (thing := desk.books.next_due(now)) is not None:
        with desk.clock.held_at(thing.due_at or now):
            _happen(desk, thing)


def _happen(desk: Desk, thing: Thing) -> None:
    match thing.kind, thing.shown["status"]:
        case "payment", "created":
            life.fail(desk, thing, "payment_timed_out")
        case "payment", "authorized":
            life.give_back(desk, thing)
        case "refund", "pending" if desk.switch("refunds_fail"):
            refunds.fail(desk, thing)
        case "refund", "pending":
            refunds.process(desk, thing)
        case _:
            thing.due_at = None
            desk.books.save(thing)
