"""Messages go to carriers in turn; what became of each is written down."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.world.people import ASHA, BINA, KEYS, TEST_KEY, tables_with
from zahra.base.db import Database, PooledConnections
from zahra.base.errors import NotFound
from zahra.base.keys import Keys
from zahra.shop import messaging
from zahra.shop.messaging import Carriers, DeliveryFailed, Record
from zahra.shop.messaging.provider import (
    AddressRefused,
    CarrierDown,
    Email,
    MessageRefused,
    NotCarried,
    Report,
    Sms,
)
from zahra.shop.messaging.states import DeliveryEvent

pytestmark = pytest.mark.anyio


@dataclass(slots=True)
class Told:
    """A carrier that does as it is told: `refuses` once for each entry, then takes everything."""

    name: str
    refuses: list[NotCarried] = field(default_factory=list[NotCarried])
    is_silent: bool = False
    seen: Callable[[], Any] | None = None
    carried: list[str] = field(default_factory=list[str])
    asked: int = 0

    async def carry_sms(self, sms: Sms, delivery_id: UUID) -> str:
        return await self._carry(sms.to)

    async def carry_email(self, email: Email, delivery_id: UUID) -> str:
        return await self._carry(email.to)

    async def close(self) -> None:
        self.carried.append("closed")

    async def _carry(self, to: str) -> str:
        self.asked += 1
        if self.seen is not None:
            await self.seen()
        if self.is_silent:
            await asyncio.sleep(60)
        if self.refuses:
            raise self.refuses.pop(0)
        self.carried.append(to)
        return f"{self.name}-{self.asked}"


@dataclass(slots=True)
class Post:
    """Two carriers that carry both, and the record they share."""

    database: Database
    one: Told = field(default_factory=lambda: Told("one"))
    two: Told = field(default_factory=lambda: Told("two"))
    keys: Keys = KEYS
    carriers: Carriers = field(init=False)

    def __post_init__(self) -> None:
        both, record = [self.one, self.two], Record(self.database, self.keys)
        self.carriers = Carriers(record, sms=both, email=both, patience=0.2)

    async def sms(self, key: str = "k") -> None:
        await self.carriers.sms(to=ASHA, text="123456", template="login_code", key=key)

    async def sms_elsewhere(self, key: str = "k") -> None:
        await self.carriers.sms_elsewhere(to=ASHA, text="123456", template="login_code", key=key)

    async def email(self, key: str = "k", to: str = BINA) -> None:
        letter = {"subject": "s", "text": "t", "html": "h", "template": "login_code"}
        await self.carriers.email(to=to, key=key, **letter)

    async def rows(self) -> list[str]:
        async with self.database.snapshot() as snapshot:
            return await snapshot.values(
                "SELECT concat_ws(' ', key, carrier, state, carrier_id, nullif(reason, ''))"
                " FROM deliveries ORDER BY key, sent_at, id"
            )

    async def report(self, carrier: str, event: DeliveryEvent, carrier_id: str) -> None:
        async with self.database.transaction() as tx:
            await messaging.hear_reports(tx, carrier, [Report(event, None, carrier_id, "")])


@pytest.fixture
def post(database: Database) -> Post:
    return Post(database)


async def test_the_preferred_carrier_is_given_the_message_and_no_other(post: Post):
    await post.sms()
    assert (post.one.carried, post.two.asked) == ([ASHA], 0)
    assert await post.rows() == ["k one sent one-1"]


@pytest.mark.parametrize("no", [MessageRefused("21211"), CarrierDown("http 503")])
async def test_a_carrier_that_says_no_is_passed_over_at_once(post: Post, no: NotCarried):
    post.one.refuses = [no]
    await post.sms()
    assert post.two.carried == [ASHA]
    assert await post.rows() == [f"k one failed {no.reason}", "k two sent two-1"]


async def test_a_carrier_that_does_not_answer_is_waited_for_a_bounded_time(post: Post):
    post.one.is_silent = True
    started = asyncio.get_running_loop().time()
    await post.email()
    assert asyncio.get_running_loop().time() - started < 2
    assert await post.rows() == ["k one failed timeout", "k two sent two-1"]


async def test_when_no_carrier_takes_it_the_caller_is_told_and_may_try_again(post: Post):
    post.one.refuses, post.two.refuses = [CarrierDown("a")], [MessageRefused("b")]
    with pytest.raises(DeliveryFailed):
        await post.sms()
    assert await post.rows() == ["k one failed a", "k two failed b"]
    await post.sms()
    assert await post.rows() == ["k two failed b", "k one sent one-2"]


async def test_the_same_key_again_sends_nothing(post: Post):
    post.one.refuses = [CarrierDown("a")]
    for _ in range(3):
        await post.sms()
    assert (post.one.asked, post.two.asked) == (1, 1)


async def test_without_the_record_the_same_key_would_be_sent_again(post: Post):
    """The twin without the guard."""
    await post.sms()
    async with post.database.transaction() as tx:
        await tx.run("DELETE FROM deliveries")
    await post.sms()
    assert post.one.carried == [ASHA, ASHA]


async def test_a_try_cut_off_before_its_answer_is_made_again(post: Post):
    record = Record(post.database, KEYS)
    begun = await record.begin(Sms(ASHA, "123456", "login_code", "k"), "one")
    await post.sms()
    assert await post.rows() == ["k one sent one-1"]
    async with post.database.snapshot() as snapshot:
        assert await snapshot.value("SELECT id FROM deliveries") == begun


async def test_one_that_keeps_not_answering_is_left_alone(post: Post):
    post.one.refuses = [CarrierDown("http 500")] * 9
    for at in range(9):
        await post.sms(f"k{at}")
    assert (post.one.asked, post.two.asked) == (5, 9)


async def test_refusals_of_single_messages_close_no_carrier(post: Post):
    post.one.refuses = [MessageRefused("21211")] * 9
    for at in range(9):
        await post.sms(f"k{at}")
    assert post.one.asked == 9


async def test_no_transaction_is_open_while_a_carrier_is_asked(fresh_dsn: str):
    database = Database(PooledConnections(fresh_dsn, size=2))
    await database.open()
    post, seen = Post(database), list[str]()

    async def look() -> None:
        async with database.snapshot() as snapshot:
            open_ones = await snapshot.value(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND state LIKE 'idle in %'"
            )
            seen.append(f"{open_ones} open, {await post.rows()}")

    post.one.seen = look
    await post.sms()
    await database.close()
    assert seen == ["0 open, ['k one sent']"], "and its row is there before its answer"


async def test_a_dead_address_is_not_tried_elsewhere_and_spared_for_thirty_days(post: Post):
    post.one.refuses = [AddressRefused("smtp 550")]
    await post.email("k1")
    assert await post.rows() == ["k1 one bounced smtp 550"]
    await post.email("k2", to=BINA.upper())
    await post.email("k2")
    assert (post.one.asked, post.two.asked) == (1, 0)
    assert (await post.rows())[1] == "k2 nobody suppressed came back"
    await post.email("k3", to="other@example.com")
    assert post.one.carried == ["other@example.com"]
    post.database.ahead += timedelta(days=30, seconds=1)
    await post.email("k4")
    assert post.one.carried == ["other@example.com", BINA]


@pytest.mark.parametrize("event", [DeliveryEvent.BOUNCE, DeliveryEvent.COMPLAIN])
async def test_an_address_that_bounced_or_complained_later_is_spared_too(
    post: Post, event: DeliveryEvent
):
    await post.email("k1")
    await post.report("one", event, "one-1")
    await post.email("k2")
    assert post.one.carried == [BINA]
    figures = await _figures(post)
    assert (figures.sent, figures.suppressed) == (1, 1)


async def test_a_failed_letter_spares_nobody(post: Post):
    await post.email("k1")
    await post.report("one", DeliveryEvent.FAIL, "one-1")
    await post.email("k2")
    assert post.one.carried == [BINA, BINA]


async def test_a_bounce_is_remembered_across_a_change_of_keys(post: Post):
    post.one.refuses = [AddressRefused("smtp 550")]
    await post.email("k1")
    both = Keys(["another key, newer and long enough too", TEST_KEY])
    changed = Post(post.database, keys=both)
    await changed.email("k2")
    assert changed.one.asked == 0


async def test_no_address_stands_in_the_record(post: Post):
    await post.sms("k1")
    await post.email("k2")
    for text in (ASHA, BINA, "bina"):
        assert await tables_with(post.database, text) == []
    async with post.database.snapshot() as snapshot:
        masks = await snapshot.values("SELECT recipient_masked FROM deliveries ORDER BY key")
    assert masks == ["••••••3210", "b•••@example.com"]


async def test_an_sms_not_reported_goes_by_another_carrier(post: Post):
    await post.sms()
    await post.sms_elsewhere()
    assert (post.one.carried, post.two.carried) == ([ASHA], [ASHA])
    await post.sms_elsewhere()
    assert (post.one.asked, post.two.asked) == (1, 1), "nobody is left"


async def test_an_sms_reported_delivered_goes_no_second_way(post: Post):
    await post.sms()
    await post.report("one", DeliveryEvent.DELIVER, "one-1")
    await post.sms_elsewhere()
    assert post.two.asked == 0


async def test_carriers_are_found_by_name_and_closed(post: Post):
    assert messaging.carrier_named(post.carriers, "two") is post.two
    with pytest.raises(NotFound):
        messaging.carrier_named(post.carriers, "three")
    assert messaging.other_way(post.carriers) is post.carriers
    assert (
        messaging.other_way(Carriers(Record(post.database, KEYS), sms=[post.one], email=[])) is None
    )
    await messaging.hang_up(post.carriers)
    assert post.one.carried[-1] == post.two.carried[-1] == "closed"


async def _figures(post: Post) -> messaging.ChannelFigures:
    async with post.database.snapshot() as snapshot:
        since = snapshot.now - timedelta(hours=1)
        until = snapshot.now + timedelta(hours=1)
        return (await messaging.figures(snapshot, since=since, until=until)).channels[0]
