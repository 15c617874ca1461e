"""A living shop and a real browser. Chromium on the PATH is used, else one is installed, else the
run fails saying so: these tests are never skipped silently."""

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.world.living import LivingShop
from tests.world.server import clone_template, drop_database
from zahra.base.db.embedded import EmbeddedServer

_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
_ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--font-render-hinting=none",
]


def chromium() -> str | None:
    """The browser to use; None for the one that playwright installed itself."""
    named = os.environ.get("ZAHRA_CHROMIUM")
    return named or next(filter(None, map(shutil.which, _NAMES)), None)


def install_chromium() -> str | None:
    """Install a browser. Raises pytest.fail with what was tried."""
    tried = subprocess.run(
        [sys.executable, "-m", "playwright", "install", "chromium"], capture_output=True, check=False
    )
    if tried.returncode == 0:
        return None
    if os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        subprocess.run(["apt-get", "install", "-y", "-qq", "chromium"], check=False)
    found = chromium()
    if found is None:
        pytest.fail("no Chromium: put one on the PATH, or name it in ZAHRA_CHROMIUM")
    return found


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    path = chromium() or install_chromium()
    return {"args": _ARGUMENTS, **({"executable_path": path} if path else {})}
