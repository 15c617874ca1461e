"""Requests a second for listing and product, as API and as page, beside a constant body."""

import re
import subprocess

import httpx

from bench.shop import MeasuredShop

_SECONDS = 8
_CONNECTIONS = 16


def measure_pages(shop: MeasuredShop) -> None:
    """One worker, 16 connections, 8 seconds each, after a warm-up."""
    slug = httpx.get(f"{shop.url}/api/v1/products").json()["data"][0]["slug"]
    paths = {
        "constant body (/healthz)": "/healthz",
        "API listing of 24": "/api/v1/products?limit=24",
        "API product": f"/api/v1/products/{slug}",
        "API search": "/api/v1/products?q=cotton%20kurta&limit=24",
        "page listing": "/products",
        "page product": f"/products/{slug}",
        "page home": "/",
    }
    constant = 0.0
    print(f"{'':28}{'req/s':>10}{'p50 ms':>10}{'p99 ms':>10}{'of constant':>14}")
    for name, path in paths.items():
        rate, middle, slowest = _wrk(f"{shop.url}{path}")
        constant = constant or rate
        print(f"{name:28}{rate:>10.0f}{middle:>10.1f}{slowest:>10.1f}{rate / constant:>13.1%}")


def _wrk(address: str) -> tuple[float, float, float]:
    httpx.get(address).raise_for_status()
    command = ["wrk", "-t1", f"-c{_CONNECTIONS}", f"-d{_SECONDS}s", "--latency", address]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in told:
        raise AssertionError(told)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", told)
    middle, slowest = (re.search(rf"{p}%\s+([\d.]+)(us|ms|s)", told) for p in (50, 99))
    assert rate
    assert middle
    assert slowest
    return float(rate[1]), _ms(middle), _ms(slowest)


def _ms(found: re.Match[str]) -> float:
    return float(found[1]) * {"us": 0.001, "ms": 1.0, "s": 1000.0}[found[2]]
