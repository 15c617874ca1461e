"""Asking DNS takes a bounded time and never claims what it does not know."""

import time
from collections.abc import AsyncGenerator

import pytest

from tests.world.dns import Nameserver

pytestmark = pytest.mark.anyio


@pytest.fixture
async def nameserver() -> AsyncGenerator[Nameserver, None]:
    async with Nameserver.running() as running:
        yield running


async def test_records_of_several_parts_are_one_text(nameserver: Nameserver):
    nameserver.txt["zahra.example."] = [("v=spf1 ", "-all"), ("other",)]
    found = await nameserver.resolver.txt("zahra.example")
    assert sorted(found or ()) == ["other", "v=spf1 -all"]


async def test_a_name_that_is_not_there_has_no_records(nameserver: Nameserver):
    assert await nameserver.resolver.txt("nowhere.example") == ()
    assert await nameserver.resolver.takes_mail("nowhere.example") is False


async def test_a_domain_takes_mail_where_it_has_an_mx_that_is_not_null(nameserver: Nameserver):
    nameserver.mx["zahra.example."] = "mail.zahra.example."
    nameserver.mx["null.example."] = "."
    assert await nameserver.resolver.takes_mail("zahra.example") is True
    assert await nameserver.resolver.takes_mail("null.example") is False


async def test_where_nobody_answers_nothing_is_known(nameserver: Nameserver):
    nameserver.is_silent = True
    began = time.monotonic()
    assert await nameserver.resolver.txt("zahra.example") is None
    assert await nameserver.resolver.takes_mail("zahra.example") is None
    assert time.monotonic() - began < 15  # seconds; it waits for one
