"""Giving a message to carriers in turn until one takes it.

The order is the installation's. A carrier that refuses or does not answer in time is passed over
at once; one that keeps not answering is left alone for a while.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from uuid import UUID

import structlog

from zahra.base.breaker import Breaker
from zahra.base.errors import NotFound
from zahra.shop.messaging.provider import (
    AddressRefused,
    CarrierDown,
    DeliveryFailed,
    Email,
    EmailCarrier,
    MessageRefused,
    NotCarried,
    Senders,
    Sms,
    SmsCarrier,
)
from zahra.shop.messaging.recording import Record
from zahra.shop.messaging.states import DeliveryEvent

PATIENCE = 8.0  # seconds for one carrier's whole answer
_FAILURES, _REST = 5, 30.0

log = structlog.get_logger("zahra.messaging")
Carry = Callable[[UUID], Awaitable[str]]
Ways = Mapping[str, Carry]


class Carriers:
    """Fills `Senders` with carriers, the preferred ones first."""

    def __init__(
        self,
        record: Record,
        *,
        sms: Sequence[SmsCarrier],
        email: Sequence[EmailCarrier],
        patience: float = PATIENCE,
    ) -> None:
        self._record = record
        self._sms = tuple(sms)
        self._email = tuple(email)
        self._patience = patience
        self._breakers = {each.name: Breaker(_FAILURES, _REST) for each in (*sms, *email)}

    @property
    def has_second_for_sms(self) -> bool:
        """Whether an SMS that does not arrive can be sent another way."""
        return len(self._sms) > 1

    async def sms(self, *, to: str, text: str, template: str, key: str) -> None:
        """Nothing where a carrier has the message with this key already."""
        message = Sms(to, text, template, key)
        await self._send(message, self._ways_of_sms(message))

    async def email(
        self, *, to: str, subject: str, text: str, html: str, template: str, key: str
    ) -> None:
        """Nothing where a carrier has it already, or mail to this address came back lately."""
        message = Email(to, subject, text, html, template, key)
        ways = {each.name: partial(each.carry_email, message) for each in self._email}
        await self._send(message, ways)

    async def sms_elsewhere(self, *, to: str, text: str, template: str, key: str) -> None:
        """Give an SMS that was not delivered yet to a carrier that has not had it, if there is
        one that takes it."""
        had = await self._record.who_had(key)
        if had is not None:
            message = Sms(to, text, template, key)
            ways = self._ways_of_sms(message)
            await self._give(message, {name: ways[name] for name in ways if name not in had})

    def named(self, name: str) -> SmsCarrier | EmailCarrier:
        """Raises NotFound for a carrier that is not in use."""
        for carrier in (*self._sms, *self._email):
            if carrier.name == name:
                return carrier
        raise NotFound

    async def close(self) -> None:
        for carrier in (*self._sms, *self._email):
            await carrier.close()

    def _ways_of_sms(self, message: Sms) -> Ways:
        return {each.name: partial(each.carry_sms, message) for each in self._sms}

    async def _send(self, message: Sms | Email, ways: Ways) -> None:
        if not await self._record.is_done(message) and not await self._give(message, ways):
            raise DeliveryFailed

    async def _give(self, message: Sms | Email, ways: Ways) -> bool:
        """Whether one of the carriers took it."""
        for name, carry in ways.items():
            if self._breakers[name].lets_through() and await self._is_taken(message, name, carry):
                return True
        return False

    async def _is_taken(self, message: Sms | Email, name: str, carry: Carry) -> bool:
        delivery_id = await self._record.begin(message, name)
        if delivery_id is None:
            return True
        try:
            carrier_id = await self._asked(name, carry(delivery_id))
        except NotCarried as why:
            is_dead = isinstance(why, AddressRefused)
            event = DeliveryEvent.BOUNCE if is_dead else DeliveryEvent.FAIL
            log.warning("not_carried", carrier=name, template=message.template, reason=why.reason)
            await self._record.not_taken(delivery_id, name, event, reason=why.reason)
            return is_dead  # nobody else would find anybody there
        await self._record.taken(delivery_id, carrier_id)
        return True

    async def _asked(self, name: str, answer: Awaitable[str]) -> str:
        """The carrier's answer within our patience, and the breaker told. Raises NotCarried."""
        breaker = self._breakers[name]
        try:
            async with asyncio.timeout(self._patience):
                carrier_id = await answer
        except (CarrierDown, TimeoutError) as why:
            breaker.failed()
            raise why if isinstance(why, CarrierDown) else CarrierDown("timeout") from None
        except (MessageRefused, AddressRefused):
            breaker.worked()
            raise
        breaker.worked()
        return carrier_id


def carrier_named(senders: Senders, name: str) -> SmsCarrier | EmailCarrier:
    """One of the carriers in use. Raises NotFound."""
    if not isinstance(senders, Carriers):
        raise NotFound
    return senders.named(name)


def other_way(senders: Senders) -> Carriers | None:
    """Senders that could carry an SMS another way than the first."""
    return senders if isinstance(senders, Carriers) and senders.has_second_for_sms else None


async def hang_up(senders: Senders) -> None:
    """Close what carriers hold open."""
    if isinstance(senders, Carriers):
        await senders.close()
