"""What a stranger with a stopwatch learns about who has an account: 400 against 400, in turns."""

from collections.abc import Mapping
from statistics import median
from time import perf_counter

import httpx

from bench.shop import MeasuredShop
from tests.world.shopping import ApiShopper
from tests.world.timing import mann_whitney

_SAMPLES = 400
_PASSWORD = "seven words that nobody would ever guess"
_KNOWN, _UNKNOWN = "known1@example.com", "nobody@example.com"
_ASKED: Mapping[str, Mapping[str, str]] = {
    "/auth/otp/send": {},
    "/auth/register": {"password": _PASSWORD},
    "/auth/login": {"password": f"not {_PASSWORD}"},
    "/auth/password/forgot": {},
}


def measure_telling(shop: MeasuredShop) -> None:
    """The medians of both, and how likely they differ as much by chance."""
    somebody = ApiShopper(shop.living, _KNOWN).sign_in()
    password = {"password": _PASSWORD}
    somebody.client.post("/auth/password/change", json=password).raise_for_status()
    print(f"{'':24}{'known ms':>10}{'unknown ms':>12}{'p':>8}")
    with httpx.Client(base_url=f"{shop.url}/api/v1", timeout=20) as client:
        for path, more in _ASKED.items():
            known, unknown = _timed(client, path, more)
            p = mann_whitney(known, unknown)
            print(f"{path:24}{median(known):>10.2f}{median(unknown):>12.2f}{p:>8.3f}")


def _timed(
    client: httpx.Client, path: str, more: Mapping[str, str]
) -> tuple[list[float], list[float]]:
    name = "email" if path == "/auth/register" else "identifier"
    times: tuple[list[float], list[float]] = ([], [])
    for at in range(2 * _SAMPLES):
        body = {name: (_KNOWN, _UNKNOWN)[at % 2], **more}
        began = perf_counter()
        client.post(path, json=body)
        times[at % 2].append((perf_counter() - began) * 1000)
    return times
