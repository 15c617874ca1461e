"""A body is measured, then its kind is checked, then it is parsed strictly; never echoed."""

import httpx
import pytest

pytestmark = pytest.mark.anyio
JSON = {"content-type": "application/json"}


@pytest.mark.parametrize(
    ("body", "headers", "status", "code"),
    [
        (b'{"name": NaN}', JSON, 400, "malformed_json"),
        (b'{"name": Infinity}', JSON, 400, "malformed_json"),
        (b'{"name": "a", "name": "b"}', JSON, 400, "malformed_json"),
        (b"{", JSON, 400, "malformed_json"),
        (b"\xff\xfe", JSON, 400, "malformed_json"),
        (b"[" * 100_000, JSON, 400, "malformed_json"),
        (b'{"name":' + b'{"a":' * 40 + b"1" + b"}" * 41, JSON, 400, "malformed_json"),
        (b"name=a", {"content-type": "application/x-www-form-urlencoded"}, 415, None),
        (b'{"name": "a"}', {}, 415, "unsupported_media_type"),
        (b" " * ((1 << 20) + 1), JSON, 413, "body_too_large"),
        (b"[]", JSON, 422, "invalid"),
        (b'{"name": "abcdef"}', JSON, 422, "invalid"),
        (b'{"name": "a", "count": 1.5}', JSON, 422, "invalid"),
        (b'{"name": "a", "kount": 1}', JSON, 422, "invalid"),
    ],
)
async def test_rubbish_is_refused_by_name_and_makes_nothing(
    client: httpx.AsyncClient,
    made: list[str],
    body: bytes,
    headers: dict[str, str],
    status: int,
    code: str | None,
):
    answer = await client.post("/api/v1/things", content=body, headers=headers)
    assert answer.status_code == status
    error = answer.json()["error"]
    assert error["code"] == (code or "unsupported_media_type")
    assert "abcdef" not in answer.text
    assert made == []


async def test_an_unknown_field_is_named(client: httpx.AsyncClient):
    answer = await client.post("/api/v1/things", json={"name": "a", "kount": 1})
    assert answer.json()["error"]["fields"] == {"kount": ["There is no such field."]}


async def test_an_unknown_parameter_is_named(client: httpx.AsyncClient, made: list[str]):
    answer = await client.post("/api/v1/things?colour=red", json={"name": "a"})
    assert answer.status_code == 422
    assert answer.json()["error"]["fields"] == {"colour": ["There is no such parameter."]}
    assert made == []


async def test_every_answer_carries_the_security_headers_and_a_request_id(
    client: httpx.AsyncClient,
):
    answer = await client.post("/api/v1/things", json={"name": "a"})
    assert answer.status_code == 201
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["content-security-policy"].startswith("default-src 'none'; script-src")
    assert len(answer.headers["x-request-id"]) == 16
