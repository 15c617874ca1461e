"""The hosted page as a payer without JavaScript meets it: forms, one after another."""

import html
import json
import re
from collections.abc import Generator
from typing import Any

import httpx
import pytest

from tests.simulator.conftest import Merchant, Simulator
from tests.world.gateway import KEY_ID

CALLBACK = "https://shop.example/payments/return"
CANCEL = "https://shop.example/pay/1"
CARD = {"method": "card", "number": "4100 2800 0000 1007", "expiry": "12/49", "cvv": "123"}


class Payer:
    """A browser with JavaScript off."""

    def __init__(self, simulator: Simulator) -> None:
        self.http = httpx.Client(base_url=simulator.url, follow_redirects=True, trust_env=False)
        self.page = httpx.Response(200)

    def enter(self, order: dict[str, Any], **more: str) -> str:
        fields = {
            "key_id": KEY_ID,
            "order_id": order["id"],
            "amount": str(order["amount"]),
            "currency": "INR",
            "name": "Zahra",
            "description": "Order ZAH-10042 <b>",
            "prefill[name]": "Asha Rao",
            "prefill[contact]": "+919876543210",
            "notes[order]": "ZAH-10042",
            "callback_url": CALLBACK,
            "cancel_url": CANCEL,
        }
        self.page = self.http.post("/v1/checkout/embedded", data=fields | more)
        return self.page.text

    def press(self, where: str, **fields: str) -> str:
        self.page = self.http.post(f"{self.page.url}/{where}", data=fields)
        return self.page.text

    def form_to(self, address: str) -> dict[str, str]:
        """The hidden fields of the form that is posted there."""
        assert f'action="{address}"' in self.page.text
        after = self.page.text.split(f'action="{address}"')[1].split("</form>")[0]
        found = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', after)
        return {name: html.unescape(value) for name, value in found}


@pytest.fixture
def payer(simulator: Simulator) -> Generator[Payer, None, None]:
    browsing = Payer(simulator)
    yield browsing
    browsing.http.close()


def test_upi_is_approved_and_the_shop_gets_a_signed_return(
    payer: Payer, merchant: Merchant, simulator: Simulator
) -> None:
    order = merchant.order()
    page = payer.enter(order)
    assert "₹2,499" in page
    assert "Order ZAH-10042 &lt;b&gt;" in page
    assert "Scan with any UPI app" in payer.press("pay", method="upi")
    assert merchant.get(f"/orders/{order['id']}")["status"] == "attempted"
    assert "Payment successful" in payer.press("answer", answer="approve")
    (payment,) = merchant.get(f"/orders/{order['id']}/payments")["items"]
    assert payer.form_to(CALLBACK) == simulator.returned(payment["id"])
    assert (payment["status"], payment["method"]) == ("captured", "upi")
    assert (payment["contact"], payment["notes"]) == ("+919876543210", {"order": "ZAH-10042"})


@pytest.mark.parametrize(
    ("otp", "status"), [("1234", "captured"), ("123", "failed"), ("", "failed")]
)
def test_a_card_is_paid_with_an_otp_of_four_digits_or_more(
    payer: Payer, merchant: Merchant, otp: str, status: str
) -> None:
    order = merchant.order()
    payer.enter(order)
    assert "Enter the OTP" in payer.press("pay", **CARD)
    payer.press("answer", answer="otp", otp=otp)
    (payment,) = merchant.get(f"/orders/{order['id']}/payments?expand[]=card")["items"]
    assert (payment["status"], payment["card"]["last4"]) == (status, "1007")


def test_a_doomed_card_fails_although_the_otp_is_right(payer: Payer, merchant: Merchant) -> None:
    order = merchant.order()
    payer.enter(order)
    payer.press("pay", **CARD | {"number": "4100280000080001"})
    assert "not enough money" in payer.press("answer", answer="otp", otp="1234")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"number": "4100 2800 0000 1008"}, "number"),
        ({"number": ""}, "number"),
        ({"expiry": "01/20"}, "expiry"),
        ({"expiry": "soon"}, "expiry"),
        ({"cvv": "12"}, "cvv"),
    ],
)
def test_a_wrong_card_form_comes_back_and_pays_nothing(
    payer: Payer, merchant: Merchant, change: dict[str, str], field: str
) -> None:
    order = merchant.order()
    payer.enter(order)
    page = payer.press("pay", **CARD | change)
    assert f'id="wrong-{field}"' in page
    assert 'name="cvv" value=""' in page
    assert merchant.get(f"/orders/{order['id']}")["attempts"] == 0


@pytest.mark.parametrize("method", ["netbanking", "wallet", "upi"])
def test_a_declined_payment_can_be_tried_again(
    payer: Payer, merchant: Merchant, method: str
) -> None:
    order = merchant.order()
    payer.enter(order)
    payer.press("pay", method=method)
    page = payer.press("answer", answer="decline")
    assert "No money was taken" in page
    fields = payer.form_to(CALLBACK)
    (failed,) = merchant.get(f"/orders/{order['id']}/payments")["items"]
    assert fields["error[code]"] == "BAD_REQUEST_ERROR"
    assert fields["error[reason]"] == "payment_failed"
    assert json.loads(fields["error[metadata]"]) == {
        "order_id": order["id"],
        "payment_id": failed["id"],
    }
    assert "How would you like to pay?" in payer.press("again")
    payer.press("pay", method=method)
    assert "Payment successful" in payer.press("answer", answer="approve")
    assert merchant.get(f"/orders/{order['id']}")["attempts"] == 2


def test_no_answer_waits_until_the_bank_answers_late(
    payer: Payer, merchant: Merchant, simulator: Simulator
) -> None:
    order = merchant.order()
    payer.enter(order)
    payer.press("pay", method="upi")
    page = payer.press("answer", answer="no_answer")
    assert "Waiting for your bank" in page
    assert '<meta http-equiv="refresh" content="3">' in page
    (waiting,) = merchant.get(f"/orders/{order['id']}/payments")["items"]
    assert waiting["status"] == "created"
    simulator.ask("POST", f"/payments/{waiting['id']}/authorize")
    assert "Payment successful" in payer.http.get(payer.page.url).text


def test_a_payer_who_leaves_cancels_the_payment_and_comes_back(
    payer: Payer, merchant: Merchant
) -> None:
    order = merchant.order()
    payer.enter(order)
    payer.press("pay", method="upi")
    payer.http.follow_redirects = False
    left = payer.http.post(f"{payer.page.url}/leave")
    back = payer.http.get(left.headers["location"])
    assert (back.status_code, back.headers["location"]) == (303, CANCEL)
    (payment,) = merchant.get(f"/orders/{order['id']}/payments")["items"]
    assert (payment["status"], payment["error_reason"]) == ("failed", "payment_cancelled")


def test_leaving_without_a_cancel_address_posts_the_error(payer: Payer, merchant: Merchant) -> None:
    payer.enter(merchant.order(), cancel_url="")
    payer.press("leave")
    assert payer.form_to(CALLBACK)["error[reason]"] == "payment_cancelled"


def test_a_paid_order_is_not_paid_again(
    payer: Payer, merchant: Merchant, simulator: Simulator
) -> None:
    order = merchant.order()
    payer.enter(order)
    simulator.pay(order["id"])
    assert "paid already" in payer.press("pay", method="upi")
    assert "paid already" in payer.enter(order)
    assert merchant.get(f"/orders/{order['id']}")["attempts"] == 1


def test_pressing_twice_pays_once(payer: Payer, merchant: Merchant) -> None:
    order = merchant.order()
    payer.enter(order)
    for _ in range(2):
        payer.press("pay", method="upi")
    for _ in range(2):
        payer.press("answer", answer="approve")
    after = merchant.get(f"/orders/{order['id']}")
    assert (after["attempts"], after["amount_paid"]) == (1, 249900)


@pytest.mark.parametrize(
    "wrong",
    [
        {"key_id": "rzp_test_other"},
        {"order_id": "order_00000000000000"},
        {"amount": "100"},
        {"callback_url": "javascript:alert(1)"},
    ],
)
def test_a_form_that_does_not_fit_opens_nothing(
    payer: Payer, merchant: Merchant, wrong: dict[str, str]
) -> None:
    assert "cannot be opened" in payer.enter(merchant.order(), **wrong)
    assert payer.page.status_code == 400


def test_pages_forbid_everything_but_their_own_style_and_script(
    payer: Payer, merchant: Merchant
) -> None:
    page = payer.enter(merchant.order())
    policy = payer.page.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'self'; script-src 'self'")
    assert "style=" not in page
    assert "onclick" not in page


def test_the_scripts_frame_shows_the_same_page_and_tells_its_origin(
    payer: Payer, merchant: Merchant, simulator: Simulator
) -> None:
    order = merchant.order()
    query = {"key_id": KEY_ID, "order_id": order["id"], "origin": "https://shop.example"}
    payer.page = payer.http.get("/v1/checkout/public", params=query)
    assert 'data-origin="https://shop.example"' in payer.page.text
    payer.press("pay", method="wallet")
    payer.press("answer", answer="approve")
    (payment,) = merchant.get(f"/orders/{order['id']}/payments")["items"]
    told = re.search(r"data-told='([^']+)'", payer.page.text)
    assert told is not None
    assert json.loads(told[1]) == {
        "what": "success",
        "response": simulator.returned(payment["id"]),
    }


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/v1/checkout.js", "text/javascript"),
        ("/v1/checkout/static/page.js", "text/javascript"),
        ("/v1/checkout/static/checkout.css", "text/css"),
    ],
)
def test_scripts_and_styles_may_be_used_by_other_sites(payer: Payer, path: str, kind: str) -> None:
    answer = payer.http.get(path)
    assert answer.headers["content-type"].startswith(kind)
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert payer.http.get("/v1/checkout/static/routes.py").status_code == 404
