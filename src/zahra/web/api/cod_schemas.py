"""What the endpoints about cash on delivery take and tell."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from zahra.base.money import Paise
from zahra.shop import cod, orders
from zahra.shop.cod import ListingKind, ListingVerdict, Outcome, ReasonCode, RemittanceVerdict, Step
from zahra.web.api.promotion_schemas import When
from zahra.web.http.schemas import Input, Moment, Output

Points = Annotated[int, Field(strict=True, ge=0, le=1000)]
Amount = Annotated[int, Field(strict=True, ge=1, le=1_000_000_000)]
Reason = Annotated[str, Field(min_length=1, max_length=200, examples=["two parcels refused"])]


class ConfirmingIn(Input):
    """The code that was sent for this order."""

    otp: Annotated[str, Field(min_length=1, max_length=20, examples=["012345"])]


class CodeSentOut(Output):
    """A code is on its way; seconds are whole."""

    sent: bool = True
    resend_after: int
    expires_in: int


class OverridingIn(Input):
    """Why staff place an order without its code."""

    reason: Reason


class ReasonOut(Output):
    """One reason. What forbids or allows by itself counts no points; `message` is for staff."""

    code: ReasonCode
    points: int
    message: str

    @classmethod
    def of(cls, reason: cod.Reason) -> "ReasonOut":
        return cls(code=reason.code, points=reason.points, message=cod.STAFF_WORDS[reason.code])


class DecisionOut(Output):
    """What was decided about an order, by which rules, and what became of it."""

    order_id: UUID
    step: Step
    points: int
    reasons: list[ReasonOut]
    rules_id: UUID
    decided_at: Moment
    outcome: Outcome
    outcome_at: Moment
    overridden_by: str | None
    override_reason: str | None

    @classmethod
    def of(cls, decision: cod.Decision) -> "DecisionOut":
        return cls(
            order_id=decision.order_id,
            step=decision.step,
            points=decision.points,
            reasons=[ReasonOut.of(reason) for reason in decision.reasons],
            rules_id=decision.rules_id,
            decided_at=decision.decided_at,
            outcome=decision.outcome,
            outcome_at=decision.outcome_at,
            overridden_by=decision.overridden_by,
            override_reason=decision.override_reason,
        )


class RulesOut(Output):
    """The rules in force. A step is asked for from so many points on."""

    id: UUID
    valid_from: Moment
    otp_from: int
    advance_from: int
    prepaid_from: int
    open_most: int
    high_value_from: Paise
    advance_percent: int
    advance_least: Paise
    points: dict[str, int]
    changed_by: str


class RulesIn(Input):
    """What is to be different; what is not sent stays. `points` names only what changes."""

    otp_from: Annotated[Points | None, Field(examples=[25])] = None
    advance_from: Points | None = None
    prepaid_from: Points | None = None
    open_most: Annotated[int, Field(strict=True, ge=1, le=100)] | None = None
    high_value_from: Amount | None = None
    advance_percent: Annotated[int, Field(strict=True, ge=0, le=90)] | None = None
    advance_least: Amount | None = None
    points: Annotated[dict[ReasonCode, Points], Field(default_factory=dict)]

    def change(self) -> cod.RulesChange:
        return cod.RulesChange(**self.model_dump())


class ListingIn(Input):
    """A phone (any Indian spelling) or a PIN code, and what of it. `until` is exclusive."""

    kind: Annotated[ListingKind, Field(examples=["pincode"])]
    value: Annotated[str, Field(min_length=1, max_length=40, examples=["302001"])]
    verdict: Annotated[ListingVerdict, Field(examples=["block"])]
    reason: Reason
    until: When = None

    def wish(self) -> cod.ListingWish:
        return cod.ListingWish(self.kind, self.value, self.verdict, self.reason, self.until)


class UnlistingIn(Input):
    """Which phone or PIN code to take off the list."""

    kind: Annotated[ListingKind, Field(examples=["pincode"])]
    value: Annotated[str, Field(min_length=1, max_length=40, examples=["302001"])]


class ListingOut(Output):
    """Who is listed; a phone is masked."""

    kind: ListingKind
    shown: str
    verdict: ListingVerdict
    reason: str
    until: Moment | None
    changed_by: str
    changed_at: Moment


class StepTriedOut(Output):
    """How many orders a step would have been asked of, and how those ended."""

    step: Step
    orders: int
    outcomes: dict[Outcome, int]


class BacktestOut(Output):
    """Rules held against what was decided in the last days."""

    days: int
    orders: int
    steps: list[StepTriedOut]

    @classmethod
    def of(cls, tried: cod.Backtest, days: int) -> "BacktestOut":
        steps = [
            StepTriedOut(step=step, orders=tried.asked(step), outcomes=dict(tried.outcomes[step]))
            for step in Step
        ]
        return cls(days=days, orders=tried.orders, steps=steps)


class RemittingIn(Input):
    """A courier's file: CSV with the columns AWB, amount (rupees), UTR and date."""

    csv: Annotated[
        str,
        Field(
            min_length=1,
            max_length=200_000,
            examples=["AWB,Amount,UTR,Date\nSR12345678,2159.50,UTIB0000123,2026-11-20\n"],
        ),
    ]


class RemarkOut(Output):
    """What to do about a line; `at` counts from the names of the columns, which are line 1. No
    `verdict`: it is known with another amount."""

    at: int
    awb: str
    utr: str
    verdict: RemittanceVerdict | None
    message: str


class RemittedOut(Output):
    """What became of a file: new lines by verdict, how many were known already, and the lines that
    somebody has to look at."""

    lines: int
    known: int
    verdicts: dict[RemittanceVerdict, int]
    remarks: list[RemarkOut]

    @classmethod
    def of(cls, done: orders.Remitted) -> "RemittedOut":
        remarks = [RemarkOut.model_validate(each) for each in done.remarks]
        return cls(
            lines=done.lines, known=done.known, verdicts=dict(done.verdicts), remarks=remarks
        )


class RemittanceOut(Output):
    """A line that was taken in; `expected` was outstanding before it."""

    id: UUID
    awb: str
    utr: str
    amount: Paise
    remitted_on: date
    verdict: RemittanceVerdict
    expected: Paise | None
    shipment_id: UUID | None
    imported_by: str
    imported_at: Moment
