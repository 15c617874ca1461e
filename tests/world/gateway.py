"""A simulated Razorpay for tests: started on a free port, driven through its control plane."""

import asyncio
import random
import socket
import tempfile
import threading
import time
from collections.abc import Generator
from pathlib import Path
from typing import Any

import httpx
import pytest

from zahra.providers.couriers.shiprocket import Patience as CourierPatience
from zahra.providers.couriers.shiprocket import ShiprocketAccount
from zahra.providers.payu import PayuAccount
from zahra.providers.razorpay import Patience, RazorpayAccount
from zahra.providers.stripe import StripeAccount
from zahra.simulator import CourierAccount, Merchant, SimulatorSettings
from zahra.simulator.serving import server_for

KEY_ID, KEY_SECRET = "rzp_test_ZahraTests0001", "rzp_demo_secret_9f2c"
WEBHOOK_SECRET = "whsec_zahra_demo"
PAYU_KEY, PAYU_SALT = "ZAHkey", "ZAHsalt1"
COURIER_USER = ("api@zahra.example", "courier-password")
COURIER_TOKEN = "courier-token-of-the-tests"
STRIPE_KEY, STRIPE_SECRET = "sk_test_zahra", "whsec_test_zahra"
HASTE = Patience(connect=1.0, answer=1.5, pause=0.01, failures=10_000)


class Simulator:
    """One simulator with a data folder of its own. Every method blocks until it is answered.

    A test whose own event loop also serves the shop's webhooks awaits `settled()` instead of
    calling `settle()`: a blocked loop could not take the letters.
    """

    def __init__(
        self, *, data_dir: Path | None = None, webhook_url: str = "", **settings: Any
    ) -> None:
        self._folder = tempfile.TemporaryDirectory() if data_dir is None else None
        self.settings = SimulatorSettings(
            data_dir=data_dir or Path(self._folder.name if self._folder else ""),
            key_id=KEY_ID,
            key_secret=KEY_SECRET,
            webhook_url=webhook_url,
            webhook_secrets=(WEBHOOK_SECRET,),
            payu=Merchant(PAYU_KEY, PAYU_SALT, PAYU_SALT),
            stripe=Merchant(STRIPE_KEY, "", STRIPE_SECRET),
            shiprocket=CourierAccount(*COURIER_USER),
            **settings,
        )
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._control = httpx.Client(base_url=f"{self.url}/__sim", timeout=20, trust_env=False)
        self._stop: Any = None
        self._thread = threading.Thread(target=self._run, daemon=True)

    @property
    def account(self) -> RazorpayAccount:
        """What the shop needs to talk to it, with a test's patience."""
        return RazorpayAccount(
            key_id=KEY_ID,
            key_secret=KEY_SECRET,
            webhook_secrets=(WEBHOOK_SECRET,),
            api_base=self.url,
            checkout_js_url=f"{self.url}/v1/checkout.js",
            telemetry=(),
            patience=HASTE,
        )

    @property
    def payu(self) -> PayuAccount:
        """The same for PayU."""
        base = f"{self.url}/payu"
        return PayuAccount(
            PAYU_KEY,
            (PAYU_SALT,),
            "care@zahra.example",
            page_base=base,
            service_base=base,
            pages=(),
            patience=HASTE,
        )

    @property
    def stripe(self) -> StripeAccount:
        """The same for Stripe."""
        base = f"{self.url}/stripe"
        return StripeAccount(STRIPE_KEY, (STRIPE_SECRET,), api_base=base, patience=HASTE)

    @property
    def shiprocket(self) -> ShiprocketAccount:
        """The same for the courier."""
        haste = CourierPatience(connect=1.0, answer=1.5, pause=0.01, failures=10_000)
        return ShiprocketAccount(*COURIER_USER, (COURIER_TOKEN,), api_base=self.url, patience=haste)

    def start(self) -> "Simulator":
        self._thread.start()
        for _ in range(6_000):
            try:
                self._control.get("")
                return self
            except httpx.TransportError:
                time.sleep(0.01)
        raise RuntimeError("the simulator did not start")

    def stop(self) -> None:
        self._stop()
        self._thread.join(10)
        self._control.close()
        if self._folder is not None:
            self._folder.cleanup()

    def ask(self, verb: str, path: str, **body: Any) -> Any:
        """A call to the control plane; its JSON. A refusal is an `httpx.HTTPStatusError`."""
        answer = self._control.request(verb, path, json=body or None)
        answer.raise_for_status()
        return answer.json()

    def pay(
        self, order_id: str, *, outcome: str = "success", method: str = "upi", **more: Any
    ) -> dict[str, Any]:
        """Pay as a payer would: success, failure, no_answer or failure_then_success."""
        return self.ask("POST", f"/orders/{order_id}/pay", outcome=outcome, method=method, **more)

    def faults(self, *rules: dict[str, Any]) -> None:
        """What goes wrong from now on: `{"on": "POST /v1/orders", "what": "500", "times": 1}`."""
        self.ask("POST", "/faults", faults=list(rules))

    def clear_faults(self) -> None:
        self.ask("DELETE", "/faults")

    def switch(self, **switches: bool) -> None:
        """low_balance, refunds_fail, unique_receipts."""
        self.ask("POST", "/switches", **switches)

    def advance(self, seconds: float) -> None:
        """Let time pass; what falls due on the way has happened on return."""
        self.ask("POST", "/clock", advance=seconds)

    def listen(
        self,
        url: str,
        *,
        secret: str = WEBHOOK_SECRET,
        events: tuple[str, ...] = (),
        provider: str = "razorpay",
    ) -> str:
        """Send webhooks to one more address, until the next reset. Returns the endpoint's id."""
        said = self.ask(
            "POST", "/endpoints", url=url, secret=secret, events=list(events), provider=provider
        )
        return said["id"]

    def settle(self) -> dict[str, Any]:
        """Wait until no webhook is due."""
        return self.ask("POST", "/webhooks/settle")

    async def settled(self) -> dict[str, Any]:
        """The same from a test that must not block its loop."""
        return await asyncio.to_thread(self.settle)

    def webhooks(self, order_id: str = "") -> list[dict[str, Any]]:
        """Every webhook so far with its attempts, oldest first; of one order when named."""
        return self.ask("GET", f"/webhooks?order={order_id}" if order_id else "/webhooks")

    def returned(self, payment_id: str) -> dict[str, str]:
        """The signed fields a browser brings back to the shop."""
        return self.ask("GET", f"/payments/{payment_id}/return")

    def reset(self, seed: int | None = None) -> None:
        """Empty books under another seed, so that no id comes twice."""
        self.ask("POST", "/reset", seed=random.randrange(2**31) if seed is None else seed)

    def _run(self) -> None:
        async def serve() -> None:
            server = server_for(self.settings, "127.0.0.1", self.port)
            loop = asyncio.get_running_loop()
            self._stop = lambda: loop.call_soon_threadsafe(server.stop)
            await server.serve()

        asyncio.run(serve())


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def running_simulator() -> Generator[Simulator, None, None]:
    """This worker's simulator."""
    running = Simulator().start()
    yield running
    running.stop()


@pytest.fixture
def simulator(running_simulator: Simulator) -> Simulator:
    """The worker's simulator with empty books."""
    running_simulator.reset()
    return running_simulator
