"""What PayU posts to us: form fields, signed by the reverse hash, but for news of refunds.

A payment's hash is checked before anything is believed. It covers neither PayU's own id of the
payment nor `unmappedstatus`: an event is known again by what is signed, lest somebody with a form
of their own take the place of another's event. Refund callbacks carry no hash: they are hints,
which make us ask `check_action_status` about a payment of ours and say nothing themselves.
"""

import hashlib
import re
from collections.abc import Mapping
from urllib.parse import parse_qsl

from zahra.providers.payu.account import PayuAccount
from zahra.providers.payu.hashes import is_signed
from zahra.shop.payments.provider import EventFact, ForgedEvent

_NAME = re.compile(r"[A-Za-z0-9_.-]{1,64}")
_WORDS = (
    *("captured", "auth", "pending", "initiated", "in progress"),
    *("bounced", "dropped", "failed", "usercancelled", "autorefund"),
)


def read_event(account: PayuAccount, raw: bytes) -> EventFact:
    """Who the event is about. Raises ForgedEvent for what PayU cannot have sent us.

    What it signed is filed whatever it lacks: refused, it would come again.
    """
    fields = _fields(raw)
    if fields.get("key") != account.key:
        raise ForgedEvent
    if "hash" not in fields and fields.get("action") == "refund":
        return _hint(fields, raw)
    if not is_signed(fields, account.salts):
        raise ForgedEvent
    txnid, status = _name(fields, "txnid"), _name(fields, "status") or "other"
    word = fields.get("unmappedstatus", "").lower()
    known = f"{txnid}:{status}:{word if word in _WORDS else 'other'}"
    return EventFact(
        id=f"payment:{known if txnid else _digest(raw)}",
        type=f"payment.{status}",
        order_id=txnid,
        payment_id=_name(fields, "mihpayid"),
        refund_id=None,
    )


def is_genuine_return(account: PayuAccount, txnid: str, fields: Mapping[str, str]) -> bool:
    """Whether PayU signed what the browser brought, for the transaction we stored."""
    is_ours = fields.get("txnid") == txnid and fields.get("key") == account.key
    return is_ours and is_signed(fields, account.salts)


def _hint(fields: Mapping[str, str], raw: bytes) -> EventFact:
    """Known again by its whole body: a stranger's cannot be taken for the one PayU sends."""
    payment, refund = _name(fields, "mihpayid"), _name(fields, "request_id")
    if payment is None or refund is None:
        raise ForgedEvent
    return EventFact(
        id=f"refund:{_digest(raw)}",
        type="refund.status",
        order_id=None,
        payment_id=payment,
        refund_id=refund,
        is_signed=False,
    )


def _name(fields: Mapping[str, str], name: str) -> str | None:
    value = fields.get(name, "")
    return value if _NAME.fullmatch(value) else None


def _digest(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def _fields(raw: bytes) -> dict[str, str]:
    """The form's fields. A name that comes twice is nobody's form."""
    try:
        told = parse_qsl(raw.decode(), keep_blank_values=True, max_num_fields=200)
    except ValueError:  # also bytes that are no UTF-8
        raise ForgedEvent from None
    fields = dict(told)
    if len(fields) != len(told):
        raise ForgedEvent
    return fields
