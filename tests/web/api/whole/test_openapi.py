"""The OpenAPI document is whole: every endpoint, body, refusal and who may ask."""

import json
import re
from collections import Counter
from typing import Any

import pytest
from fastapi import FastAPI

from tests.architecture.routes import API, EVERYBODY
from tests.world.whole import Visitor, Whole

pytestmark = pytest.mark.anyio
Endpoint = tuple[str, dict[str, Any]]
PLAIN = ("/auth/", "/payments/webhook", "/messaging/webhook", "/hooks/", "/uploads")
NEEDS_A_KEY = {
    "POST /orders",
    "POST /orders/{order_id}/return",
    "POST /payments/create",
    "POST /payments/{payment_id}/refund",
}


@pytest.fixture
async def document(whole: Whole) -> dict[str, Any]:
    answer = await whole.ask("GET", "/openapi.json", Visitor())
    return answer.json()


def endpoints(document: dict[str, Any]) -> list[Endpoint]:
    return [
        (f"{method.upper()} {path.removeprefix('/api/v1')}", told)
        for path, methods in document["paths"].items()
        for method, told in methods.items()
    ]


async def test_it_is_openapi_3_1_and_lists_every_endpoint(document: dict[str, Any]):
    assert document["openapi"].startswith("3.1")
    undocumented = {"GET /openapi.json", "GET /docs"}
    assert {route for route, _ in endpoints(document)} == set(API) - undocumented


async def test_every_endpoint_says_what_it_is(document: dict[str, Any]):
    names = Counter(told["operationId"] for _, told in endpoints(document))
    assert set(names.values()) == {1}
    for route, told in endpoints(document):
        assert told["summary"], route
        assert told["description"].endswith("."), route
        assert len(told["tags"]) == 1, route


async def test_every_refusal_has_the_envelope_and_an_example_of_each_code(
    document: dict[str, Any],
):
    for route, told in endpoints(document):
        refusals = {status: a for status, a in told["responses"].items() if status[0] in "45"}
        assert "422" in refusals, route
        for status, answer in refusals.items():
            content = answer["content"]["application/json"]
            assert content["schema"]["required"] == ["ok", "error", "requestId"], (route, status)
            for code, example in content["examples"].items():
                assert example["value"]["error"]["code"] == code
                assert f"`{code}`" in answer["description"]


async def test_every_json_body_has_an_example_that_the_endpoint_can_read(
    document: dict[str, Any], whole: Whole
):
    for route, told in endpoints(document):
        content = told.get("requestBody", {}).get("content", {})
        if "application/json" not in content:
            continue
        assert {"400", "413", "415", "422"} <= set(told["responses"]), route
        method, path = route.split(" ")
        address = re.sub(r"\{\w+\}", "01a20492-0000-7000-8000-000000000001", path)
        key = {"Idempotency-Key": route.replace(" ", "")}
        who = whole.clerk if "refund" in route else whole.bina
        example = content["application/json"]["example"]
        answer = await whole.ask(method, address, who, json=example, headers=key)
        fields = answer.json().get("error", {}).get("fields", {})
        unread = [said for said in fields.values() if said == ["There is no such field."]]
        assert answer.status_code < 500, answer.text
        assert not unread, f"{route}: {answer.text}"


async def test_who_may_ask_is_told_as_it_is(document: dict[str, Any]):
    assert document["components"]["securitySchemes"]["bearer"]["scheme"] == "bearer"
    for route, told in endpoints(document):
        is_open = {} in told["security"]
        assert is_open is (API[route] is EVERYBODY), route
        assert is_open or "401" in told["responses"], route


async def test_posts_take_a_key_and_say_where_they_need_one(document: dict[str, Any]):
    for route, told in endpoints(document):
        keys = [p for p in told.get("parameters", []) if p["name"] == "Idempotency-Key"]
        if not route.startswith("POST") or any(plain in route for plain in PLAIN):
            assert not keys or route == "POST /auth/refresh", route
            continue
        (key,) = keys
        assert key["required"] is (route in NEEDS_A_KEY), route
        assert "idempotency_key_reused" in json.dumps(told["responses"]["422"])
        assert "request_in_progress" in json.dumps(told["responses"]["409"])


async def test_answers_that_may_be_kept_say_so_and_are(document: dict[str, Any], whole: Whole):
    queries = {"/products/suggest": "?q=ku", "/serviceability": "?pincode=302001"}
    queries["/shipping-methods"] = "?pincode=302001"
    kept = [route for route, told in endpoints(document) if "304" in told["responses"]]
    assert len(kept) == 8
    for route in kept:
        path = route.split(" ")[1]
        known = {"slug_or_id": whole.goods.slug, "category_id": "kurtas"}
        known["variant_id"] = str(whole.goods["M"])
        address = path.format(**known) + queries.get(path, "")
        first = await whole.ask("GET", address, Visitor())
        assert first.headers["cache-control"].startswith("public, max-age="), address
        tag = first.headers["etag"]
        assert re.fullmatch(r'"[0-9a-f]{32}"', tag)
        again = await whole.ask("GET", address, Visitor(), headers={"If-None-Match": f'"x", {tag}'})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)


async def test_the_document_and_its_page_may_be_kept_too(whole: Whole):
    for path in ("/openapi.json", "/docs"):
        first = await whole.ask("GET", path, Visitor())
        tag = {"If-None-Match": first.headers["etag"]}
        assert (await whole.ask("GET", path, Visitor(), headers=tag)).status_code == 304


async def test_the_page_loads_nothing_from_elsewhere(whole: Whole):
    page = await whole.ask("GET", "/docs", Visitor())
    sources = re.findall(r"(?:src|href)=\"([^\"#]+)\"", page.text)
    assert sources
    assert not [source for source in sources if not source.startswith("/")]
    assert "<script>" not in page.text
    assert "style=" not in page.text


def test_the_site_gives_out_no_other_documentation(whole: Whole):
    assert isinstance(whole.site, FastAPI)
    assert (whole.site.docs_url, whole.site.redoc_url, whole.site.openapi_url) == (None, None, None)
