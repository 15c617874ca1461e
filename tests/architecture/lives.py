"""Every life in the shop, with the column that holds it, and how the docs draw it."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

from zahra.base.lifecycle import Lifecycle
from zahra.shop.books import DiscrepancyKind, ItemKind
from zahra.shop.catalog.states import STYLE_LIFE
from zahra.shop.cod import ListingKind, ListingVerdict, Outcome, RemittanceVerdict, Step
from zahra.shop.cod.states import LINK_LIFE, REWARD_LIFE
from zahra.shop.credit import Cause
from zahra.shop.disputes import DISPUTE_LIFE, DisputePhase
from zahra.shop.identity.codes.challenge import Purpose as CodePurpose
from zahra.shop.identity.contacts.model import ContactKind
from zahra.shop.identity.factors.model import CeremonyKind
from zahra.shop.identity.identifiers import Channel
from zahra.shop.identity.model import RevokeReason, SessionKind, Status
from zahra.shop.identity.people.address_book import AddressKind
from zahra.shop.inventory.model import MovementKind
from zahra.shop.invoices.model import InvoiceKind
from zahra.shop.messaging import Channel as DeliveryChannel
from zahra.shop.messaging import MailCheckKind, Verdict
from zahra.shop.messaging.states import DELIVERY_LIFE
from zahra.shop.notifications.model import Channel as MessageChannel
from zahra.shop.notifications.model import MessageState
from zahra.shop.orders.pieces import GivebackKind
from zahra.shop.orders.states import (
    ORDER_LIFE,
    PAYMENT_LIFE,
    PIECE_LIFE,
    FulfilmentStatus,
    Life,
    ReturnStatus,
)
from zahra.shop.payments.payouts import PAYOUT_LIFE, AccountKind
from zahra.shop.payments.states import (
    ATTEMPT_LIFE,
    REFUND_LIFE,
    AttemptKind,
    Destination,
    EventState,
    PaymentState,
    Purpose,
)
from zahra.shop.places import Zone
from zahra.shop.promotions.model import AskedBy, Kind, Klass, PaidBy
from zahra.shop.promotions.states import PROMOTION_LIFE, REDEMPTION_LIFE
from zahra.shop.returns.states import (
    EXCHANGE_LIFE,
    PICKUP_LIFE,
    RETURN_LIFE,
    Reason,
    Resolution,
)
from zahra.shop.shipping.states import (
    NDR_LIFE,
    RTO_LIFE,
    SHIPMENT_LIFE,
    BookingState,
    ShipmentState,
    Wish,
)
from zahra.shop.tax import ChargeKind, Supply

LIVES: Mapping[str, Lifecycle[Any, Any]] = {
    "deliveries.state": DELIVERY_LIFE,
    "disputes.state": DISPUTE_LIFE,
    "ndrs.state": NDR_LIFE,
    "orders.status": ORDER_LIFE,
    "orders.payment_status": PAYMENT_LIFE,
    "order_pieces.state": PIECE_LIFE,
    "payment_attempts.state": ATTEMPT_LIFE,
    "prepaid_links.state": LINK_LIFE,
    "prepaid_rewards.state": REWARD_LIFE,
    "promotions.status": PROMOTION_LIFE,
    "redemptions.state": REDEMPTION_LIFE,
    "payouts.state": PAYOUT_LIFE,
    "refunds.state": REFUND_LIFE,
    "exchanges.state": EXCHANGE_LIFE,
    "return_pickups.state": PICKUP_LIFE,
    "returns.state": RETURN_LIFE,
    "rtos.state": RTO_LIFE,
    "shipments.state": SHIPMENT_LIFE,
    "styles.status": STYLE_LIFE,
}
# Columns that hold a word of a fixed set which is no life. The schema may know more words than
# the code speaks yet.
WORDS: Mapping[str, type[StrEnum]] = {
    "addresses.kind": AddressKind,
    "cod_decisions.outcome": Outcome,
    "cod_decisions.step": Step,
    "cod_listings.kind": ListingKind,
    "cod_listings.verdict": ListingVerdict,
    "cod_remittances.verdict": RemittanceVerdict,
    "courier_bookings.state": BookingState,
    "deliveries.channel": DeliveryChannel,
    "ndrs.wish": Wish,
    "pincodes.zone": Zone,
    "shipment_events.state": ShipmentState,
    "shipping_rates.zone": Zone,
    "discrepancies.kind": DiscrepancyKind,
    "disputes.phase": DisputePhase,
    "mail_checks.kind": MailCheckKind,
    "mail_checks.verdict": Verdict,
    "identities.kind": ContactKind,
    "invoice_charges.kind": ChargeKind,
    "invoices.kind": InvoiceKind,
    "invoices.supply": Supply,
    "ceremonies.kind": CeremonyKind,
    "credit_entries.cause": Cause,
    "givebacks.kind": GivebackKind,
    "messages.channel": MessageChannel,
    "messages.state": MessageState,
    "order_charges.kind": ChargeKind,
    "order_discounts.klass": Klass,
    "otp_challenges.channel": Channel,
    "otp_challenges.purpose": CodePurpose,
    "payment_attempts.kind": AttemptKind,
    "orders.fulfilment_status": FulfilmentStatus,
    "orders.return_status": ReturnStatus,
    "payments.purpose": Purpose,
    "payout_destinations.kind": AccountKind,
    "payments.state": PaymentState,
    "pending_contacts.kind": ContactKind,
    "promotions.asked_by": AskedBy,
    "promotions.kind": Kind,
    "promotions.klass": Klass,
    "promotions.paid_by": PaidBy,
    "provider_events.state": EventState,
    "refunds.destination": Destination,
    "return_items.reason": Reason,
    "return_pickups.booking": BookingState,
    "return_items.resolution": Resolution,
    "returns.destination": Destination,
    "sessions.kind": SessionKind,
    "settlement_items.kind": ItemKind,
    "sessions.revoke_reason": RevokeReason,
    "status_history.life": Life,
    "stock_movements.kind": MovementKind,
    "users.status": Status,
}
_TITLES = {
    "deliveries.state": (
        "A delivery",
        "A message in the hands of one carrier. A report that the table does not allow changes "
        "nothing.",
    ),
    "disputes.state": (
        "A dispute",
        "A payer's bank wants money back. It only moves on: news may come twice and in any order.",
    ),
    "orders.status": (
        "An order",
        "Late money revives a cancelled order whose goods are still there.",
    ),
    "orders.payment_status": (
        "An order's payment",
        "What the order knows of its money, over all attempts and refunds.",
    ),
    "order_pieces.state": (
        "A piece of an order",
        "One piece of one line, with its own price and tax. It goes one way only.",
    ),
    "payment_attempts.state": (
        "An attempt to pay",
        "One order at a gateway. At most one attempt of an order is live (created, opened or "
        "processing).",
    ),
    "prepaid_links.state": (
        "A link to pay a cash order online",
        "Money that was on its way when a link ended is still taken, until the order is packed.",
    ),
    "prepaid_rewards.state": (
        "A reward for paying a cash order online",
        "Store credit, given once nothing of the order can be sent back any more; forfeited where "
        "nothing of it was kept.",
    ),
    "promotions.status": (
        "A promotion",
        "What it takes off never changes; an archived one stays to be read.",
    ),
    "redemptions.state": (
        "What an order takes of a promotion",
        "Applied is on a cart, where it counts nothing and has no row. Late money that revives an "
        "order takes again what is still there.",
    ),
    "payouts.state": (
        "A payout",
        "A refund on its way to an account, through a file for the bank.",
    ),
    "refunds.state": ("A refund", "Granted is a promise; settled is money."),
    "ndrs.state": (
        "A failed attempt at the door",
        "A non-delivery report: answered by the buyer or by staff, pushed to the courier, closed "
        "when the parcel moves on.",
    ),
    "rtos.state": (
        "A parcel that comes back",
        "Return to origin: its buyer never had it. Called off when it is delivered after all.",
    ),
    "shipments.state": (
        "A parcel",
        "Couriers leave steps out, so each may be jumped over. The state is reckoned from every "
        "scan, in the order they happened, however they came in.",
    ),
    "return_pickups.state": (
        "A courier who fetches a return",
        "Reckoned from every scan, in the order they happened. Delivered is the courier's word: a "
        "return is received by staff alone.",
    ),
    "exchanges.state": (
        "What is kept for an exchange",
        "Held from the request on; promised once the old piece has passed.",
    ),
    "returns.state": (
        "A return",
        "What a buyer sends back. Money and stock follow what was counted at the dock.",
    ),
    "styles.status": ("A style", "Shoppers see active styles only."),
}


def lives_page() -> str:
    """`docs/lifecycles.md`, drawn from the tables that the verbs obey."""
    return "\n".join(["# The lives of things", "", _PREFACE, "", *_drawn()])


def diagram(life: Lifecycle[Any, Any]) -> Iterator[str]:
    """A Mermaid state diagram: an arrow for each move that changes something."""
    yield "stateDiagram-v2"
    yield f"    [*] --> {life.start}"
    for state in life.states:
        for event in life.events_from(state):
            if (then := life.after(state, event)) is not state:
                yield f"    {state} --> {then}: {event}"
        if life.is_final(state):
            yield f"    {state} --> [*]"


_PREFACE = (
    "Each diagram is one table in the code (`states.py`). The verb moves a thing by it, the API's\n"
    "`actions` and the buttons are read from it, and a CHECK constraint holds the column to its\n"
    "states. Moves that change nothing are not drawn.\n\nThis page is written by "
    "`python -m tests.architecture.writing_docs`, and a test compares."
)


def _drawn() -> Iterator[str]:
    for column, life in LIVES.items():
        title, remark = _TITLES[column]
        yield from (f"## {title}", "", f"`{column}`. {remark}", "", "```mermaid")
        yield from diagram(life)
        yield from ("```", "")
