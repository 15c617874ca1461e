"""What a payout is: a refund on its way to an account, through a file for the bank."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from zahra.base.lifecycle import Lifecycle
from zahra.base.money import Paise


class PayoutState(StrEnum):
    NEEDS_ACCOUNT = "needs_account"
    GRANTED = "granted"
    EXPORTED = "exported"
    SETTLED = "settled"


class PayoutEvent(StrEnum):
    NAME_ACCOUNT = "name_account"
    EXPORT = "export"
    SETTLE = "settle"
    FAIL = "fail"


_P, _ON = PayoutState, PayoutEvent

# A bank that says no leaves the money owed: another account is named, and it goes out anew.
PAYOUT_LIFE: Lifecycle[PayoutState, PayoutEvent] = Lifecycle(
    _P.NEEDS_ACCOUNT,
    {
        _P.NEEDS_ACCOUNT: {_ON.NAME_ACCOUNT: _P.GRANTED},
        _P.GRANTED: {_ON.NAME_ACCOUNT: _P.GRANTED, _ON.EXPORT: _P.EXPORTED},
        _P.EXPORTED: {_ON.SETTLE: _P.SETTLED, _ON.FAIL: _P.NEEDS_ACCOUNT},
        _P.SETTLED: {},
    },
)


class AccountKind(StrEnum):
    UPI = "upi"
    BANK = "bank"


@dataclass(frozen=True, slots=True)
class PayoutAccount:
    """An account by reference: `shown` is what may be read of it."""

    id: UUID
    kind: AccountKind
    shown: str
    verified_at: datetime


@dataclass(frozen=True, slots=True)
class Payout:
    """Money owed to a buyer's account. `number` is how the bank names it back to us, `utr` the
    bank's own number of the transfer; `shown` is what may be read of the account."""

    id: UUID
    number: str
    refund_id: UUID
    order_id: UUID
    amount: Paise
    state: PayoutState
    destination_id: UUID | None
    shown: str | None
    file_id: UUID | None
    utr: str | None
    last_error: str | None
    created_at: datetime
    exported_at: datetime | None
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class PayoutFile:
    """A file for the bank: which payouts it asks for, and what they come to."""

    id: UUID
    number: str
    payouts: int
    amount: Paise
    made_by: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class PayoutLine:
    """A line of a bank's file, its account still sealed."""

    number: str
    amount: Paise
    user_id: UUID
    sealed: bytes
    kid: str
