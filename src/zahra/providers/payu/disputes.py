"""What PayU tells of disputes ("chargebacks"): JSON, unlike its other news, signed in a header.

Signing is switched on by PayU for each account; what is not signed is nobody's. There is nothing we
could ask with the keys of payments: what was signed is believed.
"""

import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any, cast

from zahra.base.clock import IST
from zahra.base.money import Paise
from zahra.providers.payu.account import PayuAccount
from zahra.providers.payu.facts import CURRENCY
from zahra.providers.payu.hashes import is_signed_dispute
from zahra.providers.payu.naming import paise
from zahra.shop.disputes.provider import DisputeFact
from zahra.shop.payments.provider import EventFact, ForgedEvent

SIGNATURE = "x-payu-dispute-webhook-signature-v2"
_NAME = re.compile(r"[A-Za-z0-9_.-]{1,64}")
# By PayU's words without their spaces. What is not here has just been opened.
_STATES = {
    "pendingdocreview": "under_review",
    "submittedtobank": "under_review",
    "bankcommsent": "under_review",
    "insufficientdocument": "action_required",
    "closedcustomerfavour": "lost",
    "closedinmerchantfavour": "won",
    "closedunderfraudliability": "closed",  # PayU bears it
}
_PHASES = {"prearbitration": "pre_arbitration", "arbitration": "arbitration"}


def read_event(account: PayuAccount, raw: bytes, headers: Mapping[str, str]) -> EventFact:
    """Which payment is disputed. Raises ForgedEvent for what PayU did not sign."""
    fields = _fields(raw)
    given = {name.lower(): value for name, value in headers.items()}
    if not is_signed_dispute(fields, account.key, given.get(SIGNATURE, ""), account.salts):
        raise ForgedEvent
    payment, dispute = _name(fields, "txn_id"), _name(fields, "cb_id")
    stage = f"{_plain(fields.get('cb_type', ''))}:{_plain(fields.get('cb_status', ''))}"
    return EventFact(
        id=f"dispute:{dispute}:{stage}:{fields.get('cb_amount', '')}"[:200],
        type="payment.dispute",
        order_id=payment,  # by PayU's papers its own id or ours
        payment_id=payment,
        refund_id=None,
        dispute_id=dispute,
    )


def dispute(told: bytes) -> DisputeFact:
    """What a genuine body says; of one whose sum cannot be read, that there is none."""
    fields = _fields(told)
    state = _STATES.get(_plain(fields.get("cb_status", "")), "open")
    amount = _sum(fields.get("cb_amount", ""))
    return DisputeFact(
        id=_name(fields, "cb_id"),
        payment_id=_name(fields, "txn_id"),
        amount=amount,
        currency=CURRENCY,
        deducted=amount if state == "lost" else 0,
        state=state,
        phase=_PHASES.get(_plain(fields.get("cb_type", "")), "chargeback"),
        reason=fields.get("reason_code", "")[:100] or None,
        respond_by=_last_moment_of(fields.get("due_date", "")),
    )


def _sum(told: str) -> Paise:
    try:
        return paise(told)
    except ValueError:
        return 0


def _last_moment_of(day: str) -> datetime | None:
    """The end of an Indian day, `2026-03-05`."""
    try:
        found = date.fromisoformat(day)
    except ValueError:
        return None
    return datetime.combine(found, time(23, 59, 59), IST).astimezone(UTC)


def _plain(words: str) -> str:
    """PayU writes its words with spaces, hyphens and capitals, or without."""
    return "".join(letter for letter in words.lower() if letter.isalnum())


def _name(fields: Mapping[str, str], name: str) -> str:
    value = fields.get(name, "")
    if not _NAME.fullmatch(value):
        raise ForgedEvent
    return value


def _fields(raw: bytes) -> dict[str, str]:
    """The object's fields as text: ids come as numbers, too."""
    try:
        told: Any = json.loads(raw, parse_int=str, parse_float=str)
    except (ValueError, RecursionError):
        raise ForgedEvent from None
    if not isinstance(told, dict):
        raise ForgedEvent
    fields = cast(dict[str, Any], told)
    return {name: value for name, value in fields.items() if isinstance(value, str)}
