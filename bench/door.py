"""The door under a rush of people: Locust plays them, its figures are printed."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from bench.shop import MeasuredShop

_SECONDS = 60


def measure_door(shop: MeasuredShop) -> None:
    """A minute of `bench/visitors.py`: how long each request took, and how many failed."""
    command = [
        *(sys.executable, "-m", "locust", "--headless", "--only-summary", "--json"),
        *("--locustfile", str(Path(__file__).with_name("visitors.py")), "--host", shop.url),
        *("--stop-timeout", "5", "--exit-code-on-error", "0"),
    ]
    environment = {
        **os.environ,
        "ZAHRA_BENCH_OUTBOX": str(shop.living.folder / "outbox"),
        "ZAHRA_BENCH_SECONDS": str(_SECONDS),
    }
    told = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=300)
    if told.returncode:
        raise AssertionError(told.stderr[-2000:])
    print(f"{'':24}{'requests':>10}{'failed':>8}{'p50 ms':>8}{'p95 ms':>8}{'p99 ms':>8}")
    for row in sorted(json.loads(told.stdout), key=lambda row: row["name"]):
        times = row["response_times"]
        shares = (_quantile(times, share) for share in (0.5, 0.95, 0.99))
        print(
            f"{row['name']:24}{row['num_requests']:>10}{row['num_failures']:>8}"
            + "".join(f"{found:>8.0f}" for found in shares)
        )


def _quantile(times: dict[str, Any], share: float) -> float:
    """The response time that this share of the requests stayed under."""
    counted = sorted((float(ms), int(count)) for ms, count in times.items())
    left = sum(count for _, count in counted) * share
    for ms, count in counted:
        left -= count
        if left <= 0:
            return ms
    return 0.0
