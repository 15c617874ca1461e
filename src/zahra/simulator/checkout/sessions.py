"""One payer at one order: what the merchant's page asked for, and how far they have come."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

from zahra.simulator import cards, checks, life, payment_links
from zahra.simulator.books import Json, Thing
from zahra.simulator.desk import Desk
from zahra.simulator.methods import attempt_by, card_form
from zahra.simulator.refusals import Refusal, no_such_id

_TOLD = (
    "name",
    "description",
    "callback_url",
    "cancel_url",
    "origin",
    "retry",
    "customer_id",
)
_IN_BRACKETS = re.compile(r"(prefill|notes)\[([^\]]+)\]")


@dataclass(frozen=True, slots=True)
class Visit:
    """A session with its order and the payment at hand, as they are now."""

    session: Thing
    order: Thing
    payment: Thing | None

    @property
    def stage(self) -> str:
        """choose | bank | waiting | failed | done | paid | left"""
        if self.session.kept["left"]:
            return "left"
        if self.payment is None:
            return "paid" if self.order.shown["status"] == "paid" else "choose"
        match self.payment.shown["status"]:
            case "created":
                return "waiting" if self.session.kept["is_waiting"] else "bank"
            case "failed":
                return "failed"
            case _:
                return "done"

    @property
    def is_overlay(self) -> bool:
        return bool(self.session.kept["origin"])


def open(desk: Desk, said: Mapping[str, str]) -> Thing:
    """A session from the merchant's form or script. Refuses what does not fit the order."""
    if said.get("key_id") != desk.settings.key_id:
        raise Refusal("The api key provided is invalid", field="key_id")
    order = checks.existing(desk.books, "order", said.get("order_id", ""))
    amount = said.get("amount")
    if amount and amount != str(order.shown["amount"]):
        raise Refusal("The amount does not match the order's amount", field="amount")
    for name in ("callback_url", "cancel_url", "origin"):
        if said.get(name) and not said[name].startswith(("http://", "https://")):
            raise Refusal(f"The {name} must be an http address", field=name)
    groups = _grouped(said)
    kept: Json = {name: said.get(name, "") for name in _TOLD}
    kept.update(groups, payment_id=None, is_waiting=False, left=False)
    id = desk.new_id("chk")
    return desk.books.add(Thing(id, "checkout", order.id, {"id": id}, kept))


def visit(desk: Desk, id: str) -> Visit:
    session = desk.books.find("checkout", id)
    order = desk.books.find("order", session.parent) if session else None
    if session is None or order is None:
        raise no_such_id()
    paid_by = session.kept["payment_id"]
    return Visit(session, order, desk.books.find("payment", paid_by) if paid_by else None)


def choose(desk: Desk, at: Visit, form: Mapping[str, str]) -> dict[str, str]:
    """Begin a payment. Answers what is wrong with the card form, by field, if anything is."""
    method = form.get("method", "")
    wrong = cards.problems(card_form(form), desk.clock.now()) if method == "card" else {}
    if wrong or at.stage != "choose":
        return wrong
    prefill, payer = at.session.kept["prefill"], dict[str, Any]()
    payer.update({name: prefill[name] for name in ("contact", "email") if prefill.get(name)})
    payer.update(description=at.session.kept["description"] or None)
    payer.update(notes=at.session.kept["notes"] or [])
    attempt = attempt_by(desk, method, form, **payer)
    payment = life.start(desk, at.order, replace(attempt, keeps_for=_keeping(at, form)))
    _keep(desk, at.session, payment_id=payment.id)
    return {}


def link_of(desk: Desk, at: Visit) -> Thing | None:
    """The payment link this session was opened by, if it was by one."""
    return payment_links.of_order(desk, at.order)


def open_link(desk: Desk, link: Thing) -> Thing:
    """A session for whoever opened a payment link, while it can be paid."""
    payment_links.must_be_open(link)
    said = {"key_id": desk.settings.key_id, "order_id": link.shown["order_id"]}
    told = {"description": link.shown["description"] or "", "callback_url": "", "cancel_url": ""}
    told["callback_url"] = link.shown["callback_url"]
    return open(desk, {**said, **told})


def _keeping(at: Visit, form: Mapping[str, str]) -> str:
    """The customer whose card is to be kept: with their box ticked, and never without."""
    return at.session.kept["customer_id"] if form.get("keep_card") else ""


def answer(desk: Desk, at: Visit, form: Mapping[str, str]) -> None:
    """The payer at their bank: an OTP, or one of the buttons approve, decline, no_answer."""
    if at.payment is None or at.stage not in ("bank", "waiting"):
        return
    said = form.get("answer", "")
    if said == "no_answer":
        _keep(desk, at.session, is_waiting=True)
    elif said == "decline":
        life.answer(desk, at.payment, reason=form.get("reason") or "payment_failed")
    elif at.payment.shown["method"] == "card":
        is_right = re.fullmatch(r"[0-9]{4,10}", form.get("otp", ""))
        life.answer(desk, at.payment, reason=None if is_right else "authentication_failed")
    elif said == "approve":
        life.answer(desk, at.payment)


def try_again(desk: Desk, at: Visit) -> None:
    """Back to the ways to pay, after a failure."""
    if at.stage == "failed":
        _keep(desk, at.session, payment_id=None, is_waiting=False)


def leave(desk: Desk, at: Visit) -> None:
    """The payer goes away; a payment at their bank is cancelled, one without an answer is not."""
    if at.stage == "bank" and at.payment is not None:
        life.fail(desk, at.payment, "payment_cancelled")
    if at.stage != "done":
        _keep(desk, at.session, left=True)


def error_of(at: Visit) -> Json:
    """The failure as a merchant's page hears of it."""
    shown = at.payment.shown if at.payment else {}
    metadata = {"order_id": at.order.id} | ({"payment_id": shown["id"]} if shown else {})
    return {
        "code": shown.get("error_code") or "BAD_REQUEST_ERROR",
        "description": shown.get("error_description") or "The payment was cancelled.",
        "source": shown.get("error_source") or "customer",
        "step": shown.get("error_step") or "payment_authentication",
        "reason": shown.get("error_reason") or "payment_cancelled",
        "metadata": metadata,
    }


def error_fields(at: Visit) -> dict[str, str]:
    """The same as form fields; `error[metadata]` is JSON."""
    error = error_of(at)
    error["metadata"] = json.dumps(error["metadata"])
    return {f"error[{name}]": str(value) for name, value in error.items()}


def _keep(desk: Desk, session: Thing, **news: Any) -> None:
    session.kept.update(news)
    desk.books.save(session)


def _grouped(said: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """`prefill[email]=…&notes[order]=…` as two dictionaries."""
    groups: dict[str, dict[str, str]] = {"prefill": {}, "notes": {}}
    for name, value in said.items():
        found = _IN_BRACKETS.fullmatch(name)
        if found and value:
            groups[cast(str, found[1])][cast(str, found[2])] = value
    return groups
