"""200 buyers for 50 units at once, cash on delivery: exactly 50 orders, and how long it takes."""

import asyncio
import time
from collections import Counter

import httpx

from bench.checkouts import place, sign_in
from bench.shop import MeasuredShop, a_variant

_BUYERS = 200
_UNITS = 50


async def measure_flash_sale(shop: MeasuredShop) -> None:
    """Everybody signs in first; then all order at the same moment."""
    product, variant = a_variant(shop, pieces=_UNITS)
    limits = httpx.Limits(max_connections=_BUYERS)
    async with httpx.AsyncClient(base_url=shop.url, limits=limits, timeout=60) as client:
        people = [await sign_in(shop, client, number + 1000) for number in range(_BUYERS)]
        began = time.perf_counter()
        answers = await asyncio.gather(
            *(place(client, headers, (product, variant), "cod") for headers in people)
        )
        taken = time.perf_counter() - began
    told = Counter(answer.status_code for answer in answers)
    print(f"{_BUYERS} buyers for {_UNITS} units: {told[201]} orders, {told[409]} told it is sold")
    print(f"  out, {_BUYERS - told[201] - told[409]} others, in {taken:.1f} s")
