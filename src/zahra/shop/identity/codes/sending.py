"""Asking for a code. Nothing here reads the users: known and unknown are answered alike because
the code cannot tell them apart. Only a device that somebody has signed in with is told more than a
stranger: that strangers have used up its owner's codes is no reason to refuse it one.
"""

import hashlib
import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from zahra.base import clock, limits
from zahra.base.db import Transaction
from zahra.base.errors import NotFound, TooMany
from zahra.base.keys import Keys
from zahra.base.limits import Limit
from zahra.shop.identity.codes import store as challenges
from zahra.shop.identity.codes.challenge import Challenge, Purpose, Throttle, new_challenge
from zahra.shop.identity.codes.guarding import take_of_budget
from zahra.shop.identity.codes.jobs import deliver_code, deliver_code_from_reserve
from zahra.shop.identity.devices.noticing import is_trusted_device
from zahra.shop.identity.errors import CodesUnavailable
from zahra.shop.identity.identifiers import Identifier, identifier_of
from zahra.shop.identity.model import UNKNOWN_DEVICE, Device
from zahra.shop.identity.policy import Policy
from zahra.shop.identity.watching import store as events
from zahra.shop.identity.watching.model import AuthEvent


@dataclass(frozen=True, slots=True)
class SentCode:
    """A code is on its way. `masked` is made of what was typed; seconds are whole."""

    challenge_id: UUID
    masked: str
    resend_after: int
    expires_in: int


async def send_code(
    tx: Transaction,
    keys: Keys,
    identifier: str,
    *,
    binding: str | None,
    purpose: Purpose = Purpose.LOGIN,
    device: Device = UNKNOWN_DEVICE,
    policy: Policy = Policy(),
) -> SentCode:
    """Make a code for an identifier, in the place of a live one, and leave a job that sends it.

    One live code for each identifier and purpose; all purposes share its cooldown and caps.

    `binding` is a browser's own secret: only with it can the code be answered. None for a program.
    Raises InvalidIdentifier; TooMany in the cooldown or past the caps, CodesUnavailable for a new
    number when the budget of SMS is spent: then a live code stays good.
    """
    to = identifier_of(identifier)
    next_at = await _take_send(tx, to, policy, device=device)
    await challenges.supersede(tx, to.value, purpose)
    challenge = new_challenge(keys, to, purpose=purpose, expires_at=tx.now + policy.code_lifetime)
    await challenges.add_challenge(tx, challenge, binding=binding_hash(binding))
    await _leave_job(tx, challenge, policy, device=device)
    return await _on_its_way(tx, challenge, next_at)


async def resend_code(
    tx: Transaction, challenge_id: UUID, *, binding: str | None, policy: Policy = Policy()
) -> SentCode:
    """Send the same code again: it lives no longer and gets no new tries.

    Messages arrive late and out of order here; whichever comes first is right. Raises NotFound
    when there is no such live code or it was repeated often enough, TooMany in the cooldown.
    """
    challenge = await challenges.count_resend(
        tx, challenge_id, binding=binding_hash(binding), most=1 + policy.resends
    )
    if challenge is None:
        raise NotFound
    next_at = await _take_send(tx, Identifier(challenge.identifier), policy)
    await _leave_job(tx, challenge, policy)
    return await _on_its_way(tx, challenge, next_at)


def binding_hash(binding: str | None) -> bytes | None:
    """How a browser's secret is kept beside its challenge."""
    return None if binding is None else hashlib.sha256(binding.encode()).digest()


async def _take_send(
    tx: Transaction, to: Identifier, policy: Policy, *, device: Device = UNKNOWN_DEVICE
) -> datetime:
    """Count a message; when the next may go. Raises TooMany, and the caller's work is undone."""
    next_at = await challenges.take_send(
        tx,
        to.value,
        day=clock.ist_day(tx.now),
        cooldowns=[policy.cooldown(sent) for sent in range(len(policy.cooldowns))],
        cap=None if policy.limits_off else policy.daily_cap,
    )
    if next_at is None:
        found = await challenges.throttle(tx, to.value)
        opens_at = _opens_at(found, tx.now, policy)
        shortest = tx.now + policy.cooldown(0)
        if opens_at <= shortest or not await _take_own(tx, to, policy, device):
            raise TooMany(retry_after=_wait(tx.now, opens_at))
        next_at = shortest
    return next_at


async def _take_own(tx: Transaction, to: Identifier, policy: Policy, device: Device) -> bool:
    """Whether the owner's own device may have a code of its own share, beside what all have."""
    if device.hash is None or not await is_trusted_device(tx, to.value, device):
        return False
    own = Limit("otp_send_familiar", policy.codes_of_own_device, timedelta(hours=1))
    return (await limits.spend(tx, own, f"{to.value}:{device.hash.hex()}")).passed


async def _leave_job(
    tx: Transaction, challenge: Challenge, policy: Policy, *, device: Device = UNKNOWN_DEVICE
) -> None:
    """Have the code sent, past the budget of SMS out of the reserve: whoever asks cannot tell
    which. A number that somebody wants to add is not known yet: Raises CodesUnavailable."""
    if await take_of_budget(tx, Identifier(challenge.identifier), policy):
        await tx.defer(deliver_code, challenge_id=challenge.id)
    elif challenge.purpose is Purpose.VERIFY_IDENTITY:
        raise CodesUnavailable
    else:
        is_familiar = await is_trusted_device(tx, challenge.identifier, device)
        await tx.defer(
            deliver_code_from_reserve, challenge_id=challenge.id, is_familiar=is_familiar
        )


async def _on_its_way(tx: Transaction, challenge: Challenge, next_at: datetime) -> SentCode:
    masked = Identifier(challenge.identifier).masked
    detail = {"channel": challenge.channel.value, "purpose": challenge.purpose.value}
    await events.note(tx, AuthEvent("otp.sent", identifier_masked=masked, detail=detail))
    return SentCode(
        challenge_id=challenge.id,
        masked=masked,
        resend_after=math.ceil((next_at - tx.now).total_seconds()),
        expires_in=math.ceil((challenge.expires_at - tx.now).total_seconds()),
    )


def _opens_at(throttle: Throttle | None, now: datetime, policy: Policy) -> datetime:
    if throttle is None:
        return now
    today = clock.ist_day(now)
    if throttle.day == today and throttle.sent_today >= policy.daily_cap:
        return clock.start_of(today + timedelta(days=1))
    return throttle.next_send_at


def _wait(now: datetime, until: datetime) -> int:
    """In seconds, up to the next five."""
    return max(1, math.ceil((until - now).total_seconds() / 5)) * 5
