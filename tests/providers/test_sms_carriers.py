"""What Twilio and MSG91 are sent, and what we make of their answers and reports."""

import json
from collections.abc import AsyncGenerator, Mapping
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode
from uuid import UUID

import pytest

from tests.world.carriers import HttpStandIn, http_stand_in
from zahra.providers.carriers.dlt import Dlt
from zahra.providers.carriers.msg91 import Msg91, Msg91Account
from zahra.providers.carriers.twilio import Twilio, TwilioAccount, signature_of
from zahra.shop.messaging.provider import (
    CarrierDown,
    ForgedReport,
    MessageRefused,
    Report,
    Sms,
)
from zahra.shop.messaging.states import DeliveryEvent

pytestmark = pytest.mark.anyio

DLT = Dlt(
    "1101234567890123456",
    "ZAHRAA",
    template_ids={"login_code": "1107000000000000001"},
    texts={"login_code": "{#numeric#} is your Zahra code.\n\n@zahra.example #{#numeric#}"},
)
CODE = Sms(
    "+919876543210", "123456 is your Zahra code.\n\n@zahra.example #123456", "login_code", "key:1"
)
DELIVERY = UUID(int=7)
REPORTS = "https://zahra.example/api/v1/messaging/webhook/twilio"


def twilio(base: str, *, sender: str = "ZAHRAA") -> Twilio:
    tokens = ("token-now", "token-before")
    return Twilio(TwilioAccount("AC1", tokens, sender, REPORTS, base), DLT)


def msg91(base: str) -> Msg91:
    flows = {"login_code": "flow1"}
    return Msg91(Msg91Account("auth-key", flows, ("secret-now", "secret-before"), base), DLT)


@pytest.fixture
async def api() -> AsyncGenerator[HttpStandIn, None]:
    async with http_stand_in() as running:
        yield running


async def test_twilio_is_sent_the_text_and_where_to_report(api: HttpStandIn):
    api.status, api.body = 201, {"sid": "SM1", "status": "queued"}
    carrier = twilio(api.url)
    assert await carrier.carry_sms(CODE, DELIVERY) == "SM1"
    assert api.asked[0].path == "/2010-04-01/Accounts/AC1/Messages.json"
    assert api.asked[0].headers["authorization"] == "Basic QUMxOnRva2VuLW5vdw=="  # AC1:token-now
    assert api.asked[0].form == {
        "To": "+919876543210",
        "Body": CODE.text,
        "From": "ZAHRAA",
        "StatusCallback": f"{REPORTS}?delivery={DELIVERY}",
    }
    await carrier.close()


async def test_twilio_can_send_by_a_messaging_service(api: HttpStandIn):
    api.body = {"sid": "SM1"}
    carrier = twilio(api.url, sender="MG1")
    await carrier.carry_sms(CODE, DELIVERY)
    assert api.asked[0].form["MessagingServiceSid"] == "MG1"
    assert "From" not in api.asked[0].form
    await carrier.close()


async def test_msg91_is_sent_what_stands_at_the_marks(api: HttpStandIn):
    api.body = {"type": "success", "message": "5e1e93cad6fc054d8e759a5b"}
    carrier = msg91(api.url)
    assert await carrier.carry_sms(CODE, DELIVERY) == "5e1e93cad6fc054d8e759a5b"
    assert api.asked[0].path == "/api/v5/flow"
    assert api.asked[0].headers["authkey"] == "auth-key"
    assert api.asked[0].json == {
        "template_id": "flow1",
        "sender": "ZAHRAA",
        "short_url": "0",
        "DLT_TE_ID": "1107000000000000001",
        "CRQID": str(DELIVERY),
        "recipients": [{"mobiles": "919876543210", "VAR1": "123456", "VAR2": "123456"}],
    }
    await carrier.close()


@pytest.mark.parametrize("make", [twilio, msg91])
@pytest.mark.parametrize(
    "sms",
    [
        Sms(CODE.to, CODE.text + " ", "login_code", "k"),
        Sms(CODE.to, CODE.text.replace("your", "Your"), "login_code", "k"),
        Sms(CODE.to, CODE.text, "another", "k"),
    ],
)
async def test_what_is_not_registered_word_for_word_never_leaves(
    api: HttpStandIn, make: Any, sms: Sms
):
    carrier = make(api.url)
    with pytest.raises(MessageRefused, match="not_registered"):
        await carrier.carry_sms(sms, DELIVERY)
    assert api.asked == []
    await carrier.close()


@pytest.mark.parametrize("make", [twilio, msg91])
@pytest.mark.parametrize("status", [401, 403, 408, 429, 500, 503])
async def test_an_answer_that_is_not_about_the_message_is_no_answer(
    api: HttpStandIn, make: Any, status: int
):
    api.status, api.body = status, {"code": 20003, "message": "no"}
    carrier = make(api.url)
    with pytest.raises(CarrierDown, match=f"http {status}"):
        await carrier.carry_sms(CODE, DELIVERY)
    await carrier.close()


@pytest.mark.parametrize("make", [twilio, msg91])
@pytest.mark.parametrize("body", [b"<html>", b"[1]", b"", {}])
async def test_an_answer_nobody_can_read_is_no_yes(api: HttpStandIn, make: Any, body: Any):
    api.body = body
    carrier = make(api.url)
    with pytest.raises((CarrierDown, MessageRefused)):
        await carrier.carry_sms(CODE, DELIVERY)
    await carrier.close()


async def test_a_refusal_is_known_by_its_code_and_quotes_nobody(api: HttpStandIn):
    api.status = 400
    api.body = {"code": 21211, "message": "Invalid 'To' Phone Number: +919876543210"}
    carrier = twilio(api.url)
    with pytest.raises(MessageRefused) as refused:
        await carrier.carry_sms(CODE, DELIVERY)
    assert refused.value.reason == "21211"
    assert refused.value.__cause__ is None
    await carrier.close()
    api.status, api.body = 200, {"type": "error", "message": "+919876543210 is blocked"}
    other = msg91(api.url)
    with pytest.raises(MessageRefused) as refused:
        await other.carry_sms(CODE, DELIVERY)
    assert "9876543210" not in str(refused.value)
    await other.close()


@pytest.mark.parametrize("make", [twilio, msg91])
async def test_nobody_at_the_address_is_down(make: Any):
    carrier = make("http://127.0.0.1:9")
    with pytest.raises(CarrierDown, match="ConnectError"):
        await carrier.carry_sms(CODE, DELIVERY)
    await carrier.close()


def status_callback(status: str, **more: str) -> bytes:
    told = {"MessageSid": "SM1", "MessageStatus": status, "To": "+919876543210", **more}
    return urlencode(told).encode()


def signed(raw: bytes, token: str, url: str) -> Mapping[str, str]:
    fields = parse_qsl(raw.decode(), keep_blank_values=True)
    return {"X-Twilio-Signature": signature_of(url, fields, token)}


QUERY = f"delivery={DELIVERY}"


@pytest.mark.parametrize("token", ["token-now", "token-before"])
@pytest.mark.parametrize(
    ("status", "event", "reason"),
    [
        ("delivered", DeliveryEvent.DELIVER, ""),
        ("undelivered", DeliveryEvent.FAIL, "30003"),
        ("failed", DeliveryEvent.FAIL, "30003"),
    ],
)
def test_twilio_reports_what_became_of_a_delivery(
    token: str, status: str, event: DeliveryEvent, reason: str
):
    raw = status_callback(status, ErrorCode="30003")
    headers = signed(raw, token, f"{REPORTS}?{QUERY}")
    found = twilio("http://none").read_reports(raw, headers, query=QUERY)
    assert found == (Report(event, DELIVERY, "SM1", reason),)


@pytest.mark.parametrize("status", ["queued", "sending", "sent", "accepted", "read", ""])
def test_what_twilio_says_on_the_way_is_no_report(status: str):
    raw = status_callback(status)
    headers = signed(raw, "token-now", f"{REPORTS}?{QUERY}")
    assert twilio("http://none").read_reports(raw, headers, query=QUERY) == ()


@pytest.mark.parametrize(
    ("token", "url", "query"),
    [
        ("another", f"{REPORTS}?{QUERY}", QUERY),
        ("token-now", REPORTS, QUERY),  # the address is signed too
        ("token-now", f"{REPORTS}?{QUERY}", f"delivery={UUID(int=8)}"),
        ("token-now", f"https://evil.example/?{QUERY}", QUERY),
    ],
)
def test_twilio_did_not_sign_this(token: str, url: str, query: str):
    raw = status_callback("delivered")
    with pytest.raises(ForgedReport):
        twilio("http://none").read_reports(raw, signed(raw, token, url), query=query)


def test_another_body_under_a_genuine_signature_is_forged():
    headers = signed(status_callback("failed"), "token-now", f"{REPORTS}?{QUERY}")
    for odd in ({}, {"X-Twilio-Signature": ""}, headers):
        with pytest.raises(ForgedReport):
            twilio("http://none").read_reports(status_callback("delivered"), odd, query=QUERY)


def told_by_msg91(status: str, **more: Any) -> dict[str, Any]:
    return {"status": status, "number": "919876543210", "CRQID": str(DELIVERY), **more}


def as_v3(status: str) -> bytes:
    return json.dumps({"requestId": "R1", **told_by_msg91(status)}).encode()


def as_v2(status: str) -> bytes:
    several = json.dumps([{"requestId": "R1", "report": [told_by_msg91(status)]}])
    return f"data={quote(several)}".encode()


@pytest.mark.parametrize("secret", ["secret-now", "secret-before"])
@pytest.mark.parametrize("written", [as_v2, as_v3])
@pytest.mark.parametrize(
    ("status", "event"),
    [("1", DeliveryEvent.DELIVER), ("2", DeliveryEvent.FAIL), ("16", DeliveryEvent.FAIL)],
)
def test_msg91_reports_in_two_ways(secret: str, written: Any, status: str, event: DeliveryEvent):
    headers = {"X-Zahra-Secret": secret}
    found = msg91("http://none").read_reports(written(status), headers, query="")
    reason = "" if event is DeliveryEvent.DELIVER else status
    assert found == (Report(event, DELIVERY, "R1", reason),)


@pytest.mark.parametrize("secret", ["", "secret", "secret-now ", "SECRET-NOW"])
def test_without_the_header_only_we_know_it_was_not_msg91(secret: str):
    with pytest.raises(ForgedReport):
        msg91("http://none").read_reports(as_v3("1"), {"X-Zahra-Secret": secret}, query="")


def test_without_a_secret_of_ours_nothing_is_from_msg91():
    carrier = Msg91(Msg91Account("auth-key", {}), DLT)
    for headers in ({}, {"X-Zahra-Secret": ""}):
        with pytest.raises(ForgedReport):
            carrier.read_reports(as_v3("1"), headers, query="")


@pytest.mark.parametrize(
    "raw",
    [b"", b"nothing", b"[1]", b"data=", b"data=%5B1%5D", b'{"report": [1]}', b"\xff", b"[" * 9999],
)
def test_genuine_rubbish_is_no_report(raw: bytes):
    headers = {"X-Zahra-Secret": "secret-now"}
    assert msg91("http://none").read_reports(raw, headers, query="") == ()


def test_more_fields_than_twilio_sends_are_not_even_read():
    raw = b"&".join(b"a=1" for _ in range(101))
    headers = signed(raw, "token-now", f"{REPORTS}?{QUERY}")
    with pytest.raises(ForgedReport):
        twilio("http://none").read_reports(raw, headers, query=QUERY)
