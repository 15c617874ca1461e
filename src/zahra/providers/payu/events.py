"""What PayU posts to us: form fields, signed by the reverse hash, but for news of refunds.

A payment's hash is checked before anything is believed. Refund callbacks carry none: they are
hints, which make us ask `check_action_status` about a payment of ours and say nothing themselves.
"""

import re
from collections.abc import Mapping
from urllib.parse import parse_qsl

from zahra.providers.payu.account import PayuAccount
from zahra.providers.payu.hashes import is_signed
from zahra.shop.payments.provider import EventFact, ForgedEvent

_NAME = re.compile(r"[A-Za-z0-9_.-]{1,64}")


def read_event(account: PayuAccount, raw: bytes) -> EventFact:
    """Who the event is about. Raises ForgedEvent for what PayU cannot have sent us."""
    fields = _fields(raw)
    if fields.get("key") != account.key:
        raise ForgedEvent
    if "hash" not in fields and fields.get("action") == "refund":
        return _hint(fields)
    if not is_signed(fields, account.salts):
        raise ForgedEvent
    payment, status = _name(fields, "mihpayid"), _name(fields, "status")
    word = fields.get("unmappedstatus", "")[:40]
    return EventFact(
        id=f"{payment}:{status}:{word}",
        type=f"payment.{status}",
        order_id=_name(fields, "txnid"),
        payment_id=payment,
        refund_id=None,
    )


def is_genuine_return(account: PayuAccount, txnid: str, fields: Mapping[str, str]) -> bool:
    """Whether PayU signed what the browser brought, for the transaction we stored."""
    is_ours = fields.get("txnid") == txnid and fields.get("key") == account.key
    return is_ours and is_signed(fields, account.salts)


def _hint(fields: Mapping[str, str]) -> EventFact:
    payment, request = _name(fields, "mihpayid"), _name(fields, "request_id")
    return EventFact(
        id=f"{payment}:{request}:{_name(fields, 'status')}",
        type="refund.status",
        order_id=None,
        payment_id=payment,
        refund_id=request,
        is_signed=False,
    )


def _name(fields: Mapping[str, str], name: str) -> str:
    value = fields.get(name, "")
    if not _NAME.fullmatch(value):
        raise ForgedEvent
    return value


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
