"""Razorpay's disputes into the port's facts. Pure."""

from datetime import UTC, datetime

from zahra.providers.razorpay.facts import Json, text, whole, word
from zahra.shop.disputes.provider import DisputeFact

_FINAL = ("won", "lost", "closed")
_STATES = frozenset({"open", "under_review", *_FINAL})
_PHASES = frozenset({"fraud", "retrieval", "chargeback", "pre_arbitration", "arbitration"})
_ASKED_AGAIN = "payment.dispute.action_required"


def dispute(body: Json, event: str) -> DisputeFact:
    """A dispute. What we do not know counts as `open`, and as a `chargeback`.

    That papers were not enough is told by an event's name alone: the entity has no state for it.
    """
    state = text(body["status"])
    if event == _ASKED_AGAIN and state not in _FINAL:
        state = "action_required"
    elif state not in _STATES:
        state = "open"
    phase, respond_by = body.get("phase"), body.get("respond_by")
    return DisputeFact(
        id=text(body["id"]),
        payment_id=text(body["payment_id"]),
        amount=whole(body["amount"]),
        currency=text(body["currency"]),
        deducted=whole(body.get("amount_deducted") or 0),
        state=state,
        phase=phase if phase in _PHASES else "chargeback",
        reason=word(body.get("reason_code")),
        respond_by=datetime.fromtimestamp(whole(respond_by), UTC) if respond_by else None,
    )
