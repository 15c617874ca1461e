"""The typst compiler behind the port `invoices.Paper`.

Template and fonts lie beside this module, those for names in the scripts of India too. The
compiler may read nothing else but the machine's own fonts: its root is this folder, and a sheet
reaches it as data. It keeps state and a core busy for some milliseconds, so one thread has it,
and only so many may wait.
"""

import asyncio
import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

from zahra.base.clock import IST
from zahra.shop.invoices import NoPaper

_HERE = Path(__file__).parent
_KINDS = ("document", "label", "manifest")  # templates; a sheet that names none is a document
_PATIENCE = 10.0  # seconds
_MOST_WAITING = 32


class TypstPaper:
    """Makes PDFs under a brand's name: A4, and labels of 4 by 6 inches."""

    def __init__(self, brand: str) -> None:
        self._brand = brand
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="paper")
        self._compilers: dict[str, typst.Compiler] = {}
        self._waiting = 0

    async def pdf(self, sheet: Mapping[str, Any]) -> bytes:
        """The sheet as PDF; the same sheet gives the same bytes. Raises NoPaper."""
        if self._waiting >= _MOST_WAITING:
            raise NoPaper
        self._waiting += 1
        try:
            loop = asyncio.get_running_loop()
            made = loop.run_in_executor(self._thread, self._compile, dict(sheet))
            return await asyncio.wait_for(made, _PATIENCE)
        except (TimeoutError, typst.TypstError) as why:
            raise NoPaper from why
        finally:
            self._waiting -= 1

    def _compile(self, sheet: dict[str, Any]) -> bytes:
        """In the one thread that has the compiler; fonts are read the first time."""
        kind = sheet.get("paper", _KINDS[0])
        if kind not in self._compilers:
            template = _HERE / f"{_KINDS[_KINDS.index(kind)]}.typ"
            fonts = [_HERE / "fonts"]
            self._compilers[kind] = typst.Compiler(template, root=_HERE, font_paths=fonts)
        dated = datetime.fromisoformat(sheet["iso_date"]).replace(tzinfo=IST)
        told = {"sheet": json.dumps(sheet), "brand": self._brand}
        made = self._compilers[kind].compile(format="pdf", sys_inputs=told, timestamp=dated)
        assert isinstance(made, bytes)
        return made
