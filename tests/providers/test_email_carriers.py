"""What Resend and SMTP servers are sent, and what we make of their answers and reports."""

import json
from dataclasses import replace
from typing import Any

import pytest

from tests.world.carriers import http_stand_in, smtp_stand_in
from zahra.base import ids
from zahra.providers.carriers.resend import Resend, ResendAccount, signature_of
from zahra.providers.carriers.smtp import Smtp, SmtpAccount, letter_of
from zahra.shop.messaging.provider import (
    AddressRefused,
    CarrierDown,
    Email,
    ForgedReport,
    MessageRefused,
    Report,
)
from zahra.shop.messaging.states import DeliveryEvent

pytestmark = pytest.mark.anyio

FROM = "Zahra <hello@zahra.example>"
LETTER = Email("bina@example.com", "Your code", "123456\n", "<p>123456 ₹</p>", "login_code", "k:1")
DELIVERY = ids.new()
SECRETS = ("whsec_bm93IG5vdyBub3cgbm93IG5vdw==", "whsec_YmVmb3JlIGJlZm9yZSBiZWZvcmU=")
NOW = 1_800_000_000


def resend(base: str = "http://none") -> Resend:
    return Resend(ResendAccount("re_key", FROM, SECRETS, base), clock=lambda: NOW)


async def test_resend_is_sent_the_letter_with_our_key():
    async with http_stand_in(body={"id": "49a3999c"}) as api:
        carrier = resend(api.url)
        assert await carrier.carry_email(LETTER, DELIVERY) == "49a3999c"
        await carrier.close()
    asked = api.asked[0]
    assert asked.path == "/emails"
    assert asked.headers["authorization"] == "Bearer re_key"
    assert asked.headers["idempotency-key"] == "k:1"
    assert asked.json == {
        "from": FROM,
        "to": ["bina@example.com"],
        "subject": "Your code",
        "text": "123456\n",
        "html": "<p>123456 ₹</p>",
        "tags": [{"name": "delivery", "value": str(DELIVERY)}],
    }


@pytest.mark.parametrize(
    ("status", "name", "kind"),
    [
        (422, "validation_error", MessageRefused),
        (409, "invalid_idempotent_request", MessageRefused),
        (409, "concurrent_idempotent_requests", CarrierDown),
        (429, "rate_limit_exceeded", CarrierDown),
        (403, "invalid_api_key", CarrierDown),
        (500, "application_error", CarrierDown),
    ],
)
async def test_what_resend_refuses(status: int, name: str, kind: type[Exception]):
    said = {"name": name, "message": "bina@example.com is not allowed"}
    async with http_stand_in(status=status, body=said) as api:
        carrier = resend(api.url)
        with pytest.raises(kind) as refused:
            await carrier.carry_email(LETTER, DELIVERY)
        await carrier.close()
    assert "bina" not in str(refused.value)


def event(type: str, **data: Any) -> bytes:
    told = {"email_id": "49a3999c", "to": [LETTER.to], "tags": {"delivery": str(DELIVERY)}}
    return json.dumps({"type": type, "data": {**told, **data}}, indent=1).encode()


def signed(raw: bytes, *, at: int = NOW, secret: str = SECRETS[0]) -> dict[str, str]:
    signature = signature_of(raw, "msg_1", str(at), secret)
    return {
        "svix-id": "msg_1",
        "svix-timestamp": str(at),
        "svix-signature": f"v1,bm90IHRoaXM= v1a,{signature} v1,{signature}",
    }


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize(
    ("type", "bounce", "happened"),
    [
        ("email.delivered", None, DeliveryEvent.DELIVER),
        ("email.bounced", "Permanent", DeliveryEvent.BOUNCE),
        ("email.bounced", "Transient", DeliveryEvent.FAIL),
        ("email.complained", None, DeliveryEvent.COMPLAIN),
        ("email.failed", None, DeliveryEvent.FAIL),
    ],
)
def test_resend_reports_what_became_of_a_delivery(
    secret: str, type: str, bounce: str | None, happened: DeliveryEvent
):
    said = {"type": bounce, "subType": "General", "message": f"{LETTER.to} is unknown"}
    raw = event(type, **({"bounce": said} if bounce else {}))
    found = resend().read_reports(raw, signed(raw, secret=secret), query="")
    assert found == (Report(happened, DELIVERY, "49a3999c", "General" if bounce else ""),)


@pytest.mark.parametrize("type", ["email.sent", "email.opened", "email.delivery_delayed", ""])
def test_what_resend_says_besides_is_no_report(type: str):
    raw = event(type)
    assert resend().read_reports(raw, signed(raw), query="") == ()


@pytest.mark.parametrize(
    "raw", [b"", b"[]", b"1", b"\xff", b'{"data": 1, "type": []}', b"[" * 9999]
)
def test_genuine_rubbish_is_no_report(raw: bytes):
    assert resend().read_reports(raw, signed(raw), query="") == ()


@pytest.mark.parametrize("at", [NOW - 300, NOW + 300])
def test_five_minutes_between_the_clocks_are_forgiven(at: int):
    raw = event("email.delivered")
    assert len(resend().read_reports(raw, signed(raw, at=at), query="")) == 1


@pytest.mark.parametrize("at", [NOW - 301, NOW + 301, 0, 10**400])
def test_an_old_signature_is_worth_nothing(at: int):
    raw = event("email.delivered")
    with pytest.raises(ForgedReport):
        resend().read_reports(raw, signed(raw, at=at), query="")


@pytest.mark.parametrize(
    "wrong",
    [
        {"svix-id": "msg_2"},
        {"svix-timestamp": str(NOW - 1)},
        {"svix-timestamp": "now"},
        {"svix-timestamp": ""},
        {"svix-signature": ""},
        {"svix-signature": "v1,"},
    ],
)
def test_resend_did_not_sign_this(wrong: dict[str, str]):
    raw = event("email.bounced")
    with pytest.raises(ForgedReport):
        resend().read_reports(raw, {**signed(raw), **wrong}, query="")


def test_another_secret_or_another_body_is_forged():
    raw = event("email.bounced")
    other = signed(raw, secret="whsec_b3RoZXI=")
    for body, headers in ((raw, other), (raw + b"\n", signed(raw)), (raw, {})):
        with pytest.raises(ForgedReport):
            resend().read_reports(body, headers, query="")
    nobody = Resend(ResendAccount("re_key", FROM), clock=lambda: NOW)
    with pytest.raises(ForgedReport):
        nobody.read_reports(raw, signed(raw), query="")


def test_a_letter_is_text_and_html_and_keeps_its_id():
    letter = letter_of(LETTER, FROM, DELIVERY)
    assert letter["Message-ID"] == f"<{DELIVERY}@zahra.example>"
    assert letter["From"] == FROM
    assert letter["Auto-Submitted"] == "auto-generated"
    text, html = letter.iter_parts()
    assert text.get_content() == "123456\n"
    assert html.get_content() == "<p>123456 ₹</p>\n"


async def test_an_smtp_server_is_given_the_letter_after_we_said_who_we_are():
    async with smtp_stand_in() as server:
        account = SmtpAccount.at(f"smtp://zahra:mail%20secret@127.0.0.1:{server.port}", FROM)
        named = await Smtp(account).carry_email(LETTER, DELIVERY)
    assert named == f"<{DELIVERY}@zahra.example>"
    assert [line for line in server.said if line.startswith(("AUTH", "MAIL", "RCPT"))] == [
        "AUTH PLAIN AHphaHJhAG1haWwgc2VjcmV0",
        "MAIL FROM:<hello@zahra.example>",
        "RCPT TO:<bina@example.com>",
    ]
    assert "Subject: Your code" in server.letters[0]


async def test_what_cannot_be_delivered_goes_back_where_bounces_are_read():
    async with smtp_stand_in() as server:
        url = f"smtp://zahra:secret@127.0.0.1:{server.port}"
        account = SmtpAccount.at(url, FROM, bounces="bounces@zahra.example")
        await Smtp(account).carry_email(LETTER, DELIVERY)
    assert "MAIL FROM:<bounces@zahra.example>" in server.said


@pytest.mark.parametrize(
    ("replies", "kind", "reason"),
    [
        ({"RCPT": "550 5.1.1 <bina@example.com> is unknown"}, AddressRefused, "smtp 550"),
        ({"RCPT": "550 relay not permitted"}, MessageRefused, "smtp 550"),
        ({"DATA.": "550 5.1.1 nobody here"}, AddressRefused, "smtp 550"),
        ({"RCPT": "550 5.7.1 your network is blocked"}, MessageRefused, "smtp 550"),
        ({"RCPT": "450 4.2.1 come back later"}, MessageRefused, "smtp 450"),
        ({"DATA.": "554 5.7.1 looks like spam"}, MessageRefused, "smtp 554"),
        ({"AUTH": "535 5.7.8 who are you"}, CarrierDown, "smtp 535"),
        ({"MAIL": "550 5.7.1 not from here"}, CarrierDown, "smtp 550"),
        ({"MAIL": "421 too busy"}, CarrierDown, "smtp 421"),
    ],
)
async def test_what_an_smtp_server_refuses(
    replies: dict[str, str], kind: type[Exception], reason: str
):
    async with smtp_stand_in(**replies) as server:
        account = SmtpAccount("127.0.0.1", server.port, FROM, "zahra", "secret")
        with pytest.raises(kind, match=reason) as refused:
            await Smtp(account).carry_email(LETTER, DELIVERY)
    assert "bina" not in str(refused.value)
    assert refused.value.__suppress_context__
    assert server.letters == [] or "DATA." in replies


async def test_a_server_elsewhere_is_told_nothing_without_encryption():
    async with smtp_stand_in("127.0.0.2") as server:
        account = SmtpAccount("127.0.0.2", server.port, FROM, "zahra", "secret")
        with pytest.raises((CarrierDown, MessageRefused)):
            await Smtp(account).carry_email(LETTER, DELIVERY)
    assert not any(line.startswith(("AUTH", "MAIL")) for line in server.said)


async def test_a_silent_or_absent_server_is_down():
    with pytest.raises(CarrierDown):
        await Smtp(SmtpAccount("127.0.0.1", 9, FROM)).carry_email(LETTER, DELIVERY)


@pytest.mark.parametrize("subject", ["a\r\nBcc: all@example.com", "a\nb"])
async def test_a_subject_cannot_become_a_header(subject: str):
    async with smtp_stand_in() as server:
        carrier = Smtp(SmtpAccount("127.0.0.1", server.port, FROM))
        with pytest.raises(MessageRefused, match="unwritable"):
            await carrier.carry_email(replace(LETTER, subject=subject), DELIVERY)
    assert server.said == []


@pytest.mark.parametrize(
    "url", ["", "mail.example", "http://mail.example", "smtp://", "smtp://a:hunter2@host:x"]
)
def test_an_smtp_address_that_cannot_be_right_is_refused_without_quoting_it(url: str):
    with pytest.raises(ValueError, match="SMTP_URL is") as refused:
        SmtpAccount.at(url, FROM)
    assert "hunter2" not in str(refused.value)


def test_an_account_shows_no_secret():
    account = SmtpAccount.at("smtps://zahra:hunter2@mail.example", FROM)
    assert (account.port, account.implicit_tls, account.password) == (465, True, "hunter2")
    assert "hunter2" not in repr(account)
    assert "re_key" not in repr(ResendAccount("re_key", FROM, SECRETS))


def test_a_flood_of_signatures_is_not_looked_through():
    raw = event("email.delivered")
    headers = signed(raw)
    flood = " ".join(["v1,bm90IHRoaXM="] * 10)
    headers["svix-signature"] = f"{flood} {headers['svix-signature']}"
    with pytest.raises(ForgedReport):
        resend().read_reports(raw, headers, query="")
