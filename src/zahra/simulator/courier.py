"""Carries letters: one POST each, five seconds to answer 2xx, else again later.

Waits grow on the virtual clock. An event nobody took for 24 hours switches its endpoint off.
"""

import asyncio
import hashlib
import hmac
import time
from collections.abc import Callable
from itertools import groupby

import httpx

from zahra.simulator import mailbag
from zahra.simulator.books import Json, Thing
from zahra.simulator.desk import Desk
from zahra.simulator.mailbag import RETRY_FOR, Letter

PATIENCE = 5.0  # real seconds
FIRST_WAIT, LONGEST_WAIT = 15.0, 2 * 3600.0
_AT_ONCE = 8


class Courier:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._client = httpx.AsyncClient(timeout=PATIENCE, trust_env=False)
        self._round = asyncio.Lock()  # a letter is never carried twice at once
        self._hands = asyncio.Semaphore(_AT_ONCE)

    async def deliver_due(self) -> int:
        """Carry what is due now. Returns how many letters that were."""
        return await self._carry(lambda: mailbag.due(self._desk.books, self._desk.clock.now()))

    async def deliver_early(self) -> None:
        """Carry what must arrive before the call that caused it is answered."""
        if mailbag.early(self._desk.books):
            await self._carry(lambda: mailbag.early(self._desk.books))

    async def close(self) -> None:
        await self._client.aclose()

    async def _carry(self, find: Callable[[], list[Letter]]) -> int:
        async with self._round:
            found = sorted(find(), key=_lane)
            await asyncio.gather(*(self._walk(list(lane)) for _, lane in groupby(found, key=_lane)))
            return len(found)

    async def _walk(self, lane: list[Letter]) -> None:
        async with self._hands:
            for letter in lane:
                endpoint = self._desk.books.find("endpoint", letter.endpoint_id)
                if endpoint is not None:
                    await self._hand_over(letter, endpoint)

    async def _hand_over(self, letter: Letter, endpoint: Thing) -> None:
        started = time.monotonic()
        headers = _HEADERS[endpoint.shown["provider"]](letter)
        outcome = await self._post(endpoint.shown["url"], letter.body, headers)
        attempt = {
            "at": self._desk.clock.stamp(),
            "ms": round((time.monotonic() - started) * 1000),
            **outcome,
        }
        with self._desk.books.writing():
            self._note(letter, endpoint, attempt)

    async def _post(self, url: str, body: bytes, headers: dict[str, str]) -> Json:
        try:
            async with asyncio.timeout(PATIENCE):
                answer = await self._client.post(url, content=body, headers=headers)
        except (httpx.HTTPError, TimeoutError) as trouble:
            return {"error": type(trouble).__name__}
        return {"status": answer.status_code}

    def _note(self, letter: Letter, endpoint: Thing, attempt: Json) -> None:
        if 200 <= attempt.get("status", 0) < 300:
            state, due_at = "delivered", letter.due_at
        else:
            wait = min(FIRST_WAIT * 2 ** len(letter.attempts), LONGEST_WAIT)
            state, due_at = "pending", self._desk.clock.now() + wait
            if due_at > letter.made_at + RETRY_FOR:
                state = "failed"
                endpoint.shown["enabled"] = False
                self._desk.books.save(endpoint)
        mailbag.note(self._desk.books, letter, attempt=attempt, state=state, due_at=due_at)


def _razorpay(letter: Letter) -> dict[str, str]:
    return {
        "content-type": "application/json",
        "user-agent": "Razorpay-Webhook/v1",
        "x-razorpay-event-id": letter.event_id,
        "x-razorpay-signature": letter.signature,
    }


def _payu(letter: Letter) -> dict[str, str]:
    """The proof is a field of the form; of a dispute, which is JSON, a header."""
    if not letter.signature:
        return {"content-type": "application/x-www-form-urlencoded"}
    return {
        "content-type": "application/json",
        "x-payu-dispute-webhook-signature-v2": letter.signature,
        "x-payu-dispute-webhook-signature-algorithm": "SHA512",
    }


def _stripe(letter: Letter) -> dict[str, str]:
    """Stripe stamps every try afresh: the letter carries the secret instead of a signature."""
    stamp = int(time.time())  # the shop's clock, however far the simulator's has been put forward
    message = str(stamp).encode() + b"." + letter.body
    proof = hmac.new(letter.signature.encode(), message, hashlib.sha256).hexdigest()
    return {
        "content-type": "application/json; charset=utf-8",
        "user-agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
        "stripe-signature": f"t={stamp},v1={proof}",
    }


def _shiprocket(letter: Letter) -> dict[str, str]:
    """No sum over the body: the token that the merchant set is shown."""
    return {"content-type": "application/json", "x-api-key": letter.signature}


_HEADERS = {
    "razorpay": _razorpay,
    "payu": _payu,
    "stripe": _stripe,
    "shiprocket": _shiprocket,
}


def _lane(letter: Letter) -> tuple[str, str]:
    return letter.endpoint_id, letter.lane
