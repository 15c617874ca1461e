"""What the endpoints of store credit and of payouts take and tell."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from zahra.base.money import Paise
from zahra.shop import credit, payments
from zahra.web.http.schemas import Input, Moment, Output

PayoutNumber = Annotated[str, Field(max_length=20, examples=["PO-7K3M9Q2X"])]


class CreditEntryOut(Output):
    """A change of store credit, and what was left after it."""

    id: UUID
    at: Moment
    amount: Paise
    balance: Paise
    cause: credit.Cause
    order_id: UUID | None


class CreditOut(Output):
    """Store credit and its latest changes."""

    balance: Paise
    usable: Paise | None
    currency: Literal["INR"] = "INR"
    entries: list[CreditEntryOut]


class AccountIn(Input):
    """An account of one's own: a UPI id, or a number twice with its bank's IFSC."""

    holder: Annotated[str, Field(max_length=100, examples=["Asha Rao"])]
    vpa: Annotated[str, Field(max_length=320, examples=["asha@okhdfc"])] = ""
    number: Annotated[str, Field(max_length=40)] = ""
    number_again: Annotated[str, Field(max_length=40)] = ""
    ifsc: Annotated[str, Field(max_length=20, examples=["HDFC0001234"])] = ""

    def naming(self) -> payments.Naming:
        """The account as the shop takes it."""
        return payments.Naming(self.holder, self.vpa, self.number, self.number_again, self.ifsc)


class AccountOut(Output):
    """An account by reference: `shown` is all that is ever told of it."""

    id: UUID
    kind: payments.AccountKind
    shown: str
    verified_at: Moment


class OwnPayoutOut(Output):
    """A refund of one's own that goes to an account. In `needs_account` it waits for one."""

    id: UUID
    number: str
    order_id: UUID
    order_number: str
    amount: Paise
    state: payments.PayoutState
    account: Annotated[str | None, Field(validation_alias="shown")]
    utr: str | None
    last_error: str | None
    created_at: Moment
    settled_at: Moment | None


class ChoosingAccountIn(Input):
    """Which of one's accounts a payout goes to."""

    account_id: UUID


class RedirectingIn(Input):
    """Where a refused refund goes. `accountId` only with `payout`: one of the buyer's own."""

    destination: payments.Destination
    account_id: UUID | None = None


class PayoutOut(Output):
    """A refund on its way to an account."""

    number: str
    order_id: UUID
    amount: Paise
    state: payments.PayoutState
    account: Annotated[str | None, Field(alias="account")] = None
    utr: str | None
    last_error: str | None
    created_at: Moment
    exported_at: Moment | None
    settled_at: Moment | None

    @classmethod
    def of(cls, payout: payments.Payout) -> "PayoutOut":
        return cls(
            number=payout.number,
            order_id=payout.order_id,
            amount=payout.amount,
            state=payout.state,
            account=payout.shown,
            utr=payout.utr,
            last_error=payout.last_error,
            created_at=payout.created_at,
            exported_at=payout.exported_at,
            settled_at=payout.settled_at,
        )


class PayoutFileOut(Output):
    """A file for the bank, as CSV."""

    number: str
    payouts: int
    amount: Paise
    made_at: Moment
    csv: str


class PaidOutIn(Input):
    """What the bank says of one payout: its UTR, or why it failed."""

    number: PayoutNumber
    utr: Annotated[str | None, Field(max_length=30, examples=["N326261234567890"])] = None
    failed: Annotated[str | None, Field(max_length=200)] = None


class SettlingIn(Input):
    """The bank's answer."""

    payouts: Annotated[list[PaidOutIn], Field(min_length=1, max_length=500)]


class SettledOut(Output):
    """What came of a line of the bank's answer."""

    number: str
    outcome: str
