"""Each invariant that the shop promises to prove is a rule of the doctor's that sees it broken.

What a constraint would refuse is done with the constraint gone: the rule must not lean on it.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

import pytest

from tests.shop.whole_shop.busy_day import a_busy_day
from tests.shop.whole_shop.player import Player
from tests.world.people import Door
from zahra.base.db import Transaction
from zahra.shop import books, identity

pytestmark = pytest.mark.anyio


@dataclass(frozen=True, slots=True)
class Invariant:
    """A promise, how the name of the rule begins that proves it, and statements that break it."""

    promise: str
    rule: str
    broken_by: tuple[str, ...]


INVARIANTS = (
    Invariant(
        "captured money has a placed order or a queued refund",
        "Captured money has a placed order, or is on its way back",
        ("UPDATE orders SET status = 'cancelled' WHERE status = 'placed' AND due_online > 0",),
    ),
    Invariant(
        "a placed order has its captured money",
        "A placed order has the money it asked of a gateway",
        ("UPDATE payments SET state = 'authorized' WHERE purpose = 'order'",),
    ),
    Invariant(
        "what is refunded is at most what was captured",
        "No more goes back",
        (
            "ALTER TABLE payments DROP CONSTRAINT payments_refunds_within_captured",
            "UPDATE payments SET refund_granted = amount + 1 WHERE purpose = 'order'",
        ),
    ),
    Invariant(
        "an order's total is its lines less discounts, with freight and fees",
        "An order's total is its lines, its freight and its fee",
        (
            "ALTER TABLE order_lines DROP CONSTRAINT order_lines_adds_up",
            "UPDATE order_lines SET total = total - 1",
        ),
    ),
    Invariant(
        "an order's total is its taxable values and taxes",
        "An order's total is the taxable values and taxes of its pieces and charges",
        ("UPDATE order_pieces SET net = net - 1, taxable = taxable - 1 WHERE piece = 1",),
    ),
    Invariant(
        "the shares of a discount re-add to it, to the paisa",
        "The shares of every discount re-add to it and to its lines",
        (
            "ALTER TABLE order_line_discounts DISABLE TRIGGER USER",
            "UPDATE order_line_discounts SET amount = amount - 1",
        ),
    ),
    Invariant(
        "stock on hand and promised is the sum of its ledger",
        "Stock on hand, kept back and promised is the sum of its ledger",
        ("UPDATE stock_levels SET on_hand = on_hand + 1",),
    ),
    Invariant(
        "nothing is sold beyond the oversell that is allowed",
        "Nothing is promised twice, beyond the oversell that is allowed",
        ("UPDATE stock_holds SET qty = 1000 WHERE state = 'active'",),
    ),
    Invariant(
        "every active hold has a live checkout",
        "Every hold is for a checkout or an exchange that is alive",
        ("UPDATE orders SET status = 'cancelled' WHERE status = 'pending_payment'",),
    ),
    Invariant(
        "a coupon is used as often as it is reserved or redeemed",
        "A promotion is used as often as orders have reserved or redeemed it",
        ("UPDATE promotions SET used = used - 1 WHERE used > 0",),
    ),
    Invariant(
        "no series of invoices has a gap",
        "No series of invoices has a gap",
        ("UPDATE invoice_counters SET last = last + 1",),
    ),
    Invariant(
        "no series of invoices has a number twice",
        "No series of invoices has a gap",
        (
            "ALTER TABLE invoices DISABLE TRIGGER USER",
            "ALTER TABLE invoices DROP CONSTRAINT invoices_serial_once",
            "UPDATE invoices SET serial = 1",
        ),
    ),
    Invariant(
        "no series of invoices has a number twice where another is missing",
        "No series of invoices has a gap",
        (
            "ALTER TABLE invoices DISABLE TRIGGER USER",
            "ALTER TABLE invoices DROP CONSTRAINT invoices_serial_once",
            "UPDATE invoices SET serial = 1 WHERE serial = 2",
        ),
    ),
    Invariant(
        "credit notes are at most their invoice, column by column",
        "Credit notes never exceed their invoice, column by column",
        (
            "ALTER TABLE invoices DISABLE TRIGGER USER",
            "UPDATE invoices SET taxable = 0, total = total - taxable WHERE kind = 'invoice'",
        ),
    ),
    Invariant(
        "at most one attempt at paying an order is live",
        "At most one attempt at paying an order is live",
        (
            "DROP INDEX payment_attempts_one_live",
            """
            INSERT INTO payment_attempts (id, order_id, provider, amount, state, idempotency_key,
                created_at, expires_at)
            SELECT gen_random_uuid(), order_id, provider, amount, 'opened', 'twice', created_at,
                expires_at FROM payment_attempts WHERE state = 'opened'
            """,
        ),
    ),
    Invariant(
        "no confirmation is sent twice",
        "No order was confirmed twice",
        (
            """
            INSERT INTO messages (id, once_key, channel, recipient, template, order_id, state,
                created_at)
            SELECT gen_random_uuid(), once_key || ' again', channel, recipient, template, order_id,
                state, created_at FROM messages WHERE template = 'order_placed'
            """,
        ),
    ),
    Invariant(
        "no confirmation of a placed order is missing",
        "Every placed order was confirmed on each channel its owner has",
        ("DELETE FROM messages WHERE template = 'order_placed'",),
    ),
    Invariant(
        "no session that was revoked has a live refresh token",
        "No session that has ended was given a refresh token since",
        (
            """
            UPDATE sessions SET revoke_reason = 'logout',
                revoked_at = created_at - interval '1 minute'
            """,
        ),
    ),
    Invariant(
        "every job older than an hour is done, waits for its time, or is reported",
        "Every job older than an hour is done, waits for its time, or is reported",
        (
            """
            INSERT INTO procrastinate_jobs (queue_name, task_name, scheduled_at)
            VALUES ('default', 'forgotten', now() - interval '2 hours')
            """,
            "DELETE FROM procrastinate_events",
        ),
    ),
)


class Undone(Exception):
    """Takes back what a test has broken."""


async def broken(tx: Transaction) -> set[str]:
    return {each.name for each in (await books.examine(tx)).broken}


async def broken_after(player: Player, statements: Sequence[str]) -> set[str]:
    """Which rules are broken after these; what they did is taken back."""
    found = set[str]()
    with suppress(Undone):
        async with player.database.transaction() as tx:
            for statement in statements:
                await tx.run(statement)
            found = await broken(tx)
            raise Undone
    return found


async def test_every_promise_is_seen_broken_by_its_rule(player: Player):
    await a_busy_day(player)
    await player.ask_return(1, to_credit=True)
    for _ in range(4):
        await player.go_on_with_return(0, is_sound=True)
    door = Door(player.database)
    await door.sign_in("+919812345678", kind=identity.SessionKind.API)
    async with player.database.transaction() as tx:
        assert await broken(tx) == set()
    for each in INVARIANTS:
        found = await broken_after(player, each.broken_by)
        assert any(name.startswith(each.rule) for name in found), (each.promise, found)
