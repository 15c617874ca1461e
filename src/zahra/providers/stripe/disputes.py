"""Stripe's disputes into the port's facts. Pure."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, cast

from zahra.providers.stripe.facts import Json, text, whole, word
from zahra.shop.disputes.provider import DisputeFact

# `warning_` is an inquiry: no money has moved yet. What is not here has just been opened.
_STATES = {
    "under_review": "under_review",
    "warning_under_review": "under_review",
    "won": "won",
    "lost": "lost",
    "warning_closed": "closed",
    "prevented": "closed",
}


def dispute(body: Json) -> DisputeFact:
    """A dispute of a charge. Stripe takes the money at once and gives back what is won, so it is
    deducted, for good, only once it is lost."""
    status, amount = text(body["status"]), whole(body["amount"])
    details = body.get("evidence_details")
    due = cast(Mapping[str, Any], details).get("due_by") if isinstance(details, dict) else None
    return DisputeFact(
        id=text(body["id"]),
        payment_id=text(body["payment_intent"]),
        amount=amount,
        currency=text(body["currency"]).upper(),
        deducted=amount if status == "lost" else 0,
        state=_STATES.get(status, "open"),
        phase="retrieval" if status.startswith("warning_") else "chargeback",
        reason=word(body.get("reason")),
        respond_by=datetime.fromtimestamp(whole(due), UTC) if due else None,
    )
