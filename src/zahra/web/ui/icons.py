"""The icons the pages use, and how their one sprite is made from lucide's SVG files.

The sprite is committed, so nothing is fetched to build or run. To add a glyph, add its name here,
unpack the `lucide-static` package (1.62.0) and run `python -m zahra.web.ui.icons path/to/icons`.
"""

import re
import sys
from pathlib import Path

SPRITE = Path(__file__).parent / "static" / "icons" / "icons.svg"

GLYPHS = (
    *("arrow-left", "arrow-right", "arrow-up-down", "banknote", "briefcase", "check"),
    *("chevron-down", "chevron-left", "chevron-right", "circle-alert", "circle-check"),
    *("circle-x", "clock", "credit-card", "download", "fingerprint", "flower-2", "house", "info"),
    *("key-round", "landmark", "leaf", "lock", "log-out", "mail", "map-pin", "menu", "minus"),
    *("monitor", "moon", "package", "package-check", "package-open", "pencil", "phone", "plus"),
    *("receipt-text", "refresh-cw", "ruler", "scroll-text", "search", "shield-alert"),
    *("shield-check", "shopping-bag", "sliders-horizontal", "smartphone", "stamp", "store", "sun"),
    *("sun-moon", "trash-2", "triangle-alert", "truck", "undo-2", "user", "user-cog", "user-plus"),
    *("users", "wallet", "x"),
)

_INNER = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


def symbol(name: str, svg: str) -> str:
    """One lucide file as a `<symbol>`: its shapes only, drawn by the page's own stroke.

    >>> symbol("x", '<svg width="24" stroke="currentColor"> <path d="M18 6"/> </svg>')
    '<symbol id="x" viewBox="0 0 24 24"><path d="M18 6"/></symbol>'
    """
    found = _INNER.search(svg)
    if found is None:
        raise ValueError(f"{name} is not an SVG file")
    shapes = re.sub(r"\s+", " ", found.group(1)).replace("> <", "><").replace(" />", "/>").strip()
    return f'<symbol id="{name}" viewBox="0 0 24 24">{shapes}</symbol>'


def sprite(folder: Path) -> str:
    """All of `GLYPHS` from a folder of lucide SVG files, in one document."""
    symbols = (symbol(name, (folder / f"{name}.svg").read_text()) for name in GLYPHS)
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"


if __name__ == "__main__":
    SPRITE.write_text(sprite(Path(sys.argv[1])))
