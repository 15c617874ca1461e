"""What happens by itself as the clock goes on, each at the moment it was due, oldest first."""

from zahra.simulator import life, payment_links, refunds
from zahra.simulator.books import Thing
from zahra.simulator.desk import Desk


def run_due(desk: Desk) -> None:
    """No bank answer: failed. Nobody captured: given back. Refund asked for: processed."""
    now = desk.clock.now()
    while (thing := desk.books.next_due(now)) is not None:
        with desk.clock.held_at(thing.due_at or now):
            _happen(desk, thing)


def _happen(desk: Desk, thing: Thing) -> None:
    fails = desk.switch("refunds_fail")
    match thing.kind, thing.shown["status"]:
        case "payment", "created":
            life.fail(desk, thing, "payment_timed_out")
        case "payment", "authorized":
            life.give_back(desk, thing)
        case "refund", "pending" if fails:
            refunds.fail(desk, thing)
        case "refund", "pending":
            refunds.process(desk, thing)
        case "payment_link", "created":
            payment_links.expire(desk, thing)
        case what if what in desk.later:
            desk.later[what](desk, thing)
        case _:
            thing.due_at = None
            desk.books.save(thing)
