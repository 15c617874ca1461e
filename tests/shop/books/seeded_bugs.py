"""Bugs that were put in on purpose: what each would do to the books, and what catches it.

A bug is either an SQL statement, as if a verb had written wrongly, or a verb of the shop that
forgets a step while somebody buys. It is caught by a constraint, which refuses it, or by a rule of
the doctor's, which names it.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WrongWrite:
    """A statement no verb may run. `caught_by` is a constraint's name, or a rule's sentence."""

    name: str
    sql: str
    caught_by: str


@dataclass(frozen=True, slots=True)
class ForgottenStep:
    """A function that does nothing, and the rule that is broken when somebody then buys."""

    name: str
    module: str
    function: str
    caught_by: str


WRITES: Sequence[WrongWrite] = (
    WrongWrite(
        "more is granted back than was paid",
        "UPDATE payments SET refund_granted = amount + 1 WHERE purpose = 'order'",
        "payments_refunds_within_captured",
    ),
    WrongWrite(
        "what a bank has taken back is promised back as well",
        "UPDATE payments SET lost = amount, refund_granted = 1 WHERE purpose = 'order'",
        "payments_refunds_within_captured",
    ),
    WrongWrite(
        "money is lost that nobody disputed",
        "UPDATE payments SET lost = 1 WHERE purpose = 'order' AND refund_granted < amount",
        "A payment knows whether it is disputed, and what of it was lost",
    ),
    WrongWrite(
        "a promise to refund is counted and never written",
        "UPDATE payments SET refund_granted = refund_granted + 1 WHERE refund_granted < amount",
        "What is granted and what has gone back are the refunds of the payment",
    ),
    WrongWrite(
        "a paid order is cancelled and its money kept",
        "UPDATE orders SET status = 'cancelled' WHERE status = 'placed' AND due_online > 0",
        "Captured money has a placed order, or is on its way back",
    ),
    WrongWrite(
        "an order is placed before its money has come",
        "UPDATE orders SET status = 'placed', placed_at = created_at"
        " WHERE status = 'pending_payment'",
        "A placed order has the money it asked of a gateway",
    ),
    WrongWrite(
        "a second payment counts for an order",
        """
        INSERT INTO payments (id, attempt_id, order_id, provider, provider_payment_id, amount,
            currency, state, first_seen_at)
        SELECT gen_random_uuid(), attempt_id, order_id, provider, 'pay_twice', amount, currency,
            'captured', first_seen_at FROM payments WHERE purpose = 'order' LIMIT 1
        """,
        "payments_one_pays_an_order",
    ),
    WrongWrite(
        "two attempts at paying one order are live",
        """
        INSERT INTO payment_attempts (id, order_id, provider, amount, state, idempotency_key,
            created_at, expires_at)
        SELECT gen_random_uuid(), order_id, provider, amount, 'opened', 'twice', created_at,
            expires_at FROM payment_attempts WHERE state = 'opened' LIMIT 1
        """,
        "payment_attempts_one_live",
    ),
    WrongWrite(
        "stock is changed without its ledger",
        "UPDATE stock_levels SET on_hand = on_hand + 1",
        "Stock on hand, kept back and promised is the sum of its ledger",
    ),
    WrongWrite(
        "more is promised than there is",
        "UPDATE stock_levels SET allocated = on_hand + 1",
        "stock_levels_never_oversold",
    ),
    WrongWrite(
        "a paisa is lost when a line is split into pieces",
        "UPDATE order_pieces SET net = net - 1, taxable = taxable - 1 WHERE piece = 1",
        "A line is as many pieces as it says, and its total is theirs",
    ),
    WrongWrite(
        "a coupon is counted once too few",
        "UPDATE promotions SET used = used - 1 WHERE used > 0",
        "A promotion is used as often as orders have reserved or redeemed it",
    ),
    WrongWrite(
        "a coupon is used beyond its limit",
        "UPDATE promotions SET used = total_limit + 1",
        "promotions_within_limit",
    ),
    WrongWrite(
        "an invoice number is skipped",
        "UPDATE invoice_counters SET last = last + 1",
        "No series of invoices has a gap",
    ),
    WrongWrite(
        "a piece is invoiced twice",
        """
        INSERT INTO invoice_pieces SELECT p.order_line_id, p.piece, i.id, p.hsn, p.uqc, p.rate,
            p.net, p.taxable, p.cgst, p.sgst, p.utgst, p.igst, NULL
        FROM invoice_pieces p JOIN invoices i ON i.id <> p.invoice_id LIMIT 1
        """,
        "invoice_pieces_one_at_a_time",
    ),
    WrongWrite(
        "an invoice is voided and its goods stay with their buyer",
        """
        INSERT INTO invoice_voids SELECT i.id, i.issued_at, 'nobody', 'by hand' FROM invoices i
        WHERE i.kind = 'invoice' AND NOT EXISTS (
            SELECT FROM invoices n WHERE n.original_id = i.id)
        """,
        "What left and was not given back stands on one invoice that counts",
    ),
    WrongWrite(
        "cash is written down for another parcel than the one that brought it",
        "UPDATE payments SET provider_payment_id = 'another' WHERE provider = 'cod'",
        "Cash for a delivered parcel is written down, whether or not it was still due",
    ),
    WrongWrite(
        "store credit is given without an entry",
        "UPDATE credit_accounts SET balance = balance + 100",
        "Store credit is the sum of its entries",
    ),
    WrongWrite(
        "a person may use a coupon once more",
        "UPDATE promotion_people SET used = used - 1 WHERE used > 0",
        "A person has used a promotion as often as their orders say",
    ),
    WrongWrite(
        "a code that is good once is held by nobody's order",
        """
        INSERT INTO promotion_codes (code, promotion_id, order_id, created_at)
        SELECT 'ONCE', id, gen_random_uuid(), now() FROM promotions
        """,
        "A code that is good once is held by one living order",
    ),
)

# On the hard day, when money goes other ways.
HARD_WRITES: Sequence[WrongWrite] = (
    WrongWrite(
        "a fee is waived twice",
        """
        INSERT INTO givebacks (id, order_id, kind, charges, goods, uncollected, refunded, reason,
            idempotency_key, asked_by, created_at)
        SELECT gen_random_uuid(), g.order_id, g.kind, g.charges, 0, g.uncollected, 0, g.reason,
            'again', g.asked_by, g.created_at
        FROM givebacks g WHERE g.kind = 'fee_waived'
        """,
        "What an order was paid with, is still to pay and need not re-adds to its total",
    ),
    WrongWrite(
        "a fee is waived twice by the same payment",
        """
        INSERT INTO givebacks SELECT gen_random_uuid() AS id, order_id, kind, goods, charges,
            uncollected, refunded, reason, idempotency_key, asked_by, created_at
        FROM givebacks WHERE kind = 'fee_waived'
        """,
        "givebacks_once_per_key",
    ),
    WrongWrite(
        "a fee that was waived is asked for again",
        "UPDATE order_charges SET giveback_id = NULL WHERE kind = 'cod_fee'",
        "Who paid online by a link owes no fee for paying at the door",
    ),
    WrongWrite(
        "an order that was cancelled is rewarded",
        """
        UPDATE prepaid_rewards r SET state = 'given' FROM orders o
        WHERE o.id = r.order_id AND o.status = 'cancelled'
        """,
        "A reward was given for what was delivered, and is not of money that a bank wants back",
    ),
    WrongWrite(
        "an order is rewarded whose money a bank has taken",
        """
        UPDATE prepaid_rewards r SET state = 'given', state_at = now() + interval '1 hour'
        FROM payments p WHERE p.order_id = r.order_id AND p.lost > 0
        """,
        "A reward was given for what was delivered, and is not of money that a bank wants back",
    ),
    WrongWrite(
        "a reward is given without an entry",
        "UPDATE prepaid_rewards SET state = 'given'",
        "A reward is store credit exactly where it was given",
    ),
    WrongWrite(
        "a dispute is lost, and its money counts as ours",
        "UPDATE payments SET lost = 0 WHERE lost > 0",
        "A payment knows whether it is disputed, and what of it was lost",
    ),
    WrongWrite(
        "a lost dispute counts as undecided",
        "UPDATE disputes SET decided_at = NULL WHERE state = 'lost'",
        "disputes_decided",
    ),
    WrongWrite(
        "more goes back than a bank has left",
        "UPDATE payments SET refund_granted = amount - lost + 1 WHERE lost > 0",
        "payments_refunds_within_captured",
    ),
    WrongWrite(
        "cash that nobody waited for pays for an order",
        "UPDATE payments SET purpose = 'cash' WHERE purpose = 'quarantined'",
        "What an order was paid with, is still to pay and need not re-adds to its total",
    ),
    WrongWrite(
        "cash that nobody waited for is owed by no courier",
        """
        DELETE FROM cod_collections c USING payments p
        WHERE p.purpose = 'quarantined' AND p.order_id = c.order_id
        """,
        "Cash at the door was taken for a delivered parcel, and its courier owes it",
    ),
    WrongWrite(
        "a dispute is told by a gateway that took no such payment",
        "UPDATE disputes SET provider = 'payu'",
        "A dispute is of a captured payment of its own order and gateway",
    ),
    WrongWrite(
        "money becomes store credit while its bank takes it back",
        """
        WITH d AS (UPDATE disputes SET opened_at = decided_at - interval '2 hours' RETURNING *)
        INSERT INTO refunds (id, payment_id, order_id, amount, reason, state, idempotency_key,
            asked_by, created_at, destination)
        SELECT gen_random_uuid(), payment_id, order_id, 1, 'goodwill', 'settled', 'meanwhile',
            'Sam', decided_at - interval '1 hour', 'store_credit' FROM d
        """,
        "No refund of a disputed payment went another way while its bank was deciding",
    ),
    WrongWrite(
        "who has paid by a link is asked for cash",
        """
        UPDATE orders SET payment_method = 'cod'
        WHERE id IN (SELECT order_id FROM prepaid_links WHERE state = 'converted')
        """,
        "Nothing is to be taken at the door of an order whose link was paid",
    ),
    WrongWrite(
        "a fee that was waived is invoiced",
        """
        INSERT INTO invoice_charges (invoice_id, kind, rate, hsn, uqc, net, taxable, cgst, sgst,
            utgst, igst)
        SELECT i.id, c.kind, c.rate, '9967', 'OTH', c.net, c.taxable, c.cgst, c.sgst, c.utgst,
            c.igst FROM order_charges c JOIN invoices i ON i.order_id = c.order_id
        JOIN givebacks g ON g.id = c.giveback_id AND g.kind = 'fee_waived'
        """,
        "A fee that was waived stands on no invoice",
    ),
)

HARD_STEPS: Sequence[ForgottenStep] = (
    ForgottenStep(
        "cash that nobody waited for is not written down",
        "zahra.shop.payments",
        "take_unexpected_cash",
        "Cash for a delivered parcel is written down, whether or not it was still due",
    ),
    ForgottenStep(
        "what was promised for paying online is forgotten",
        "zahra.shop.cod",
        "promise_reward",
        "What a link promised is kept as a promise once it was paid",
    ),
    ForgottenStep(
        "what a bank takes back is not written on its payment",
        "zahra.shop.payments",
        "note_taken_back",
        "A payment knows whether it is disputed, and what of it was lost",
    ),
)

STEPS: Sequence[ForgottenStep] = (
    ForgottenStep(
        "placing promises no stock",
        "zahra.shop.inventory",
        "convert_holds",
        "Every pending piece of a placed order is promised, and nothing else",
    ),
    ForgottenStep(
        "nobody is told that an order was placed",
        "zahra.shop.notifications.store",
        "owe",
        "Every placed order was confirmed on each channel its owner has",
    ),
    ForgottenStep(
        "a redeemed coupon stays reserved",
        "zahra.shop.promotions.store.redemptions",
        "redeem",
        "A promotion is reserved for orders that wait and redeemed for those placed",
    ),
    ForgottenStep(
        "cash that was taken at the door is not written down",
        "zahra.shop.payments",
        "take_cash",
        "What an order was paid with, is still to pay and need not re-adds to its total",
    ),
    ForgottenStep(
        "a parcel leaves without an invoice",
        "zahra.shop.invoices",
        "issue_invoice",
        "A piece is invoiced exactly when it has left, for what was agreed",
    ),
)
