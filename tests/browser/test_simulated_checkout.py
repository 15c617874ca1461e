"""The simulator's `checkout.js` on a merchant's page with a policy as strict as the shop's."""

import json
import threading
from collections.abc import Generator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl

import httpx
import pytest
from playwright.sync_api import FrameLocator, Page

from tests.world.gateway import KEY_ID, KEY_SECRET, Simulator, running_simulator, simulator

__all__ = ["running_simulator", "simulator"]

_PAGE = """<!doctype html><title>A merchant</title><button id="pay">Pay</button>
<script src="{home}/v1/checkout.js"></script><script src="/pay.js"></script>"""
_SCRIPT = """
window.told = [];
const options = JSON.parse(decodeURIComponent(location.hash.slice(1)));
options.modal = { ondismiss: (why) => told.push(["dismissed", why ?? null]) };
if (!options.callback_url) options.handler = (response) => told.push(["paid", response]);
document.getElementById("pay").onclick = () =>
  new Razorpay(options).on("payment.failed", ({ error }) => told.push(["failed", error.reason]))
    .open();
"""
_POLICY = (
    "default-src 'none'; script-src 'self' {home}; style-src 'self'; frame-src {home};"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


class Merchant:
    """A page that opens the checkout, and the address the payer is sent back to."""

    def __init__(self, simulator: Simulator) -> None:
        self.simulator = simulator
        self.returned: list[dict[str, str]] = []
        merchant, home = self, simulator.url

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                is_script = self.path == "/pay.js"
                self.answer(_SCRIPT if is_script else _PAGE.format(home=home))

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"])).decode()
                merchant.returned.append(dict(parse_qsl(body)))
                self.answer("<h1>Back at the shop</h1>")

            def answer(self, text: str) -> None:
                kind = "text/javascript" if self.path == "/pay.js" else "text/html"
                self.send_response(200)
                self.send_header("content-type", kind)
                self.send_header("content-security-policy", _POLICY.format(home=home))
                self.end_headers()
                self.wfile.write(text.encode())

            def log_message(self, format: str, *args: object) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def order(self) -> str:
        asked = {"amount": 859500, "currency": "INR"}
        address = f"{self.simulator.url}/v1/orders"
        answer = httpx.post(address, json=asked, auth=(KEY_ID, KEY_SECRET), trust_env=False)
        return answer.json()["id"]

    def open(self, page: Page, **more: Any) -> FrameLocator:
        """The checkout's frame over the merchant's page."""
        options = {"key": KEY_ID, "order_id": self.order(), "name": "Zahra", **more}
        page.goto(f"{self.url}/#{json.dumps(options)}")
        page.click("#pay")
        return page.frame_locator("iframe")


@pytest.fixture
def merchant(simulator: Simulator) -> Generator[Merchant, None, None]:
    serving = Merchant(simulator)
    yield serving
    serving.server.shutdown()
    serving.server.server_close()


@pytest.fixture(autouse=True)
def complaints(page: Page) -> Generator[list[str], None, None]:
    """A broken policy or script shows on the console; the test fails with it."""
    heard: list[str] = []
    page.on("console", lambda said: heard.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    yield heard
    assert heard == []


def told(page: Page) -> list[list[Any]]:
    page.locator("iframe").wait_for(state="detached")
    return page.evaluate("told")


def test_a_failure_is_told_and_the_second_try_pays(page: Page, merchant: Merchant) -> None:
    checkout = merchant.open(page)
    checkout.get_by_role("button", name="by UPI").click()
    checkout.get_by_role("button", name="Decline").click()
    checkout.get_by_role("button", name="Try another way").click()
    checkout.locator("summary", has_text="Card").click()
    checkout.get_by_label("Card number").fill("4100 2800 0000 1007")
    checkout.get_by_label("Valid until").fill("12/49")
    checkout.get_by_label("CVV").fill("123")
    checkout.get_by_role("button", name="by card").click()
    checkout.get_by_label("One-time password").fill("1234")
    checkout.get_by_role("button", name="Confirm").click()
    failed, paid = told(page)
    assert failed == ["failed", "payment_failed"]
    assert paid[1] == merchant.simulator.returned(paid[1]["razorpay_payment_id"])


@pytest.mark.parametrize("way", ["cross", "escape"])
def test_a_payer_who_goes_away_is_told_and_the_button_has_the_focus_again(
    page: Page, merchant: Merchant, way: str
) -> None:
    checkout = merchant.open(page)
    checkout.get_by_role("button", name="by UPI").focus()
    if way == "escape":
        page.keyboard.press("Escape")
    else:
        checkout.get_by_role("button", name="Close and go back").click()
    assert told(page) == [["dismissed", None]]
    assert page.evaluate("document.activeElement.id") == "pay"


def test_a_checkout_closes_after_its_timeout(page: Page, merchant: Merchant) -> None:
    merchant.open(page, timeout=1)
    assert told(page) == [["dismissed", "timeout"]]


def test_a_success_is_posted_to_the_callback(page: Page, merchant: Merchant) -> None:
    checkout = merchant.open(page, callback_url=f"{merchant.url}/return")
    checkout.get_by_role("button", name="by UPI").click()
    checkout.get_by_role("button", name="Approve").click()
    page.wait_for_url("**/return")
    (fields,) = merchant.returned
    assert fields == merchant.simulator.returned(fields["razorpay_payment_id"])


def test_with_redirect_a_failure_is_posted_too(page: Page, merchant: Merchant) -> None:
    checkout = merchant.open(page, callback_url=f"{merchant.url}/return", redirect=True)
    checkout.get_by_role("button", name="by UPI").click()
    checkout.get_by_role("button", name="Decline").click()
    page.wait_for_url("**/return")
    assert merchant.returned[0]["error[reason]"] == "payment_failed"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({}, "No key passed"),
        ({"key": "rzp_test_1"}, "order_id is required"),
        ({"key": "rzp_test_1", "order_id": "o", "redirect": True}, "redirect needs a callback_url"),
    ],
)
def test_options_that_make_no_sense_are_refused_at_once(
    page: Page, merchant: Merchant, wrong: dict[str, Any], sentence: str
) -> None:
    page.goto(f"{merchant.url}/#{{}}")
    script = "(options) => { try { new Razorpay(options) } catch (e) { return e.message } }"
    assert page.evaluate(script, wrong) == sentence


def test_the_checkout_fits_a_small_phone(page: Page, merchant: Merchant) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    merchant.open(page).get_by_role("button", name="by UPI").wait_for()
    frame = page.frames[1]
    assert not frame.evaluate("document.documentElement.scrollWidth > innerWidth")
