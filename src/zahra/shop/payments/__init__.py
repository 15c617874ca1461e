"""Money: attempts to pay an order, what gateways say was paid, refunds, the inbox of webhooks.

Nothing here knows what an order is. `orders` holds an order's lock while payments of it change.
"""

from zahra.shop.payments.accounts import (
    Naming,
    accounts_of,
    forget_accounts,
    is_own_account,
    name_account,
    remove_account,
)
from zahra.shop.payments.applying import apply_refunds, apply_truth
from zahra.shop.payments.asking import ask_gateway, capture
from zahra.shop.payments.attempting import (
    attempt,
    open_at_gateway,
    open_attempt,
    resume_attempt,
)
from zahra.shop.payments.choosing import offered
from zahra.shop.payments.closing import close_at_gateway, close_attempts
from zahra.shop.payments.errors import NothingToRefund, RefundTooLarge
from zahra.shop.payments.gateways import Gateways
from zahra.shop.payments.jobs import forget_old_bodies
from zahra.shop.payments.keeping import close_event, forget_bodies, keep_event, kept_event
from zahra.shop.payments.linking import open_link
from zahra.shop.payments.model import (
    CURRENCY,
    Answer,
    Applied,
    Attempt,
    Clocks,
    KeptEvent,
    Payment,
    Refund,
)
from zahra.shop.payments.paying_out import (
    NothingToPayOut,
    UtrTaken,
    export_payouts,
    move_payout,
    open_payout,
    payout_file,
    payouts_list,
    send_payout_to,
)
from zahra.shop.payments.payouts import (
    PAYOUT_LIFE,
    AccountKind,
    Payout,
    PayoutAccount,
    PayoutEvent,
    PayoutFile,
    PayoutState,
)
from zahra.shop.payments.provider import (
    AskingRefund,
    EventFact,
    ForgedEvent,
    Gateway,
    GatewayDown,
    GatewayOrder,
    GatewayRefused,
    OpeningCustomer,
    OpeningLink,
    OpeningOrder,
    PaymentFact,
    PayPage,
    RefundFact,
    TokenFact,
    Truth,
    Wallet,
)
from zahra.shop.payments.refunding import (
    grant_refund,
    note_refusal,
    note_settled,
    send_refund,
)
from zahra.shop.payments.setting_aside import set_aside
from zahra.shop.payments.statements import SettledFact, Statements
from zahra.shop.payments.states import (
    ATTEMPT_LIFE,
    REFUND_LIFE,
    AttemptEvent,
    AttemptKind,
    AttemptState,
    Destination,
    EventState,
    PaymentState,
    Purpose,
    RefundState,
)
from zahra.shop.payments.store.attempts import (
    attempt_for_gateway_order,
    attempts_of_order,
    attempts_to_ask_about,
)
from zahra.shop.payments.store.inbox import events_left_lying
from zahra.shop.payments.store.payments import (
    is_known,
    note_capture_asked,
    payment,
    payment_named,
    payment_to_change,
    payments_of_order,
)
from zahra.shop.payments.store.payouts import payout, payout_to_change, payouts_of_order
from zahra.shop.payments.store.refunds import refund, refunds_not_on_their_way
from zahra.shop.payments.tenders import take_cash, take_credit

__all__ = [
    "ATTEMPT_LIFE",
    "CURRENCY",
    "PAYOUT_LIFE",
    "REFUND_LIFE",
    "AccountKind",
    "Answer",
    "Applied",
    "AskingRefund",
    "Attempt",
    "AttemptEvent",
    "AttemptKind",
    "AttemptState",
    "Clocks",
    "Destination",
    "EventFact",
    "EventState",
    "ForgedEvent",
    "Gateway",
    "GatewayDown",
    "GatewayOrder",
    "GatewayRefused",
    "Gateways",
    "KeptEvent",
    "Naming",
    "NothingToPayOut",
    "NothingToRefund",
    "OpeningCustomer",
    "OpeningLink",
    "OpeningOrder",
    "PayPage",
    "Payment",
    "PaymentFact",
    "PaymentState",
    "Payout",
    "PayoutAccount",
    "PayoutEvent",
    "PayoutFile",
    "PayoutState",
    "Purpose",
    "Refund",
    "RefundFact",
    "RefundState",
    "RefundTooLarge",
    "SettledFact",
    "Statements",
    "TokenFact",
    "Truth",
    "UtrTaken",
    "Wallet",
    "accounts_of",
    "apply_refunds",
    "apply_truth",
    "ask_gateway",
    "attempt",
    "attempt_for_gateway_order",
    "attempts_of_order",
    "attempts_to_ask_about",
    "capture",
    "close_at_gateway",
    "close_attempts",
    "close_event",
    "events_left_lying",
    "export_payouts",
    "forget_accounts",
    "forget_bodies",
    "forget_old_bodies",
    "grant_refund",
    "is_known",
    "is_own_account",
    "keep_event",
    "kept_event",
    "move_payout",
    "name_account",
    "note_capture_asked",
    "note_refusal",
    "note_settled",
    "offered",
    "open_at_gateway",
    "open_attempt",
    "open_link",
    "open_payout",
    "payment",
    "payment_named",
    "payment_to_change",
    "payments_of_order",
    "payout",
    "payout_file",
    "payout_to_change",
    "payouts_list",
    "payouts_of_order",
    "refund",
    "refunds_not_on_their_way",
    "remove_account",
    "resume_attempt",
    "send_payout_to",
    "send_refund",
    "set_aside",
    "take_cash",
    "take_credit",
]
