"""People at the door, for Locust: they ask for a code, type it, go on with tokens, and leave.

A quiet minute, the rush when a sale opens, and what stays of it, each a third of the run. One in
twenty mistypes the code, one refresh in thirty loses its answer and asks again. How long people
take to read a message and to look around is shortened about fivefold.
"""

import hashlib
import json
import os
import random
import time
import uuid
from pathlib import Path
from typing import Any, ClassVar

from geventhttpclient.client import HTTPClientPool
from locust import FastHttpUser, LoadTestShape, between, task
from locust.exception import StopUser

_AUTH = "/api/v1/auth"
_OUTBOX = Path(os.environ.get("ZAHRA_BENCH_OUTBOX", "."))
_SECONDS = int(os.environ.get("ZAHRA_BENCH_SECONDS", "60"))
_PATIENCE = 20  # seconds for a message to arrive


class Rush(LoadTestShape):
    """How many people are at the door."""

    stages: ClassVar = ((1 / 3, 20, 10), (2 / 3, 120, 40), (1, 60, 20))

    def tick(self) -> tuple[int, float] | None:
        """People and arrivals a second for this moment; None when it is over."""
        part = self.get_run_time() / _SECONDS
        return next(((people, rate) for until, people, rate in self.stages if part < until), None)


class Visitor(FastHttpUser):
    """Somebody who signs in once, stays for a while, and goes."""

    wait_time = between(0.5, 1.5)
    # A pool for each would cost more than what is measured.
    client_pool = HTTPClientPool(concurrency=200)

    def on_start(self) -> None:
        time.sleep(
            random.random()
        )  # Locust lets in a second's people at once; people do not come so
        self.phone = f"+9198{random.randrange(10**8):08d}"
        challenge = self._ask()
        code = self._read(challenge)
        time.sleep(random.uniform(0.5, 2))
        if random.random() < 0.05:
            self._type(f"{(int(code) + 1) % 10**6:06d}", expected=401)
        data = self._type(code, expected=200)
        self.tokens: dict[str, Any] = data["tokens"]

    @task(8)
    def refresh(self) -> None:
        """Exchange tokens; when the answer got lost, ask again with the same key."""
        key, token = uuid.uuid4().hex, self.tokens["refreshToken"]
        answer = self._refresh(token, key)
        if random.random() < 0.03:
            answer = self._refresh(token, key)
        self.tokens = answer

    @task(6)
    def look_at_oneself(self) -> None:
        """Any request that is somebody's: the session is read."""
        headers = {"Authorization": f"Bearer {self.tokens['accessToken']}"}
        self.client.get("/api/v1/users/me", headers=headers, name="GET users/me")

    @task(1)
    def leave(self) -> None:
        """Sign out and go."""
        headers = {"Authorization": f"Bearer {self.tokens['accessToken']}"}
        self.client.post(f"{_AUTH}/logout", headers=headers, name="logout")
        raise StopUser

    def _ask(self) -> str:
        answer = self.client.post(
            f"{_AUTH}/otp/send", json={"identifier": self.phone}, name="otp/send"
        )
        if answer.status_code != 202:
            raise StopUser
        return answer.json()["data"]["challengeId"]

    def _read(self, challenge: str) -> str:
        """Wait for the message: the outbox names its file after the message's key."""
        name = hashlib.sha256(f"{challenge}:1".encode()).hexdigest()[:24]
        began = time.time()
        while not (path := _OUTBOX / f"{name}.json").exists():
            if time.time() - began > _PATIENCE:
                raise StopUser
            time.sleep(0.1)
        taken = (time.time() - began) * 1000
        self.environment.events.request.fire(
            request_type="", name="message arrives", response_time=taken, response_length=0,
            exception=None, context={},
        )  # fmt: skip
        return json.loads(path.read_text("utf-8"))["text"].split()[0]

    def _type(self, code: str, *, expected: int) -> dict[str, Any]:
        body = {"identifier": self.phone, "otp": code}
        with self.client.post(
            f"{_AUTH}/otp/verify", json=body, name=f"otp/verify {expected}", catch_response=True
        ) as answer:
            if answer.status_code != expected:
                answer.failure(f"{answer.status_code}")
                raise StopUser
            answer.success()
            return answer.json().get("data", {})

    def _refresh(self, token: str, key: str) -> dict[str, Any]:
        answer = self.client.post(
            f"{_AUTH}/refresh",
            json={"refreshToken": token, "sessionId": self.tokens["sessionId"]},
            headers={"Idempotency-Key": key},
            name="refresh",
        )
        if answer.status_code != 200:
            raise StopUser
        return answer.json()["data"]
