"""Rubbish in paths, queries and headers, at every endpoint of the OpenAPI document."""

import re
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from tests.architecture.routes import API
from tests.world.whole import Visitor, Whole

pytestmark = pytest.mark.anyio
ODD_VALUES = [
    "",
    "%00",
    "a%00b",
    "%ff%fe",
    "%f0%9f%a6%84",
    "-1",
    "0",
    "1.5",
    "NaN",
    "1e309",
    str(2**63),
    str(10**40),
    "x" * 3000,
    quote("'; DROP TABLE orders; --"),
    quote("%s%(x)s"),
    quote("((((((((((*&|!:"),
    quote("\u202e\u0645"),
    quote("a,b,,c" * 50),
]
ILL_FORMED_IDS = [
    "1",
    "me.",
    "%00",
    "%ff",
    quote("' OR 1=1"),
    "x" * 2000,
    "0" * 32 + "g",
    "..%2f..",
]
ODD_HEADERS = {
    "X-Cart-Token": ["", "x", "x" * 5000, "zct_\xff\xfe", "' OR 1=1 --"],
    "If-Match": ["", "x", '"', "-1", "1.5", str(10**40), "\xb2", "x" * 5000],
    "If-None-Match": ["", "*", "x", '"', "W/", ",,,", "x" * 5000],
    "Idempotency-Key": ["", " ", "a b", "x" * 256, "\xe9", "x" * 5000],
    "Authorization": [
        "Bearer",
        "Bearer ",
        "Bearer x",
        "Bearer a.b.c",
        "bearer \xff",
        "Bearer " + "x" * 9000,
    ],
    "Cookie": [
        "zsid",
        "zsid=",
        'zsid="\\000"; zcart="\\000"; zpin="\\000"',
        "zsid=\xff",
        "=;=;" * 200,
    ],
    "X-Forwarded-For": ["x", "::1", "127.0.0.1" * 100],
    "Accept": ["", "text/html;q=x", "*/*" * 500],
    "User-Agent": ["", "\xff" * 300, "x" * 9000],
}
SOME_ID = "01a20492-0000-7000-8000-000000000001"
QUERIES = {
    "/products/suggest": "?q=ku",
    "/serviceability": "?pincode=302001",
    "/shipping-methods": "?pincode=302001",
    "/coupons/validate": "?code=TENOFF&orderTotal=100000",
}
NO_PAPER_YET = "GET /orders/{id_or_number}/invoice"  # `test_invoices` has an order that has left
READING = [
    route
    for route, who in API.items()
    if route.startswith("GET") and who.permission is None and route != NO_PAPER_YET
]


def operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    """Method, path below the prefix, and what the document says of it."""
    return [
        (method.upper(), path.removeprefix("/api/v1"), told)
        for path, methods in document["paths"].items()
        for method, told in methods.items()
    ]


async def document_of(whole: Whole) -> dict[str, Any]:
    return (await whole.ask("GET", "/openapi.json", Visitor())).json()


def path_with_ids(whole: Whole, path: str) -> str:
    known = {"variant_id": str(whole.goods["M"]), "category_id": "kurtas", "provider": "razorpay"}
    known |= {"slug_or_id": whole.goods.slug, "id_or_number": whole.asha.ids["number"]}
    known |= {"carrier": "twilio", **whole.asha.ids}
    return re.sub(r"\{(\w+)\}", lambda name: str(known.get(name[1], SOME_ID)), path)


def is_in_the_envelope(answer: httpx.Response) -> bool:
    if answer.status_code in (301, 304):
        return True
    told = answer.json()
    return answer.status_code < 500 and told["ok"] is (answer.status_code < 400)


async def test_odd_parameters_are_answered_or_refused_and_a_nul_always_refused(whole: Whole):
    for method, path, told in operations(await document_of(whole)):
        names = [each["name"] for each in told.get("parameters", []) if each["in"] == "query"]
        for name in names:
            for value in ODD_VALUES:
                address = f"{path_with_ids(whole, path)}?{name}={value}"
                answer = await whole.ask(method, address, whole.asha)
                said = f"{method} {address[:120]}: {answer.status_code} {answer.text[:300]}"
                assert is_in_the_envelope(answer), said
                if "%00" in value:
                    assert answer.status_code == 422, said
                    assert list(answer.json()["error"]["fields"]) == [name], said


async def test_a_parameter_that_is_not_declared_is_named(whole: Whole):
    before = await whole.fingerprint()
    for method, path, _ in operations(await document_of(whole)):
        if path == "/uploads":
            continue  # its body is no JSON; the media type is looked at first
        address = f"{path_with_ids(whole, path)}?colourr=red"
        answer = await whole.ask(method, address, whole.asha)
        assert answer.status_code == 422, f"{method} {address}: {answer.text[:300]}"
        assert list(answer.json()["error"]["fields"]) == ["colourr"]
    assert await whole.fingerprint() == before


async def test_an_ill_formed_id_is_not_found(whole: Whole):
    before = await whole.fingerprint()
    bodies = {
        "/cart/items/{item_id}": {"qty": 1},
        "/users/me/addresses/{address_id}": {"name": "Asha"},
        "/payments/{payment_id}/refund": {"reason": "x"},
        "/orders/{id_or_number}/cancel": {"reason": "x"},
        "/orders/{id_or_number}/confirm": {"otp": "000000"},
        "/orders/{order_id}/return": {
            "items": [{"orderItemId": SOME_ID, "qty": 1, "reason": "too_small"}]
        },
    }
    for method, path, _ in operations(await document_of(whole)):
        allowed = API[f"{method} {path}"]
        for wrong in ILL_FORMED_IDS if "{" in path else []:
            address = re.sub(r"\{\w+\}", wrong, path)
            told = {} if method == "DELETE" else {**allowed.body, **bodies.get(path, {})}
            body = {"json": told} if told else {}
            who = whole.owner if allowed.permission else whole.asha
            key = {"Idempotency-Key": "ill-formed"}
            answer = await whole.ask(method, address, who, headers=key, **body)
            said = f"{method} {address[:80]}: {answer.status_code} {answer.text[:200]}"
            assert answer.status_code == 404, said
            assert answer.json()["error"]["code"] == "not_found", said
    assert await whole.fingerprint() == before


@pytest.mark.parametrize("name", ODD_HEADERS)
async def test_odd_headers_are_answered_or_refused(whole: Whole, name: str):
    for method, path, _ in operations(await document_of(whole)):
        if path.startswith("/auth/log") or method == "DELETE":
            continue
        for value in ODD_HEADERS[name]:
            headers = {**whole.asha.headers, name: value}
            raw = [(each.encode(), told.encode("latin-1")) for each, told in headers.items()]
            address = f"/api/v1{path_with_ids(whole, path)}"
            answer = await whole.client.request(method, address, headers=raw)
            said = (
                f"{name}: {value[:40]!r} {method} {path}: {answer.status_code} {answer.text[:300]}"
            )
            assert is_in_the_envelope(answer), said


async def test_unknown_addresses_and_methods_are_refused_in_the_envelope(whole: Whole):
    for address in ("/", "/nope", "/orders/x/y/z", "/products/a/b", "//cart", "/cart/items"):
        answer = await whole.ask("GET", address, whole.asha)
        assert answer.status_code in (404, 405), address
        assert answer.json()["error"]["code"] in ("not_found", "method_not_allowed")


async def test_a_refused_method_tells_all_that_are_allowed(whole: Whole):
    refused = await whole.ask("PUT", "/orders", whole.asha)
    assert (refused.status_code, refused.headers["allow"]) == (405, "GET, HEAD, OPTIONS, POST")
    assert refused.json()["error"]["code"] == "method_not_allowed"
    asked = await whole.ask("OPTIONS", "/cart/items/x", whole.asha)
    assert (asked.status_code, asked.headers["allow"]) == (204, "DELETE, OPTIONS, PATCH")
    assert "access-control-allow-origin" not in asked.headers


@pytest.mark.parametrize("route", READING)
async def test_head_is_get_without_the_body(whole: Whole, route: str):
    address = path_with_ids(whole, route.split(" ")[1])
    address += QUERIES.get(address, "")
    got = await whole.ask("GET", address, whole.asha)
    head = await whole.ask("HEAD", address, whole.asha)
    assert got.status_code == 200, got.text
    assert (head.status_code, head.content) == (200, b"")
    for name in ("content-type", "content-length", "etag", "cache-control"):
        assert head.headers.get(name) == got.headers.get(name)
