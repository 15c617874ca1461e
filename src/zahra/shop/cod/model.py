"""What paying at the door is decided from, and what a decision is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from zahra.base.money import Paise


class Step(StrEnum):
    """What somebody who wants to pay at the door is asked for; each step asks for more."""

    ALLOW = "allow"
    OTP = "otp"
    ADVANCE = "advance"
    PREPAID_ONLY = "prepaid_only"

    @property
    def height(self) -> int:
        """0 for the lowest step."""
        return list(Step).index(self)


class ReasonCode(StrEnum):
    """Why. The first ones forbid by themselves; `trusted` allows; the others count points."""

    NOT_OFFERED = "not_offered"
    BELOW_MINIMUM = "below_minimum"
    ABOVE_MAXIMUM = "above_maximum"
    PIN_TAKES_NO_CASH = "pin_takes_no_cash"
    ABOVE_PIN_MAXIMUM = "above_pin_maximum"
    BLOCKED = "blocked"
    TOO_MANY_OPEN = "too_many_open"
    TRUSTED = "trusted"
    PAST_RTO = "past_rto"
    OPEN_ORDER = "open_order"
    FIRST_ORDER = "first_order"
    HIGH_VALUE = "high_value"
    SHORT_ADDRESS = "short_address"
    GIBBERISH_ADDRESS = "gibberish_address"
    NO_SECOND_LINE = "no_second_line"
    STATE_MISMATCH = "state_mismatch"
    UNKNOWN_PIN = "unknown_pin"
    PIN_RTO = "pin_rto"
    TWO_SIZES = "two_sizes"
    DISPOSABLE_EMAIL = "disposable_email"


class ListingKind(StrEnum):
    PHONE = "phone"
    PINCODE = "pincode"


class ListingVerdict(StrEnum):
    """Never, or always but for what the shop and the courier cannot do."""

    BLOCK = "block"
    ALLOW = "allow"


class Outcome(StrEnum):
    """What became of an order that was to be paid at the door. Asked: it waits for its code or
    its advance."""

    ASKED = "asked"
    PLACED = "placed"
    PREPAID = "prepaid"
    DELIVERED = "delivered"
    RTO = "rto"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason, and the points it counts; what forbids or allows by itself counts none."""

    code: ReasonCode
    points: int = 0


@dataclass(frozen=True, slots=True)
class CodRules:
    """How much each reason counts, and from how many points on what is asked for.

    An advance is a share of the total in percent, at least `advance_least`. Somebody with
    `open_most` cash orders on their way gets no further one.
    """

    id: UUID
    valid_from: datetime
    otp_from: int
    advance_from: int
    prepaid_from: int
    open_most: int
    high_value_from: Paise
    advance_percent: int
    advance_least: Paise
    points: Mapping[str, int]
    changed_by: str

    def points_for(self, code: ReasonCode) -> int:
        """What one occurrence of a reason counts."""
        return self.points.get(code, 0)

    def step_at(self, points: int) -> Step:
        """The step that so many points lead to."""
        if points >= self.prepaid_from:
            return Step.PREPAID_ONLY
        if points >= self.advance_from:
            return Step.ADVANCE
        return Step.OTP if points >= self.otp_from else Step.ALLOW


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of somebody before their basket and address are looked at, and the rules in
    force. `person_key` is None for somebody without a verified phone."""

    rules: CodRules
    person_key: str | None = None
    rtos: int = 0
    delivered: int = 0
    open: int = 0
    phone_verdict: ListingVerdict | None = None
    pin_verdict: ListingVerdict | None = None
    email_domain: str | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """What the shop and the courier at a PIN code can do at all. `most` of nothing: no cash on
    delivery; a `pin_most` of None: no limit of the courier's."""

    fee: Paise
    least: Paise
    most: Paise
    pin_takes_cash: bool = True
    pin_most: Paise | None = None


@dataclass(frozen=True, slots=True)
class PinCode:
    """What is known of a PIN code: nothing odd before it is named. `back_percent` of our own
    parcels came back from there, once there were enough to say so."""

    is_known: bool = True
    back_percent: int = 0


@dataclass(frozen=True, slots=True)
class Quality:
    """What is odd about an address; nothing for one that is not known yet."""

    is_short: bool = False
    is_gibberish: bool = False
    has_no_second_line: bool = False
    is_elsewhere: bool = False  # its state is not where its PIN code lies


@dataclass(frozen=True, slots=True)
class CodFacts:
    """Everything a decision is made from, and nothing that says who somebody is. `total` is what
    the order comes to when paid at the door, the fee included."""

    total: Paise
    limits: Limits
    rtos: int = 0
    delivered: int = 0
    open: int = 0
    is_blocked: bool = False
    is_trusted: bool = False
    is_pin_known: bool = True
    pin_back_percent: int = 0
    address: Quality = field(default_factory=Quality)
    has_two_sizes: bool = False
    has_disposable_email: bool = False


@dataclass(frozen=True, slots=True)
class CodAnswer:
    """What is asked of somebody who would pay at the door, and why. `advance` is what is to be
    paid online before, nothing on other steps."""

    step: Step
    reasons: tuple[Reason, ...]
    points: int
    fee: Paise
    advance: Paise = 0

    @property
    def is_allowed(self) -> bool:
        """Whether it may be paid at the door, be it after a code or an advance."""
        return self.step is not Step.PREPAID_ONLY


@dataclass(frozen=True, slots=True)
class Judged:
    """An answer with what it was made from, to be kept with the order."""

    answer: CodAnswer
    facts: CodFacts
    rules_id: UUID
    person_key: str | None


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided about an order, and what became of it."""

    order_id: UUID
    step: Step
    points: int
    reasons: tuple[Reason, ...]
    rules_id: UUID
    decided_at: datetime
    outcome: Outcome
    outcome_at: datetime
    overridden_by: str | None
    override_reason: str | None


@dataclass(frozen=True, slots=True)
class Listing:
    """A phone (masked) or a PIN code that is never, or always, let pay at the door. `until` is
    exclusive; None: for good."""

    kind: ListingKind
    shown: str
    verdict: ListingVerdict
    reason: str
    until: datetime | None
    changed_by: str
    changed_at: datetime
