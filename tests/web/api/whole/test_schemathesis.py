"""A program that has read only the OpenAPI document asks at random, and finds it true."""

import asyncio
from collections.abc import Mapping
from typing import Any

import httpx
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.architecture.routes import API
from tests.world.whole import HOME, Visitor, Whole

pytestmark = pytest.mark.anyio
EXAMPLES = 8
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
    negative_data_rejection,
]
UNREAD_CHECKS = CHECKS[:-1]
ROUTES = [route for route in API if route not in ("GET /openapi.json", "GET /docs")]
CANNOT_BE_WRONG = {  # any bytes, or nothing at all
    "POST /auth/logout",
    "GET /products/{slug_or_id}",
    "GET /categories",
    "POST /payments/webhook",
    "POST /payments/webhook/{provider}",
    "POST /hooks/{hook}",
}
NO_PAPER_YET = "GET /orders/{id_or_number}/invoice"  # `test_invoices` has an order that has left
ELSEWHERE = {  # these wait for what the whole site's one order has not come to yet
    NO_PAPER_YET,
    "GET /admin/disputes/{dispute_id}",  # `test_admin_disputes` has one
    "GET /admin/payouts/files/{number}",
    "GET /admin/shipments/{shipment_id}/label.pdf",
}
WORKING: Mapping[str, Mapping[str, Any]] = {
    **{route: {} for route in ROUTES if route.startswith("GET") and route not in ELSEWHERE},
    "POST /admin/tax-rules": {
        "name": "Umbrellas",
        "hsnPrefix": "6601",
        "validFrom": "2099-04-01",
        "rateLow": 18,
        "rateHigh": 18,
    },
    "POST /auth/otp/send": {"identifier": "+919876533333"},
    "POST /auth/step-up/code": {"channel": "sms"},
    "POST /auth/register": {"email": "soon@example.com", "password": "four lamps, one banyan"},
    "POST /auth/password/forgot": {"identifier": "asha@example.com"},
    "PATCH /users/me": {"name": "Asha", "email": "asha.soon@example.com"},
    "POST /users/me/export": {},
    "POST /users/me/addresses": {**HOME, "kind": "work"},
    "PATCH /users/me/addresses/{address_id}": {"landmark": "a well"},
    "POST /users/me/set-default-address/{address_id}": {},
    "POST /cart/items": {"variantId": "variant_id", "qty": 1},
    "PATCH /cart/items/{item_id}": {"qty": 3},
    "POST /cart/merge": {},
    "PATCH /admin/cod/rules": {"otpFrom": 25},
    "POST /admin/cod/blocks": {
        "kind": "phone",
        "value": "+919811111111",
        "verdict": "block",
        "reason": "two parcels refused",
    },
    "POST /admin/cod/blocks/lift": {"kind": "phone", "value": "+919811111111"},
    "PATCH /admin/pincodes/{pincode}": {"takesCash": True},
    "POST /admin/cod/remittances": {"csv": "AWB,Amount,UTR,Date\nSR1234,1,UTIB1,2026-11-20"},
    "POST /users/me/payout-accounts": {"holder": "Asha Rao", "vpa": "asha@okhdfc"},
    "POST /admin/payouts/settle": {"payouts": [{"number": "PO-7K3M9Q2X", "failed": "closed"}]},
    "POST /cart/coupon": {"code": "ten-off"},
    "POST /coupons": {"label": "Free delivery", "kind": "free_delivery", "code": "FREESHIP"},
    "POST /admin/coupons": {"label": "A gift", "kind": "flat", "amount": 50000, "code": "GIFT"},
    "PATCH /admin/coupons/{promotion_id}": {"totalLimit": 10},
    "POST /admin/coupons/{promotion_id}/codes": {"count": 2, "prefix": "SORRY"},
}
QUERIES = {
    "/products": "?q=kurta&fabric=mulmul&sort=price",
    "/products/suggest": "?q=ku",
    "/serviceability": "?pincode=302001",
    "/shipping-methods": "?pincode=302001",
    "/coupons/validate": "?code=TENOFF&orderTotal=100000",
    "/admin/gst/{register}": "?month=2026-11",
    "/admin/gst/{register}.csv": "?month=2026-11",
    "/admin/tax-rules/advice": "?hsn=621142&price=299900&to=262500",
    "/cart/explain": "?pincode=302001&shippingMethod=standard&paymentMethod=cod",
    "/cart": "?pincode=302001&shippingMethod=standard&paymentMethod=cod",
}
NOT_SEEN_HERE = {
    NO_PAPER_YET,
    "POST /admin/tax-rules/{rule_id}/end",  # `test_admin_tax` ends one
    "POST /admin/invoices/{invoice_id}/void",  # `test_invoices` voids one
    "POST /admin/invoices/{invoice_id}/again",  # and issues it again
    "POST /auth/request-otp",  # the same function as /auth/otp/send
    "POST /auth/otp/resend",  # these need a code; `test_auth` has one
    "POST /auth/otp/verify",
    "POST /auth/verify-otp",
    "POST /auth/start-afresh",
    "POST /users/me/verify",
    "POST /auth/login",  # these need a password; `test_passwords` has one
    "POST /auth/login/totp",  # needs an app; `test_second_factor` has one
    "POST /auth/password/reset",
    "POST /auth/password/change",
    "POST /auth/refresh",
    "POST /auth/logout",  # these would end Asha's session
    "POST /auth/logout-all",
    "POST /auth/revoke-session",
    "POST /auth/step-up",  # needs a code; `test_step_up` has one
    "DELETE /users/me",
    "DELETE /users/me/contacts/{kind}",
    "DELETE /users/me/addresses/{address_id}",  # and these take her things away
    "DELETE /users/me/payment-methods",
    "DELETE /users/me/payment-methods/{method_id}",
    "DELETE /cart/items/{item_id}",
    "POST /cart/clear",
    "DELETE /cart/coupon",
    "DELETE /admin/coupons/{promotion_id}",
    "POST /admin/coupons/preview",  # `test_coupons` has a bag
    "POST /orders",
    "POST /orders/{id_or_number}/cancel",  # `test_fulfilment` has orders to spare
    "PATCH /admin/orders/{order_id}/status",
    "POST /admin/orders/{order_id}/shipments",
    "POST /admin/shipments/{shipment_id}/dispatch",
    "POST /admin/shipments/{shipment_id}/unpack",
    "POST /admin/rtos/{rto_id}/receive",
    "POST /orders/{order_id}/return",  # `test_returns` has delivered ones, and money to pay out
    "POST /returns/{return_id}/cancel",
    "POST /returns/{return_id}/pickup/again",
    "DELETE /users/me/payout-accounts/{account_id}",
    "POST /admin/returns/{return_id}/approve",
    "POST /admin/returns/{return_id}/decline",
    "POST /admin/returns/{return_id}/pickup",
    "POST /admin/returns/{return_id}/pickup/again",
    "POST /admin/returns/{return_id}/picked-up",
    "POST /admin/returns/{return_id}/receive",
    "POST /admin/returns/{return_id}/judge",
    "POST /admin/returns/{return_id}/refund",
    "POST /users/me/payouts/{payout_id}/account",  # `test_payouts` has refunds that wait
    "POST /admin/refunds/{refund_id}/redirect",
    "POST /admin/payouts/export",
    "GET /admin/payouts/files/{number}",
    "GET /admin/disputes/{dispute_id}",
    "POST /payments/create",  # these need a gateway; `test_orders` has one
    "POST /payments/verify",
    "POST /payments/webhook",
    "POST /payments/webhook/{provider}",
    "POST /messaging/webhook/{carrier}",  # `test_carrier_webhooks` has carriers
    "POST /payments/{payment_id}/refund",
    "POST /uploads",
    "POST /admin/users/{user_id}/end-sessions",  # these shut Asha out
    "POST /admin/users/{user_id}/disable",
    "POST /admin/users/{user_id}/enable",
    "POST /admin/staff/invitations",  # `test_admin` invites somebody
    "POST /admin/staff/{user_id}/invite-again",
    "DELETE /admin/staff/{user_id}/invitation",
    "PATCH /admin/staff/{user_id}",
    "POST /admin/books/exceptions/{exception_id}/explain",  # `test_admin_books` has one
    "GET /admin/shipments/{shipment_id}/label.pdf",  # `test_admin_shipping` has parcels
    "POST /admin/shipments/{shipment_id}/book",
    "PATCH /admin/shipments/{shipment_id}/waybill",
    "PATCH /admin/shipments/{shipment_id}",
    "POST /admin/shipments/manifest",
    "POST /admin/ndrs/{ndr_id}/answer",
    "POST /admin/pincodes/import",
    "PUT /admin/shipping-methods/{key}/rates",
    "POST /hooks/{hook}",
    "POST /orders/{id_or_number}/confirm",  # `test_cash_orders` has their pages and verbs
    "POST /orders/{id_or_number}/confirm/resend",
    "POST /orders/{id_or_number}/prepaid-link",
    "POST /admin/cod/orders/{order_id}/confirm",
    "POST /admin/cod/links/{link_id}/end",
}
RIGHTLY = [(route, GenerationMode.POSITIVE) for route in ROUTES]
WRONGLY = [(route, GenerationMode.NEGATIVE) for route in ROUTES if route not in CANNOT_BE_WRONG]


@pytest.fixture(scope="module")
async def document(whole: Whole) -> dict[str, Any]:
    return (await whole.ask("GET", "/openapi.json", Visitor())).json()


@pytest.mark.parametrize(("route", "mode"), [*RIGHTLY, *WRONGLY])
async def test_what_is_asked_at_random_is_answered_as_documented(
    whole: Whole, document: dict[str, Any], route: str, mode: GenerationMode
):
    method, path = route.split(" ")
    operation = schemathesis.openapi.from_dict(document)[f"/api/v1{path}"][method]
    ends_it = ("logout", "DELETE /users/me", "/users/me/contacts", "password/change")
    is_for_clerk = "refund" in route or any(each in route for each in ends_it)
    who = whole.clerk if is_for_clerk else whole.bina  # who stays signed in
    who = whole.owner if path.startswith("/admin/") else who
    loop = asyncio.get_running_loop()

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def explore(case: Case) -> None:
        asked = asyncio.run_coroutine_threadsafe(sent(whole, case, who), loop)
        answer = asked.result(20)
        is_unread = answer.status_code == 413  # refused before anybody knows what is in it
        case.validate_response(answer, checks=UNREAD_CHECKS if is_unread else CHECKS)

    try:
        await asyncio.to_thread(explore)
    except BaseExceptionGroup as found:  # which would end the loop that the next tests share
        raise AssertionError("\n".join(str(each) for each in found.exceptions)) from None


@pytest.mark.parametrize("route", WORKING)
async def test_a_good_answer_fits_its_schema(whole: Whole, document: dict[str, Any], route: str):
    method, path = route.split(" ")
    address = path.format(**known_to(whole)) + QUERIES.get(path, "")
    body = WORKING[route]
    known = known_to(whole)
    told = {n: known.get(v, v) if isinstance(v, str) else v for n, v in body.items()}
    more = {"json": told}
    key = {"Idempotency-Key": "working"}
    who = whole.owner if path.startswith(("/admin/", "/coupons")) else whole.asha
    answer = await whole.ask(method, address, who, headers=key, **(more if body else {}))
    assert answer.is_success, answer.text
    schemathesis.openapi.from_dict(document)[f"/api/v1{path}"][method].validate_response(answer)


def test_only_these_are_not_seen_to_work_here():
    assert set(ROUTES) - set(WORKING) == NOT_SEEN_HERE


def known_to(whole: Whole) -> dict[str, str]:
    """What stands for the names in braces, and for values of bodies."""
    known = {name: str(value) for name, value in whole.asha.ids.items()}
    known |= {"slug_or_id": whole.goods.slug, "id_or_number": known["number"]}
    known |= {"register": "hsn", "pincode": HOME["pincode"]}
    known |= {"category_id": "kurtas", "variant_id": str(whole.goods["M"])}
    return known


async def sent(whole: Whole, case: Case, who: Visitor) -> httpx.Response:
    """The case as a request of this visitor's, to the site in this process."""
    asked = case.as_transport_kwargs(base_url="http://shop.test", headers=dict(who.headers))
    ready = requests.Request(**asked).prepare()
    assert ready.method
    assert ready.url
    body = ready.body.encode() if isinstance(ready.body, str) else ready.body
    assert body is None or isinstance(body, bytes)
    headers = {name: str(value) for name, value in ready.headers.items()}
    return await whole.client.request(ready.method, ready.url, headers=headers, content=body)
