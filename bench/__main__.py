"""Start a shop on a database of its own, load it, and print the figures."""

import asyncio
import sys
import tempfile
from pathlib import Path

from bench.books import measure_doctor, measure_invoices
from bench.checkouts import measure_checkouts
from bench.door import measure_door
from bench.flash import measure_flash_sale
from bench.pages import measure_pages
from bench.replay import measure_replay
from bench.shop import running_shop
from bench.telling import measure_telling

_STYLES = 500
_OF_A_SHOP = {"pages", "door", "telling", "checkouts", "flash"}


def main() -> None:
    """All figures, or those named."""
    wanted = set(sys.argv[1:]) or {*_OF_A_SHOP, "replay", "doctor", "invoices"}
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        if "invoices" in wanted:
            measure_invoices()
        if "replay" in wanted:
            measure_replay(Path(folder))
        if "doctor" in wanted:
            measure_doctor(Path(folder))
        if not wanted & _OF_A_SHOP:
            return
        with running_shop(Path(folder), styles=_STYLES) as shop:
            if "pages" in wanted:
                measure_pages(shop)
            if "door" in wanted:
                measure_door(shop)
            if "telling" in wanted:
                measure_telling(shop)
            if "checkouts" in wanted:
                asyncio.run(measure_checkouts(shop))
            if "flash" in wanted:
                asyncio.run(measure_flash_sale(shop))
            print(f"resident memory of the web worker after load: {shop.resident_mib():.0f} MiB")


main()
