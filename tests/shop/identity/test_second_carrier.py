"""A code whose SMS does not arrive in twenty seconds goes by another carrier."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.world.people import ASHA, BINA, KEYS, Brand, Door
from zahra.base.db import Database, Transaction
from zahra.shop import identity, messaging
from zahra.shop.identity.codes.jobs import deliver_code_elsewhere
from zahra.shop.messaging.provider import Email, Report, Sms
from zahra.shop.messaging.states import DeliveryEvent

pytestmark = pytest.mark.anyio


@dataclass(slots=True)
class Kept:
    """A carrier that keeps what it is given."""

    name: str
    texts: list[str] = field(default_factory=list[str])

    async def carry_sms(self, sms: Sms, delivery_id: UUID) -> str:
        self.texts.append(sms.text)
        return f"{self.name}{len(self.texts)}"

    async def carry_email(self, email: Email, delivery_id: UUID) -> str:
        self.texts.append(email.text)
        return f"{self.name}{len(self.texts)}"

    async def close(self) -> None:
        """Nothing is held."""


@dataclass(slots=True)
class Agenda:
    """A queue that keeps what is to be done and when."""

    left: list[tuple[str, timedelta, dict[str, Any]]] = field(default_factory=list)

    async def put(
        self, tx: Transaction, job: Any, *, args: Any, at: datetime | None, once: str | None
    ) -> None:
        if at is not None:
            self.left.append((job.__name__, at - tx.now, dict(args)))


class Night(Door):
    """A door whose codes go by two carriers."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.agenda = database.queue = Agenda()
        self.first, self.second = Kept("first"), Kept("second")
        both, record = [self.first, self.second], messaging.Record(database, KEYS)
        self.senders = messaging.Carriers(record, sms=both, email=both)

    async def deliver(self, challenge_id: UUID) -> None:
        await identity.deliver_code(
            self.database, self.senders, KEYS, Brand(), challenge_id=challenge_id
        )

    async def wait_over(self) -> None:
        """The second job, as it was left."""
        _, wait, args = self.agenda.left[-1]
        self.database.ahead += wait
        await deliver_code_elsewhere(self.database, self.senders, KEYS, Brand(), **args)


@pytest.fixture
def night(database: Database) -> Night:
    return Night(database)


async def test_a_code_not_reported_in_twenty_seconds_goes_by_the_other_carrier(night: Night):
    sent = await night.ask(ASHA)
    name, wait, args = night.agenda.left[-1]
    assert (name, wait) == ("deliver_code_elsewhere", timedelta(seconds=20))
    assert args == {"challenge_id": sent.challenge_id, "key": f"{sent.challenge_id}:1"}
    assert night.second.texts == []
    await night.wait_over()
    assert night.second.texts == night.first.texts, "the same code"
    await night.wait_over()
    assert len(night.second.texts) == 1


async def test_a_code_reported_delivered_goes_no_second_way(night: Night):
    await night.ask(ASHA)
    async with night.database.transaction() as tx:
        report = Report(DeliveryEvent.DELIVER, None, "first1")
        await messaging.hear_reports(tx, "first", [report])
    await night.wait_over()
    assert night.second.texts == []


async def test_an_answered_code_goes_no_second_way(night: Night):
    await night.ask(ASHA)
    code = night.first.texts[0].split()[0]
    await night.answer(identity.VerifyingCode(ASHA, code, identity.SessionKind.WEB))
    await night.wait_over()
    assert night.second.texts == []


async def test_a_code_that_ran_out_goes_no_second_way(night: Night):
    await night.ask(ASHA)
    night.database.ahead += timedelta(minutes=5)
    await night.wait_over()
    assert night.second.texts == []


async def test_a_code_sent_again_is_watched_by_its_later_message(night: Night):
    sent = await night.ask(ASHA)
    earlier = night.agenda.left[-1]
    night.database.ahead += timedelta(seconds=31)
    async with night.database.transaction() as tx:
        await identity.resend_code(tx, sent.challenge_id, binding=None)
    await night.deliver(sent.challenge_id)
    later = night.agenda.left.pop()
    night.agenda.left = [earlier]
    await night.wait_over()
    assert night.second.texts == []
    night.agenda.left = [later]
    await night.wait_over()
    assert len(night.second.texts) == 1


async def test_an_e_mail_is_not_hurried(night: Night):
    await night.ask(BINA)
    assert night.agenda.left == []
