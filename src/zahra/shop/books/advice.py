"""What a shopkeeper is told beside a finding: what it is about, and what to do until it is mended.

Whoever reads it knows no SQL and no code. The cause of a broken rule is for whoever looks after the
program; an exception is for whoever looks after the money.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from zahra.shop.books.model import DiscrepancyKind, Thing

K = DiscrepancyKind

ADVICE: Mapping[Thing, str] = {
    Thing.ORDER: "Send nothing and refund nothing of it until the cause is found.",
    Thing.LINE: "Send nothing and refund nothing of its order until the cause is found.",
    Thing.PIECE: "Look where it is, at the dock or with the courier, before anything is refunded.",
    Thing.PAYMENT: "Compare it with the gateway's dashboard: what stands there is what was paid.",
    Thing.ATTEMPT: "Look at the gateway whether its buyer has paid, so that nobody pays twice.",
    Thing.EVENT: "See that `zahra work` runs; payments are asked about meanwhile.",
    Thing.REFUND: "Look at the gateway or the bank whether it went before it is sent again.",
    Thing.DISPUTE: "Answer the bank at the gateway in time; trust what the gateway shows.",
    Thing.GIVEBACK: "Compare what its buyer was promised with what went back; promise no more.",
    Thing.CREDIT: "Compare the entries with the person's orders before they spend it.",
    Thing.PARCEL: "Ask the courier, with the AWB, where it is and what was taken for it.",
    Thing.VARIANT: "Count it on the shelf; sell none by hand until the cause is found.",
    Thing.HOLD: "It ends by itself; until then the shop sells fewer than it has.",
    Thing.SERIES: "File no GST return of its month until the cause is found.",
    Thing.DOCUMENT: "File no GST return of its month until the cause is found; change no document.",
    Thing.PROMOTION: "End it where it gives away too much; its count can no longer be trusted.",
    Thing.LINK: "Ask its buyer nothing, at the door or by message, until the cause is found.",
    Thing.MESSAGE: "See that `zahra work` runs and the carriers answer; it goes out once they do.",
    Thing.JOB: "See that `zahra work` runs, and start it again.",
    Thing.SESSION: "End the sessions of its owner at /admin/people.",
}


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an exception says, and what somebody does about it."""

    means: str
    do: str


MEANINGS: Mapping[DiscrepancyKind, Meaning] = {
    K.NOT_SETTLED: Meaning(
        "captured, and not paid out by the end of the third bank day after (Monday to Friday)",
        "ask the gateway, with the payment's id",
    ),
    K.SETTLED_WRONGLY: Meaning(
        "paid out with another amount than captured less the fee, or taken for reasons of the"
        " gateway's own",
        "compare the line with the gateway's report",
    ),
    K.UNKNOWN_PAYMENT: Meaning(
        "a gateway has money of which we know nothing",
        "look who paid; give it back at the gateway",
    ),
    K.REFUND_NOT_SETTLED: Meaning(
        "a refund is on its way for ten days, or waits for an account",
        "ask the gateway; write to the buyer",
    ),
    K.REFUND_REFUSED: Meaning(
        "a gateway will not make a refund: it is owed all the same",
        "send it another way: `POST /admin/refunds/{id}/redirect`",
    ),
    K.CREDIT_UNCLAIMED: Meaning(
        "somebody whose account is gone has store credit: a refund came later",
        "find them by the order; say what became of it",
    ),
    K.DISPUTED: Meaning(
        "a payer's bank wants money back; `dueAt` is the last day to answer",
        "send the proof at the gateway; the order is held meanwhile",
    ),
    K.DISPUTE_DIFFERS: Meaning(
        "a lost dispute took another sum from a payout than it should",
        "compare the line with the gateway's report",
    ),
    K.CASH_NOT_REMITTED: Meaning(
        "a courier took cash over a week ago and has not sent it", "ask the courier, with the AWB"
    ),
    K.CASH_DIFFERS: Meaning(
        "a courier took or sent another sum than was due",
        "ask the courier; give back what was too much",
    ),
    K.QUARANTINED: Meaning(
        "money for another amount or currency than asked", "give it back at the gateway"
    ),
    K.GATEWAY_ODDITY: Meaning(
        "a gateway tells of money that cannot be so: a payment of nothing, another order's payment,"
        " a refund of ours with another sum. Nothing was written from it. Or an order waits a day"
        " past its time, for its gateway gives no answer that can be read",
        "ask the gateway what is true; the entry leaves once it says so, or once somebody has"
        " cancelled the order that waits",
    ),
    K.BROKEN_RULE: Meaning("the doctor found it last night", "run `zahra doctor`, which says more"),
}
