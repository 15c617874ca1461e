"""One-time codes: made, sent, answered."""

from zahra.shop.identity.codes.challenge import Purpose
from zahra.shop.identity.codes.guarding import PREFIX_LENGTH, plan_sms_budget
from zahra.shop.identity.codes.jobs import (
    deliver_code,
    deliver_code_elsewhere,
    deliver_code_from_reserve,
)
from zahra.shop.identity.codes.proving import TypedCode, prove_code, use_code
from zahra.shop.identity.codes.sending import SentCode, resend_code, send_code
from zahra.shop.identity.codes.verifying import VerifyingCode, verify_code

__all__ = [
    "PREFIX_LENGTH",
    "Purpose",
    "SentCode",
    "TypedCode",
    "VerifyingCode",
    "deliver_code",
    "deliver_code_elsewhere",
    "deliver_code_from_reserve",
    "plan_sms_budget",
    "prove_code",
    "resend_code",
    "send_code",
    "use_code",
    "verify_code",
]
