"""Rubbish in the body of every endpoint: the named refusal in the one envelope, and nothing has
changed."""

import json
import re
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.architecture.routes import API
from tests.world.promoting import CHANGES, EVERY_FIELD, PREVIEW
from tests.world.whole import HOME, Visitor, Whole

pytestmark = pytest.mark.anyio
JSON = {"content-type": "application/json"}
SOME_ID = "01a20492-0000-7000-8000-000000000001"
_COUNT = {
    "items": [{"itemId": SOME_ID, "resellable": 1, "damaged": 0}],
    "note": "",
    "photos": [],
}
BODIES: Mapping[str, Mapping[str, Any]] = {
    "POST /admin/books/exceptions/{exception_id}/explain": {"note": "settled by hand"},
    "POST /orders/{id_or_number}/cancel": {
        "reason": "too late",
        "items": [{"orderItemId": SOME_ID, "qty": 1}],
    },
    "POST /orders/{id_or_number}/confirm": {"otp": "000000"},
    "PATCH /admin/cod/rules": {
        "otpFrom": 20,
        "advanceFrom": 60,
        "prepaidFrom": 100,
        "openMost": 5,
        "highValueFrom": 400000,
        "advancePercent": 25,
        "advanceLeast": 20000,
        "points": {"past_rto": 45},
    },
    "POST /admin/cod/orders/{order_id}/confirm": {"reason": "spoke to her"},
    "POST /admin/cod/blocks": {
        "kind": "pincode",
        "value": "302001",
        "verdict": "block",
        "reason": "parcels refused",
        "until": "2027-11-01T00:00:00+05:30",
    },
    "POST /admin/cod/blocks/lift": {"kind": "pincode", "value": "302001"},
    "POST /admin/cod/remittances": {"csv": "AWB,Amount,UTR,Date\nSR1234,1,UTIB1,2026-11-20"},
    "PATCH /admin/orders/{order_id}/status": {"status": "picking", "note": "go"},
    "POST /admin/orders/{order_id}/shipments": {
        "courier": "manual",
        "items": [{"orderItemId": SOME_ID, "qty": 1}],
        "box": {"weightGrams": 500, "lengthCm": 30, "widthCm": 20, "heightCm": 5},
    },
    "POST /admin/shipments/manifest": {"shipmentIds": [SOME_ID]},
    "PATCH /admin/shipments/{shipment_id}": {"event": "pick_up"},
    "PATCH /admin/shipments/{shipment_id}/waybill": {
        "awb": "HAND-0001",
        "carrier": "DTDC",
        "trackingUrl": "https://track.example/1",
    },
    "POST /admin/ndrs/{ndr_id}/answer": {
        "wish": "fix_address",
        "line1": "14 Lake Road",
        "line2": "",
        "landmark": "the park",
        "deliverOn": "2026-11-24",
        "note": "please ring",
    },
    "PUT /admin/shipping-methods/{key}/rates": {
        "rates": [{"zone": "A", "firstSlab": 5000, "nextSlab": 2000, "minDays": 1, "maxDays": 2}]
    },
    "PATCH /admin/pincodes/{pincode}": {
        "zone": "D",
        "isServiceable": True,
        "takesCash": True,
        "cashMax": 500000,
        "minDays": 2,
        "maxDays": 4,
    },
    "POST /admin/pincodes/import": {"csv": "pincode,cod\n302001,Y\n", "dryRun": True},
    "POST /admin/rtos/{rto_id}/receive": {"resellable": [], "damaged": []},
    "POST /admin/tax-rules": {
        "name": "Woven apparel",
        "hsnPrefix": "62",
        "validFrom": "2027-04-01",
        "threshold": 250000,
        "rateLow": 5,
        "rateHigh": 18,
    },
    "POST /admin/tax-rules/{rule_id}/end": {"until": "2027-04-01"},
    "POST /admin/invoices/{invoice_id}/void": {"reason": "issued twice"},
    "POST /auth/otp/send": {"identifier": "+919876511111"},
    "POST /auth/request-otp": {"identifier": "+919876511112"},
    "POST /auth/otp/resend": {"challengeId": str(uuid4())},
    "POST /auth/otp/verify": {
        "identifier": "+919876511113",
        "otp": "000000",
        "challengeId": SOME_ID,
        "sessionId": SOME_ID,
    },
    "POST /auth/verify-otp": {"identifier": "+919876511113", "otp": "000000"},
    "POST /auth/register": {
        "email": "rubbish@example.com",
        "password": "four lamps under the banyan",
        "name": "Asha",
        "phone": "+919876511116",
    },
    "POST /auth/login": {"identifier": "+919876511117", "password": "a wrong one"},
    "POST /auth/login/totp": {"challengeId": "A" * 43, "code": "000000"},
    "POST /auth/password/forgot": {"identifier": "rubbish@example.com"},
    "POST /auth/password/reset": {"token": "A" * 64, "password": "four lamps under the banyan"},
    "POST /auth/password/change": {
        "currentPassword": "a wrong one",
        "password": "four lamps under the banyan",
    },
    "POST /auth/refresh": {"refreshToken": "zrt1.a.b", "sessionId": SOME_ID},
    "POST /auth/revoke-session": {"sessionId": SOME_ID},
    "POST /auth/step-up": {"method": "otp", "otp": "000000", "channel": "sms"},
    "POST /auth/step-up/code": {"channel": "sms"},
    "POST /auth/start-afresh": {"claim": "a claim that was never made"},
    "PATCH /users/me": {
        "name": "Asha",
        "email": "asha.elsewhere@example.com",
        "phone": "+919876511114",
        "dateOfBirth": "1992-04-30",
        "marketingConsent": True,
    },
    "POST /users/me/verify": {
        "identifier": "+919876511115",
        "otp": "000000",
        "challengeId": SOME_ID,
    },
    "POST /users/me/addresses": {
        **HOME,
        "line2": "near the well",
        "landmark": "a well",
        "stateCode": "08",
        "country": "IN",
        "kind": "home",
    },
    "PATCH /users/me/addresses/{address_id}": {**HOME, "line2": "x", "stateCode": "08"},
    "POST /cart/items": {"productId": SOME_ID, "variantId": SOME_ID, "qty": 1},
    "PATCH /cart/items/{item_id}": {"qty": 1},
    "POST /cart/coupon": {"code": "WELCOME10"},
    "POST /coupons": EVERY_FIELD,
    "POST /admin/coupons": EVERY_FIELD,
    "POST /admin/coupons/preview": PREVIEW,
    "PATCH /admin/coupons/{promotion_id}": CHANGES,
    "POST /admin/coupons/{promotion_id}/codes": {"count": 1, "prefix": "SORRY"},
    "POST /orders": {
        "cartVersion": 1,
        "expectedTotal": 1,
        "shippingAddressId": None,
        "shippingAddress": HOME,
        "billingAddress": HOME,
        "gstin": None,
        "shippingMethod": "standard",
        "paymentMethod": "cod",
        "useStoreCredit": False,
        "note": "",
    },
    "POST /orders/{order_id}/return": {
        "items": [
            {
                "orderItemId": SOME_ID,
                "qty": 1,
                "reason": "too_small",
                "note": "",
                "photos": [],
                "resolution": "refund",
                "exchangeVariantId": None,
            }
        ],
        "destination": "source",
        "accountId": None,
        "note": "",
        "override": None,
    },
    "POST /users/me/payout-accounts": {
        "holder": "Asha Rao",
        "vpa": "asha@okhdfc",
        "number": "",
        "numberAgain": "",
        "ifsc": "",
    },
    "POST /users/me/payouts/{payout_id}/account": {"accountId": SOME_ID},
    "POST /admin/refunds/{refund_id}/redirect": {"destination": "source", "accountId": None},
    "POST /admin/returns/{return_id}/approve": {"note": ""},
    "POST /admin/returns/{return_id}/decline": {"reason": "worn"},
    "POST /admin/returns/{return_id}/pickup": {
        "courier": "Delhivery",
        "on": "2026-11-25",
        "awb": None,
    },
    "POST /admin/returns/{return_id}/receive": _COUNT,
    "POST /admin/returns/{return_id}/judge": _COUNT,
    "POST /admin/payouts/settle": {
        "payouts": [{"number": "PO-7K3M9Q2X", "utr": "N326261234567890", "failed": None}]
    },
    "POST /payments/create": {"orderId": SOME_ID, "provider": "razorpay"},
    "POST /payments/verify": {
        "razorpay_order_id": "order_1",
        "razorpay_payment_id": "pay_1",
        "razorpay_signature": "00",
    },
    "POST /payments/{payment_id}/refund": {"amount": 1, "reason": "too small"},
    "POST /admin/staff/invitations": {"email": "new@example.com", "roles": ["viewer"]},
    "PATCH /admin/staff/{user_id}": {"roles": ["viewer"]},
}
UNREADABLE = {
    "cut off": (b'{"a": ', JSON, 400, "malformed_json"),
    "NaN": (b'{"qty": NaN}', JSON, 400, "malformed_json"),
    "-Infinity": (b'{"qty": -Infinity}', JSON, 400, "malformed_json"),
    "duplicate keys": (b'{"qty": 1, "qty": 2}', JSON, 400, "malformed_json"),
    "deep": (b'{"a":' * 33 + b"1" + b"}" * 33, JSON, 400, "malformed_json"),
    "bottomless": (b"[" * 200_000, JSON, 400, "malformed_json"),
    "not UTF-8": (b'{"name": "\xff"}', JSON, 400, "malformed_json"),
    "UTF-16": ('{"qty": 1}'.encode("utf-16"), JSON, 400, "malformed_json"),
    "a number of 5,000 digits": (b'{"qty": ' + b"9" * 5000 + b"}", JSON, 400, "malformed_json"),
    "a form": (
        b"qty=1",
        {"content-type": "application/x-www-form-urlencoded"},
        415,
        "unsupported_media_type",
    ),
    "of no kind": (b'{"qty": 1}', {}, 415, "unsupported_media_type"),
    "more than 1 MiB": (b'"' + b"x" * (1 << 20) + b'"', JSON, 413, "body_too_large"),
}
WRONG_IN_EVERY_FIELD = {
    "NUL": r'"a\u0000b"',
    "half a character": r'"\ud800"',
    "very long": '"' + "x" * 300_000 + '"',
    "a list": "[[]]",
    "an object": '{"a": {"b": 1}}',
    "2**63": str(2**63),
    "-(10**40)": str(-(10**40)),
    "half": "0.5",
    "more than a float holds": "1e400",
}
ODD_TEXTS = [
    "",
    " ",
    "'; DROP TABLE orders; --",
    "' OR '1'='1",
    "%s %(x)s %%",
    "../../../etc/passwd",
    "<script>alert(1)</script>",
    "{{ 7*7 }}",
    "\u202egnp.exe\u202c \u0645\u0631\u062d\u0628\u0627",
    "नमस्ते 👩‍👩‍👧‍👦 \ufeff\u200b",
    "\r\nSet-Cookie: a=b",
    "\x01\x7f\x9f",
    "9" * 40,
    "-1",
    "1e9",
    "x" * 3000,
]
WRITING = [route for route in API if not route.startswith("GET") and "hook" not in route]


def visitor_for(whole: Whole, route: str) -> Visitor:
    """Who may ask for this, so that it is the rubbish that is refused."""
    return whole.clerk if "refund" in route else whole.asha


def path_for(whole: Whole, route: str) -> str:
    """The address with ids of Asha's in it."""
    known = {**whole.asha.ids, "variant_id": str(whole.goods["M"]), "category_id": "kurtas"}
    known |= {"slug_or_id": whole.goods.slug, "id_or_number": whole.asha.ids["number"]}
    known |= {"provider": "razorpay", "kind": "phone"}
    return re.sub(r"\{(\w+)\}", lambda name: str(known.get(name[1], SOME_ID)), route.split(" ")[1])


def a_key() -> dict[str, str]:
    """A key of its own for each request: a repeat is another rule's business."""
    return {"Idempotency-Key": uuid4().hex}


def is_refusal(answer: httpx.Response) -> bool:
    """Whether this is a 4xx in the one envelope."""
    if not 400 <= answer.status_code < 500:
        return False
    told = answer.json()
    error = told["error"]
    is_named = re.fullmatch(r"[a-z_]+", error["code"]) and error["message"]
    return bool(told["ok"] is False and told["requestId"] and is_named)


def test_every_endpoint_with_a_body_has_an_example_here():
    assert set(WRITING) - set(BODIES) == {
        "POST /auth/logout",
        "POST /auth/logout-all",
        "DELETE /users/me",
        "DELETE /users/me/contacts/{kind}",
        "POST /users/me/export",
        "DELETE /users/me/addresses/{address_id}",
        "DELETE /users/me/payment-methods",
        "DELETE /users/me/payment-methods/{method_id}",
        "POST /users/me/set-default-address/{address_id}",
        "DELETE /cart/items/{item_id}",
        "POST /cart/clear",
        "DELETE /cart/coupon",
        "DELETE /admin/coupons/{promotion_id}",
        "POST /admin/invoices/{invoice_id}/again",
        "POST /admin/shipments/{shipment_id}/book",
        "POST /admin/shipments/{shipment_id}/dispatch",
        "POST /admin/shipments/{shipment_id}/unpack",
        "POST /cart/merge",
        "POST /orders/{id_or_number}/confirm/resend",
        "POST /orders/{id_or_number}/prepaid-link",
        "POST /admin/cod/links/{link_id}/end",
        "POST /uploads",
        "POST /returns/{return_id}/cancel",
        "POST /returns/{return_id}/pickup/again",
        "DELETE /users/me/payout-accounts/{account_id}",
        "POST /admin/returns/{return_id}/picked-up",
        "POST /admin/returns/{return_id}/pickup/again",
        "POST /admin/returns/{return_id}/refund",
        "POST /admin/payouts/export",
        "POST /admin/users/{user_id}/end-sessions",
        "POST /admin/users/{user_id}/disable",
        "POST /admin/users/{user_id}/enable",
        "POST /admin/staff/{user_id}/invite-again",
        "DELETE /admin/staff/{user_id}/invitation",
    }


@pytest.mark.parametrize("route", [each for each in WRITING if each != "POST /uploads"])
async def test_a_body_that_cannot_be_read_is_refused_by_name(whole: Whole, route: str):
    method, path = route.split(" ")[0], path_for(whole, route)
    before = await whole.fingerprint()
    for name, (body, kind, status, code) in UNREADABLE.items():
        answer = await whole.ask(
            method, path, visitor_for(whole, route), content=body, headers={**a_key(), **kind}
        )
        told = (answer.status_code, answer.json()["error"]["code"])
        assert told == (status, code), f"{name}: {answer.text[:300]}"
        assert is_refusal(answer)
    assert await whole.fingerprint() == before


@pytest.mark.parametrize("route", BODIES)
async def test_a_field_of_the_wrong_kind_is_refused_and_named(whole: Whole, route: str):
    before = await whole.fingerprint()
    for field in BODIES[route]:
        for name, wrong in WRONG_IN_EVERY_FIELD.items():
            answer = await with_field(whole, route, field, wrong)
            said = f"{field} = {name}: {answer.status_code} {answer.text[:300]}"
            assert is_refusal(answer), said
            assert answer.status_code == 422, said
            fields = answer.json()["error"]["fields"]
            assert any(told.split(".")[0] == field for told in fields), said
    assert await whole.fingerprint() == before


@pytest.mark.parametrize("route", BODIES)
async def test_a_body_that_is_no_object_or_knows_too_much_is_refused(whole: Whole, route: str):
    method, path = route.split(" ")[0], path_for(whole, route)
    before = await whole.fingerprint()
    for body in ("[]", "null", '"x"', "1", "", '{"isAdmin": true}', r'{"\u0000": 1}'):
        answer = await whole.ask(
            method,
            path,
            visitor_for(whole, route),
            content=body,
            headers={**a_key(), **(JSON if body else {})},
        )
        assert is_refusal(answer), f"{body}: {answer.status_code} {answer.text[:300]}"
        assert answer.status_code == 422, f"{body}: {answer.text[:300]}"
    assert await whole.fingerprint() == before


@pytest.mark.parametrize("route", BODIES)
async def test_odd_texts_never_break_anything(whole: Whole, route: str):
    for field in BODIES[route]:
        for text in ODD_TEXTS:
            body = {**BODIES[route], field: text}
            method, path = route.split(" ")[0], path_for(whole, route)
            who = visitor_for(whole, route)
            answer = await whole.ask(method, path, who, json=body, headers=a_key())
            said = f"{field} = {text[:40]!r}: {answer.status_code} {answer.text[:300]}"
            assert answer.is_success or is_refusal(answer), said


async def with_field(whole: Whole, route: str, field: str, wrong: str) -> httpx.Response:
    """The request that would do but for this one field, written as JSON already."""
    fields = {name: json.dumps(value) for name, value in BODIES[route].items()}
    body = ",".join(f'"{name}": {told}' for name, told in {**fields, field: wrong}.items())
    method, path = route.split(" ")[0], path_for(whole, route)
    return await whole.ask(
        method,
        path,
        visitor_for(whole, route),
        content="{" + body + "}",
        headers={**a_key(), **JSON},
    )
