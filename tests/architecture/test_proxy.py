"""The proxy that docs/operations.md shows fits the server behind it."""

import re
from functools import cache

from tests.architecture.tree import ROOT
from zahra.running import HEAD, SILENCE
from zahra.web.http.bodies import PHOTOS_LIMIT

ADDED = 1024  # a generous size for what the proxy writes into a head


@cache
def example() -> str:
    found = re.search(r"```nginx\n(.*?)```", (ROOT / "docs/operations.md").read_text(), re.DOTALL)
    assert found is not None
    return found[1]


def told(directive: str) -> list[str]:
    """What the example says with a directive, one text for each time."""
    return re.findall(rf"^\s*{re.escape(directive)}\s+(.*);", example(), re.MULTILINE)


def test_its_idle_connections_end_before_ours():
    (kept,) = told("keepalive_timeout")
    assert int(kept.removesuffix("s")) * 1000 < SILENCE
    assert told("proxy_http_version") == ["1.1"]
    assert told("proxy_set_header Connection") == ['""']


def test_it_sends_bodies_whole_and_with_their_length():
    assert told("proxy_request_buffering") == ["on"]


def test_no_head_that_it_lets_through_is_too_long_for_us():
    ((number, size),) = (each.split() for each in told("large_client_header_buffers"))
    (first,) = told("client_header_buffer_size")
    largest = int(number) * int(size.removesuffix("k")) * 1024
    assert first == size
    assert largest + ADDED <= HEAD


def test_a_body_too_long_for_us_is_refused_in_our_own_words():
    (most,) = told("client_max_body_size")
    assert int(most.removesuffix("m")) << 20 > PHOTOS_LIMIT


def test_it_says_who_asks_which_host_and_how():
    assert told("proxy_set_header X-Forwarded-For") == ["$proxy_add_x_forwarded_for"]
    assert told("proxy_set_header X-Forwarded-Proto") == ["$scheme"]
    assert told("proxy_set_header Host") == ["$host"]


def test_the_numbers_of_the_watch_are_not_for_the_world():
    assert "location = /metrics { return 404; }" in example()
