"""What became of messages, counted by channel and carrier; what looks at our mail found."""

from datetime import timedelta

import pytest

from zahra.base import ids
from zahra.base.db import Database, Transaction
from zahra.shop import messaging
from zahra.shop.messaging import Channel, ChannelFigures, Finding, MailCheckKind, Verdict

pytestmark = pytest.mark.anyio


async def delivery(
    tx: Transaction, channel: str, carrier: str, state: str, *, seconds: float = 1, ago: float = 60
) -> None:
    sent_at = tx.now - timedelta(seconds=ago)
    await tx.run(
        "INSERT INTO deliveries (id, key, channel, template, recipient_masked, carrier, state,"
        " sent_at, settled_at) VALUES (%(id)s, %(key)s, %(channel)s, 't', '•', %(carrier)s,"
        " %(state)s, %(sent)s, %(settled)s)",
        id=ids.new(),
        key=str(ids.new()),
        channel=channel,
        carrier=carrier,
        state=state,
        sent=sent_at,
        settled=None if state == "sent" else sent_at + timedelta(seconds=seconds),
    )


async def test_messages_are_counted_by_channel_and_by_carrier(tx: Transaction):
    for seconds in range(21):
        await delivery(tx, "sms", "msg91", "delivered", seconds=seconds)
    await delivery(tx, "sms", "msg91", "failed", seconds=100)
    await delivery(tx, "sms", "twilio", "sent")
    for state in ("bounced", "complained", "suppressed"):
        await delivery(tx, "email", "resend", state)
    found = await messaging.figures(tx, since=tx.now - timedelta(minutes=5), until=tx.now)
    mail = (2, 0, 0, 1, 1, 1, None, None)
    assert found.channels == (
        ChannelFigures(Channel.EMAIL, None, *mail),
        ChannelFigures(Channel.SMS, None, 23, 21, 1, 0, 0, 0, 10.0, 19.0),
    )
    assert found.carriers == (
        ChannelFigures(Channel.EMAIL, "resend", *mail),
        ChannelFigures(Channel.SMS, "msg91", 22, 21, 1, 0, 0, 0, 10.0, 19.0),
        ChannelFigures(Channel.SMS, "twilio", 1, 0, 0, 0, 0, 0, None, None),
    )


async def test_a_message_counts_when_it_was_sent_until_is_exclusive(tx: Transaction):
    await delivery(tx, "sms", "msg91", "delivered", ago=60)
    sent_at = tx.now - timedelta(seconds=60)
    minute = timedelta(minutes=1)
    inside = await messaging.figures(tx, since=sent_at, until=sent_at + minute)
    before = await messaging.figures(tx, since=sent_at - minute, until=sent_at)
    assert [each.sent for each in inside.channels] == [1]
    assert before.channels == before.carriers == ()


async def test_the_verdict_of_a_look_is_its_worst_finding(database: Database):
    good = Finding("SPF", Verdict.GOOD, "It is there.")
    bad = Finding("DKIM", Verdict.BAD, "It is not there.")
    async with database.transaction() as tx:
        kept = await messaging.keep_mail_check(tx, MailCheckKind.CHECK, [good, bad])
    database.ahead += timedelta(seconds=1)
    async with database.transaction() as tx:
        await messaging.keep_mail_check(tx, MailCheckKind.TEST, [good])
        latest, before = await messaging.mail_checks(tx)
        only = await messaging.mail_checks(tx, limit=1)
    assert (latest.kind, latest.verdict) == (MailCheckKind.TEST, Verdict.GOOD)
    assert before == kept
    assert before.findings == (good, bad)
    assert only == [latest]
