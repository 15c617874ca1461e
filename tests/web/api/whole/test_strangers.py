"""What is another's does not exist, and credentials that are no good open nothing."""

import base64
import json
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.architecture.routes import API, IN_PERSON, SHOPPER
from tests.world.people import Door
from tests.world.whole import HOME, Visitor, Whole
from zahra.base import ids
from zahra.shop import identity

pytestmark = pytest.mark.anyio
OF_ONES_OWN: Mapping[str, Mapping[str, Any] | None] = {
    "GET /users/{user_id}/addresses": None,
    "GET /users/me/export/{export_id}": None,
    "PATCH /users/me/addresses/{address_id}": {"name": "Mallory"},
    "DELETE /users/me/addresses/{address_id}": None,
    "POST /users/me/set-default-address/{address_id}": None,
    "PATCH /cart/items/{item_id}": {"qty": 0},
    "DELETE /cart/items/{item_id}": None,
    "GET /orders/{order_id}": None,
    "GET /orders/{number}": None,
    "GET /orders/{order_id}/invoice": None,
    "GET /orders/{number}/invoice": None,
    "POST /orders/{order_id}/cancel": {"reason": "mine now"},
    "POST /orders/{number}/cancel": {"reason": "mine now"},
    "POST /orders/{order_id}/return": {"items": []},
    "GET /returns/{return_id}": None,
    "POST /returns/{return_id}/cancel": None,
    "POST /returns/{return_id}/pickup/again": None,
    "DELETE /users/me/payout-accounts/{account_id}": None,
    "POST /users/me/payouts/{payout_id}/account": {"accountId": "{account_id}"},
    "DELETE /users/me/payment-methods/{method_id}": None,
    "POST /orders/{order_id}/confirm": {"otp": "000000"},
    "POST /orders/{number}/confirm": {"otp": "000000"},
    "POST /orders/{order_id}/confirm/resend": None,
    "POST /orders/{number}/confirm/resend": None,
    "POST /orders/{order_id}/prepaid-link": None,
    "POST /orders/{number}/prepaid-link": None,
    "GET /payments/{payment_id}": None,
    "POST /payments/{payment_id}/refund": {"reason": "mine now"},
    "POST /payments/create": {"orderId": "{order_id}", "provider": "razorpay"},
    "POST /payments/verify": {
        "razorpay_order_id": "{gateway_order}",
        "razorpay_payment_id": "pay_1",
        "razorpay_signature": "00",
    },
    "POST /auth/revoke-session": {"sessionId": "{session_id}"},
    "POST /orders": {
        "cartVersion": 0,
        "expectedTotal": 0,
        "shippingAddressId": "{address_id}",
        "shippingMethod": "standard",
        "paymentMethod": "cod",
    },
}


async def try_it(
    whole: Whole, route: str, who: Visitor, known: Mapping[str, Any]
) -> httpx.Response:
    """The request with these ids in its address and body."""
    method, path = route.split(" ")
    body = OF_ONES_OWN[route]
    told = {name: str(value).format(**known) for name, value in (body or {}).items()}
    kept = {name: value for name, value in (body or {}).items() if not isinstance(value, str)}
    more = {"json": {**told, **kept}} if body is not None else {}
    key = {"Idempotency-Key": uuid4().hex}
    return await whole.ask(method, path.format(**known), who, headers=key, **more)


def test_every_address_with_an_id_of_ones_own_is_tried():
    taken = {"{id_or_number}": ("{order_id}", "{number}")}
    public = ("slug_or_id", "category_id", "variant_id", "webhook", "{hook}", "{kind}", " /admin/")
    with_ids = [r for r in API if "{" in r and not any(name in r for name in public)]
    with_ids.remove("GET /users/{user_id}")  # the public profile
    expected = {
        route.replace(old, new) if old in route else route
        for route in with_ids
        for old, news in taken.items()
        for new in news
    }
    assert expected <= set(OF_ONES_OWN)


@pytest.mark.parametrize("route", OF_ONES_OWN)
async def test_what_is_anothers_does_not_exist(whole: Whole, route: str):
    before = await whole.fingerprint()
    answer = await try_it(whole, route, whole.bina, whole.asha.ids)
    if "refund" in route:
        assert answer.status_code == 403  # that shoppers refund nothing is no secret
    else:
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")
    assert await whole.fingerprint() == before


@pytest.mark.parametrize("route", OF_ONES_OWN)
async def test_anothers_is_answered_like_what_never_was(whole: Whole, route: str):
    nothing = {name: str(ids.new()) for name in whole.asha.ids}
    theirs = await try_it(whole, route, whole.bina, whole.asha.ids)
    never = await try_it(whole, route, whole.bina, nothing)
    assert theirs.status_code == never.status_code
    assert theirs.json()["error"] == never.json()["error"]


async def test_a_guessed_or_altered_cart_token_opens_an_empty_cart(whole: Whole):
    line = {"variantId": str(whole.goods["S"]), "qty": 1}
    first = await whole.ask("POST", "/cart/items", Visitor(), json=line)
    token = first.headers["x-cart-token"]
    assert len(token) >= 22  # 128 bits in Base64
    item = first.json()["data"]["items"][0]["id"]
    before = await whole.fingerprint()
    wrong = [token[:-1], token + "A", token.swapcase(), str(uuid4()), first.json()["data"]["id"]]
    for guess in wrong:
        seen = await whole.ask("GET", "/cart", Visitor({"X-Cart-Token": guess}))
        assert seen.json()["data"]["items"] == []
        holder = Visitor({"X-Cart-Token": guess})
        for method, more in (("PATCH", {"json": {"qty": 0}}), ("DELETE", {})):
            answer = await whole.ask(method, f"/cart/items/{item}", holder, **more)
            assert answer.status_code == 404
    assert await whole.fingerprint() == before


async def test_a_repeated_first_write_gives_each_guest_a_cart_that_opens(whole: Whole):
    """Two guests behind one address, or one whose first answer was lost."""
    line, key = {"variantId": str(whole.goods["S"]), "qty": 1}, {"Idempotency-Key": "first"}
    answers = [
        await whole.ask("POST", "/cart/items", Visitor(), json=line, headers=key) for _ in range(2)
    ]
    first, second = (answer.headers["x-cart-token"] for answer in answers)
    assert first != second
    for token in (first, second):
        seen = await whole.ask("GET", "/cart", Visitor({"X-Cart-Token": token}))
        assert [item["qty"] for item in seen.json()["data"]["items"]] == [1]


async def test_a_signed_in_shopper_does_not_see_a_guests_cart_by_its_token(whole: Whole):
    line = {"variantId": str(whole.goods["S"]), "qty": 1}
    first = await whole.ask("POST", "/cart/items", Visitor(), json=line)
    token = {"X-Cart-Token": first.headers["x-cart-token"]}
    seen = await whole.ask("GET", "/cart", Visitor({**whole.bina.headers, **token}))
    assert [i["id"] for i in seen.json()["data"]["items"]] == [whole.bina.ids["item_id"]]


def altered(token: str) -> dict[str, str]:
    """Tokens made of a good one without the key."""
    header, payload, signature = token.split(".")
    claims = json.loads(_decoded(payload))
    none = _encoded({"alg": "none", "typ": "at+jwt"})
    hmac = _encoded({"alg": "HS256", "typ": "at+jwt", "kid": json.loads(_decoded(header))["kid"]})
    deep = base64.urlsafe_b64encode(b"[" * 2000).decode().rstrip("=")
    return {
        "nothing": "",
        "no token": "x",
        "two parts": f"{header}.{payload}",
        "no signature": f"{header}.{payload}.",
        "another signature": f"{header}.{payload}.{signature[:-4]}AAAA",
        "no algorithm": f"{none}.{payload}.",
        "another algorithm": f"{hmac}.{payload}.{signature}",
        "another person": f"{header}.{_encoded({**claims, 'sub': str(uuid4())})}.{signature}",
        "a later end": f"{header}.{_encoded({**claims, 'exp': 2**40})}.{signature}",
        "a bottomless header": f"{deep}.{payload}.{signature}",
        "a bottomless payload": f"{header}.{deep}.{signature}",
        "too long": token + "A" * 9000,
        "with spaces": token.replace(".", " . "),
        "twice": f"{token}, {token}",
    }


async def test_a_token_that_is_no_good_is_401_everywhere(whole: Whole):
    tokens = whole.asha.tokens
    assert tokens is not None
    wrong = {**altered(tokens.access_token), "a refresh token": tokens.refresh_token}
    for name, token in wrong.items():
        for path in ("/users/me", "/cart", "/orders", f"/payments/{whole.asha.ids['payment_id']}"):
            answer = await whole.ask("GET", path, Visitor({"Authorization": f"Bearer {token}"}))
            said = f"{name} {path}: {answer.status_code} {answer.text[:200]}"
            assert (answer.status_code, answer.headers.get("www-authenticate")) == (
                401,
                "Bearer",
            ), said
            assert answer.json()["error"]["code"] == "unauthenticated", said


@pytest.mark.parametrize(
    "route", [route for route, of in API.items() if of.who in (SHOPPER.who, IN_PERSON.who)]
)
async def test_nobody_is_401_with_a_challenge(whole: Whole, route: str):
    method, path = route.split(" ")
    body = OF_ONES_OWN.get(route) or {}
    address = path.replace("{", "").replace("}", "")
    if "_id" in address:
        address = "/".join(str(ids.new()) if "_id" in part else part for part in address.split("/"))
    more = {"json": body} if method in ("POST", "PATCH") and body else {}
    answer = await whole.ask(method, address, Visitor(), headers={"Idempotency-Key": "x"}, **more)
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")


async def test_a_good_cookie_is_no_help_beside_a_bad_bearer(whole: Whole):
    door = Door(whole.shop.database, keys=whole.shop.keys)
    by_cookie = await door.sign_in("+919876500009", kind=identity.SessionKind.WEB)
    cookie = {"Cookie": f"zsid={by_cookie.secret}"}
    alone = await whole.ask("GET", "/users/me", Visitor(cookie))
    assert alone.json()["data"]["phone"] == "+919876500009"
    bad = {"Authorization": "Bearer x", **cookie}
    assert (await whole.ask("GET", "/users/me", Visitor(bad))).status_code == 401
    both = await whole.ask("GET", "/users/me", Visitor({**whole.asha.headers, **cookie}))
    assert both.json()["data"]["id"] == whole.asha.ids["user_id"]


async def test_a_cookie_from_another_site_changes_nothing(whole: Whole):
    door = Door(whole.shop.database, keys=whole.shop.keys)
    by_cookie = await door.sign_in("+919876500011", kind=identity.SessionKind.WEB)
    before = await whole.fingerprint()
    for more in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {}):
        headers = {"Cookie": f"zsid={by_cookie.secret}", **more}
        answer = await whole.ask("POST", "/users/me/addresses", Visitor(headers), json=HOME)
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "csrf_failed")
    assert await whole.fingerprint() == before


async def test_a_session_that_was_ended_elsewhere_is_over_at_once(whole: Whole):
    door = Door(whole.shop.database, keys=whole.shop.keys)
    found = await door.sign_in("+919876500010", kind=identity.SessionKind.API)
    assert found.tokens is not None
    her = Visitor({"Authorization": f"Bearer {found.tokens.access_token}"})
    assert (await whole.ask("POST", "/auth/logout-all", her)).json()["data"]["revoked"] == 1
    assert (await whole.ask("GET", "/users/me", her)).status_code == 401
    tokens = {
        "refreshToken": found.tokens.refresh_token,
        "sessionId": str(found.tokens.session_id),
    }
    again = await whole.ask("POST", "/auth/refresh", Visitor(), json=tokens)
    assert (again.status_code, again.json()["error"]["code"]) == (401, "session_revoked")


async def test_what_is_personal_is_never_kept_by_a_cache(whole: Whole):
    for path in ("/users/me", "/cart", "/orders", "/auth/sessions", "/users/me/addresses"):
        answer = await whole.ask("GET", path, whole.asha)
        assert answer.headers["cache-control"] == "private, no-store", path
        assert "etag" not in answer.headers


def _decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "==")


def _encoded(value: Mapping[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")
