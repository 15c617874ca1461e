"""Bugs of the day on which things come back: most rules about parcels, returns and documents."""

from collections.abc import Sequence

from tests.shop.books.seeded_bugs import WrongWrite

RETURNING_WRITES: Sequence[WrongWrite] = (
    WrongWrite(
        "more freight is asked for than was taxed",
        "UPDATE order_charges SET net = net + 1, taxable = taxable + 1",
        "Freight and fee are the shares they were taxed in",
    ),
    WrongWrite(
        "goods that turned back count as delivered",
        "UPDATE orders SET fulfilment_status = 'delivered' WHERE fulfilment_status = 'rto'",
        "An order stands where its history ends",
    ),
    WrongWrite(
        "a return is over, and nobody wrote down how",
        "UPDATE orders SET return_status = 'full' WHERE return_status = 'partial'",
        "An order stands where its history ends",
    ),
    WrongWrite(
        "store credit pays for more than was taken of it",
        "UPDATE payments SET amount = amount - 1 WHERE purpose = 'credit' AND refund_granted = 0",
        "The store credit an order uses is a payment of it once it is placed",
    ),
    WrongWrite(
        "cash is asked for an order that was cancelled",
        "UPDATE orders SET due_online = 0, credit_used = 0, collectable = 1"
        " WHERE status = 'cancelled'",
        "Nothing is to be taken at the door for an order that was cancelled",
    ),
    WrongWrite(
        "a refund is written on somebody else's order",
        "UPDATE refunds SET order_id = (SELECT id FROM orders ORDER BY id LIMIT 1)",
        "A refund is of a payment of its own order",
    ),
    WrongWrite(
        "an order that was cancelled can still be paid",
        """
        UPDATE payment_attempts SET state = 'opened'
        WHERE order_id IN (SELECT id FROM orders WHERE status = 'cancelled')
        """,
        "Only an order that waits for money has a live attempt",
    ),
    WrongWrite(
        "an order that is paid can be paid once more",
        """
        INSERT INTO payment_attempts (id, order_id, provider, amount, state, idempotency_key,
            created_at, expires_at)
        SELECT gen_random_uuid(), order_id, provider, amount, 'opened', 'twice', created_at,
            expires_at FROM payment_attempts WHERE state = 'succeeded'
        """,
        "Only an order that waits for money has a live attempt",
    ),
    WrongWrite(
        "money came, and its attempt counts as failed",
        "UPDATE payment_attempts SET state = 'failed' WHERE state = 'succeeded'",
        "An attempt succeeded where its money was captured",
    ),
    WrongWrite(
        "what a gateway told is stored and forgotten",
        """
        UPDATE provider_events SET state = 'received',
            received_at = received_at - interval '3 hours'
        """,
        "What gateways told is worked on within two hours",
    ),
    WrongWrite(
        "more is paid out to an account than is owed",
        "UPDATE payouts SET amount = amount + 1",
        "What is paid out to an account is a refund to one, of the same sum",
    ),
    WrongWrite(
        "stock stays promised to an order that is over",
        "UPDATE stock_allocations SET released = 0, state = 'allocated' WHERE state = 'released'",
        "Promised stock is what orders still wait for",
    ),
    WrongWrite(
        "a piece lies in somebody else's parcel",
        """
        UPDATE order_pieces SET shipment_id = (SELECT id FROM shipments ORDER BY id DESC LIMIT 1)
        WHERE state = 'delivered'
        """,
        "A piece lies in a parcel of its own order",
    ),
    WrongWrite(
        "a piece arrives in a parcel that turned back",
        """
        UPDATE order_pieces SET state = 'delivered', delivered_at = now(), giveback_id = NULL
        WHERE state = 'rto'
        """,
        "A piece has left, arrived or turned back with its parcel",
    ),
    WrongWrite(
        "one piece turns back and is returned by its buyer",
        "UPDATE order_pieces SET state = 'rto' WHERE state = 'returned'",
        "Nothing that came back to origin is in a return of its buyer",
    ),
    WrongWrite(
        "a piece is returned that never arrived",
        "UPDATE order_pieces SET state = 'shipped', giveback_id = NULL WHERE state = 'returned'",
        "No more of a line comes back than was delivered",
    ),
    WrongWrite(
        "a piece comes back, and nothing is given for it",
        "UPDATE order_pieces SET giveback_id = NULL WHERE state = 'returned'",
        "A piece was given back exactly where it was cancelled, lost or came back",
    ),
    WrongWrite(
        "more is given for a piece than was paid for it",
        "UPDATE givebacks SET goods = goods + 1",
        "A giveback is the pieces and charges that went back",
    ),
    WrongWrite(
        "more is promised for a return than is granted",
        "UPDATE givebacks SET goods = goods + 1, refunded = refunded + 1 WHERE refunded > 0",
        "What a giveback refunds was granted on the order's payments",
    ),
    WrongWrite(
        "a fee is invoiced twice",
        """
        INSERT INTO invoice_charges (invoice_id, kind, rate, hsn, uqc, net, taxable, cgst, sgst,
            utgst, igst)
        SELECT invoice_id, kind, rate + 1, hsn, uqc, net, taxable, cgst, sgst, utgst, igst
        FROM invoice_charges
        """,
        "A document is the sum of its pieces and charges, column by column",
    ),
    WrongWrite(
        "a credit note takes back a piece that stayed with its buyer",
        """
        INSERT INTO credited_pieces (invoice_id, order_line_id, piece, credit_note_id)
        SELECT n.original_id, p.order_line_id, p.piece, n.id FROM order_pieces p
        JOIN invoice_pieces i USING (order_line_id, piece)
        JOIN invoices n ON n.original_id = i.invoice_id WHERE p.state = 'delivered'
        """,
        "What left and was given back has a credit note",
    ),
    WrongWrite(
        "an entry of store credit begins where none ended",
        """
        INSERT INTO credit_entries (id, user_id, seq, amount, balance, cause, idempotency_key, at)
        SELECT gen_random_uuid(), user_id, entries + 1, 100, balance + 200, 'goodwill',
            gen_random_uuid(), now()
        FROM credit_accounts
        """,
        "Every entry of store credit goes on from the one before",
    ),
    WrongWrite(
        "a return is to become store credit, and never does",
        """
        UPDATE refunds SET destination = 'store_credit'
        WHERE destination = 'source' AND state = 'settled'
        """,
        "Refunds that became store credit are entries of it",
    ),
    WrongWrite(
        "a refund that was refused becomes too much store credit",
        """
        UPDATE refunds SET amount = amount + 1
        WHERE instead_of IS NOT NULL AND destination = 'store_credit'
        """,
        "A refused refund that became store credit is an entry of it",
    ),
    WrongWrite(
        "less is paid than was refused",
        """
        UPDATE refunds SET amount = amount - 1
        WHERE instead_of IS NOT NULL AND destination = 'payout'
        """,
        "In place of a refused refund as much was granted as was refused, or a bank has left",
    ),
    WrongWrite(
        "a message is never sent",
        "UPDATE messages SET state = 'queued', created_at = created_at - interval '2 hours'",
        "No message waits for more than an hour",
    ),
)
