"""What is pictured: a `Look` names a garment, its cloth and its light. Read from `looks.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LOOKS_FILE = Path(__file__).with_name("looks.toml")


@dataclass(frozen=True, slots=True)
class Palette:
    """The four colours of one dye lot, as hex. `slug` and `colour` are what a shopper chooses."""

    slug: str
    colour: str
    ground: str
    contrast: str
    zari: str
    accent: str

    @property
    def swatch(self) -> str:
        return self.ground

    def turned(self) -> "Palette":
        """The companion cloth: contrast for ground, for what is worn with the garment."""
        return Palette(
            self.slug, self.colour, self.contrast, self.ground, self.zari, accent=self.accent
        )

    def accented(self) -> "Palette":
        """A second companion, on the accent colour."""
        light = self.contrast if lightness(self.contrast) > lightness(self.zari) else self.zari
        return Palette(self.slug, self.colour, self.accent, light, self.zari, accent=self.ground)


@dataclass(frozen=True, slots=True)
class Look:
    """One garment in one colour. Looks of a `style` share the cut, which `seed` decides."""

    name: str
    category: str
    style: str
    silhouette: str
    print: str
    palette: Palette
    backdrop: str
    seed: int
    words: tuple[str, ...]


@cache
def palettes() -> Mapping[str, Palette]:
    """Every palette by its slug."""
    return {slug: Palette(slug=slug, **fields) for slug, fields in _file()["palettes"].items()}


@cache
def looks() -> Mapping[str, Look]:
    """Every look by its name, in the file's order."""
    return {name: _look(name, fields) for name, fields in _file()["looks"].items()}


def lightness(colour: str) -> float:
    """How light a colour is to the eye, 0 to 1.

    >>> lightness("#ffffff"), round(lightness("#22375f"), 2)
    (1.0, 0.21)
    """
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return (299 * red + 587 * green + 114 * blue) / 255_000


def _look(name: str, fields: Mapping[str, object]) -> Look:
    values: dict[str, object] = {**fields, "palette": palettes()[str(fields["palette"])]}
    words = values.pop("words")
    return Look(name=name, words=tuple(words), **values)  # type: ignore[arg-type]


@cache
def _file() -> dict[str, dict[str, dict[str, str]]]:
    return tomllib.loads(LOOKS_FILE.read_text("utf-8"))
