"""How the font files were cut from the fontsource packages: run by hand, results committed.

Needs fontTools and brotli (development only). The rupee sign stands in fontsource's `latin-ext`
files, which would cost every price 30 KB, so it gets a face of its own of about 1 KB.
Run `python -m zahra.web.ui.fonts path/to/fraunces/files path/to/figtree/files`.
"""

# pyright: basic
# fontTools has no types.

import sys
from pathlib import Path

FONTS = Path(__file__).parent / "static" / "fonts"
RUPEE = "\u20b9"
AIR = 100  # of 2000 to an em, after Fraunces' rupee: no kerning reaches from face to face
LATIN = (
    "".join(map(chr, range(0x20, 0x7F)))
    + "\u00a0©«®°·»½×ÀÁÈÉÊàáâäçèéêëíîïñóôöúûü"
    + "–—‘’“”•…′″←↑→↓−"
)
# (source file, result, axes: a range keeps the axis, a number pins it, characters)
Cut = tuple[str, str, dict[str, tuple[int, int] | int], str]
FRAUNCES: tuple[Cut, ...] = (
    ("fraunces-latin-opsz-normal", "fraunces", {"wght": (380, 600), "opsz": 72}, LATIN),
    ("fraunces-latin-opsz-italic", "fraunces-italic", {"wght": 400, "opsz": 72}, LATIN),
    ("fraunces-latin-ext-opsz-normal", "fraunces-rupee", {"wght": (380, 600), "opsz": 72}, RUPEE),
)
FIGTREE: tuple[Cut, ...] = (
    ("figtree-latin-wght-normal", "figtree", {"wght": (400, 700)}, LATIN),
    ("figtree-latin-ext-wght-normal", "figtree-rupee", {"wght": (400, 700)}, RUPEE),
)


def cut(folder: Path, recipe: Cut) -> None:
    """Limit the axes, keep the characters, write WOFF2."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    source, result, axes, characters = recipe
    font = instantiateVariableFont(TTFont(folder / f"{source}.woff2"), axes)
    options = Options(hinting=False, layout_features=["kern", "liga", "ccmp", "mark", "tnum"])
    subsetter = Subsetter(options)
    subsetter.populate(text=characters)
    subsetter.subset(font)
    if result == "fraunces-rupee":
        glyph = font.getBestCmap()[ord(RUPEE)]
        width, left = font["hmtx"][glyph]
        font["hmtx"][glyph] = (width + AIR, left)
    font.flavor = "woff2"
    font.save(FONTS / f"{result}.woff2")


if __name__ == "__main__":
    for files, recipes in zip(map(Path, sys.argv[1:3]), (FRAUNCES, FIGTREE), strict=True):
        for recipe in recipes:
            cut(files, recipe)
