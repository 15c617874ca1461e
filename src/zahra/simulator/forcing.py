"""What no merchant can ask for: a payer's or a bank's answer, the dashboard's buttons, a replay."""

from dataclasses import replace

from zahra.simulator import (
    checks,
    disputes,
    endpoints,
    life,
    mailbag,
    payments,
    refunds,
    settlements,
)
from zahra.simulator.books import Json, Thing
from zahra.simulator.calls import Call
from zahra.simulator.desk import Desk
from zahra.simulator.gate import Handler
from zahra.simulator.letters import signed
from zahra.simulator.mailbag import Letter
from zahra.simulator.methods import attempt_by
from zahra.simulator.refusals import Refusal, no_such_id

OUTCOMES = ("success", "failure", "no_answer", "failure_then_success")
_REPLAY_FOR = 7 * 24 * 3600.0
_PAYER = ("contact", "email", "description", "notes")


def pay(desk: Desk, call: Call) -> Json:
    """Pay an order as a payer would. `{method, outcome}`, and if wanted `number`, `bank`, `wallet`,
    `reason` of the failure, `contact`, `email`, and `force` to pay a paid order once more."""
    said, order = call.body, checks.existing(desk.books, "order", call.ids["id"])
    outcome = said.get("outcome", "success")
    if outcome not in OUTCOMES:
        raise ValueError(f"outcomes are {', '.join(OUTCOMES)}")
    payer = {name: said[name] for name in _PAYER if name in said}
    attempt = attempt_by(desk, said.get("method", "upi"), said, **payer)
    payment = life.start(desk, order, replace(attempt, is_forced=said.get("force") is True))
    if outcome in ("failure", "failure_then_success"):
        life.fail(desk, payment, said.get("reason", "payment_failed"))
    if outcome == "failure_then_success":
        life.authorize(desk, payment)
    if outcome == "success":
        life.answer(desk, payment)
    return payment.shown


def authorize(desk: Desk, call: Call) -> Json:
    """The bank's yes, to a payment without an answer or long failed."""
    return life.authorize(desk, _payment(desk, call)).shown


def fail(desk: Desk, call: Call) -> Json:
    """The bank's no: `{reason}`."""
    return life.fail(desk, _payment(desk, call), call.body.get("reason", "payment_failed")).shown


def capture(desk: Desk, call: Call) -> Json:
    """The dashboard's capture button."""
    return life.capture(desk, _payment(desk, call)).shown


def refund(desk: Desk, call: Call) -> Json:
    """The dashboard's refund button: `{amount?}`, and the shop hears of it by webhook only."""
    return refunds.create(desk, replace(call, headers={}))


def process_refund(desk: Desk, call: Call) -> Json:
    return refunds.process(desk, checks.existing(desk.books, "refund", call.ids["id"])).shown


def fail_refund(desk: Desk, call: Call) -> Json:
    return refunds.fail(desk, checks.existing(desk.books, "refund", call.ids["id"])).shown


def browser_return(desk: Desk, call: Call) -> Json:
    """The signed fields a browser would post to the shop's callback."""
    return payments.return_fields(desk, _payment(desk, call))


def redeliver(desk: Desk, event_id: str) -> list[Letter]:
    """Send an event again, at most seven days old, under the current secret. Switches its
    endpoints on."""
    latest = {letter.endpoint_id: letter for letter in mailbag.of_event(desk.books, event_id)}
    if not latest:
        raise no_such_id()
    now = desk.clock.now()
    for letter in latest.values():
        if now - letter.made_at > _REPLAY_FOR:
            raise Refusal("Only events of the last seven days can be sent again")
        endpoint = endpoints.switch_on(desk, endpoints.existing(desk, letter.endpoint_id))
        signature = signed(letter.body, endpoint.kept["secrets"][0])
        again = replace(letter, signature=signature, made_at=now, due_at=now, state="pending")
        mailbag.put(desk.books, again, lane=letter.lane)
    return mailbag.of_event(desk.books, event_id)


def _payment(desk: Desk, call: Call) -> Thing:
    return checks.existing(desk.books, "payment", call.ids["id"])


ROUTES: tuple[tuple[str, str, Handler], ...] = (
    ("POST", "/orders/{id}/pay", pay),
    ("POST", "/payments/{id}/authorize", authorize),
    ("POST", "/payments/{id}/fail", fail),
    ("POST", "/payments/{id}/capture", capture),
    ("POST", "/payments/{id}/refund", refund),
    ("GET", "/payments/{id}/return", browser_return),
    ("POST", "/payments/{id}/hold", settlements.hold),
    ("POST", "/payments/{id}/dispute", disputes.open),
    ("POST", "/disputes/{id}/move", disputes.move),
    ("POST", "/adjustments", settlements.adjust),
    ("POST", "/refunds/{id}/process", process_refund),
    ("POST", "/refunds/{id}/fail", fail_refund),
)
