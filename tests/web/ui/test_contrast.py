"""Every pair of colours that meets on a page, computed from the stylesheet itself."""

import math
import re

import pytest

from zahra.web.ui.assets import SOURCE

TOKENS = (SOURCE / "css" / "tokens.css").read_text()
_TOKEN = re.compile(
    r"--([\w-]+): (?:light-dark\((oklch\([^)]*\)), (oklch\([^)]*\))\)|(oklch\([^)]*\)));"
)
_NUMBERS = re.compile(r"oklch\(([\d.]+)% ([\d.]+) ([\d.]+)")

GROUNDS = ("khadi", "khadi-2", "khadi-3")
TEXT_PAIRS = [
    *((ink, ground) for ink in ("ink", "ink-2", "ink-3") for ground in GROUNDS),
    *(("ink", soft) for soft in ("madder-soft", "haldi-soft", "neem-soft", "indigo-soft")),
    *(("ink-2", soft) for soft in ("madder-soft", "haldi-soft", "neem-soft", "indigo-soft")),
    *(("madder", ground) for ground in ("khadi", "khadi-2", "madder-soft", "haldi-soft")),
    ("madder-strong", "madder-soft"),
    ("on-madder", "madder"),
    ("on-madder", "madder-strong"),
    ("haldi-ink", "haldi-soft"),
    ("haldi-ink", "khadi"),
    ("haldi-ink", "madder-soft"),
    ("indigo", "indigo-soft"),
    ("neem", "neem-soft"),
    ("neem", "khadi"),
    ("neem", "khadi-2"),
    ("danger", "danger-soft"),
    ("danger", "khadi"),
    ("danger", "khadi-2"),
    ("ink", "danger-soft"),
    ("on-night", "night"),
    ("khadi", "ink"),
]
EDGE_PAIRS = [
    *(("line-strong", ground) for ground in ("khadi", "khadi-2")),
    *(("focus", ground) for ground in GROUNDS),
    ("madder", "khadi-3"),
    ("neem", "khadi-3"),
]


def colours() -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for name, light, dark, both in _TOKEN.findall(TOKENS):
        found[name] = (light or both, dark or both)
    return found


def luminance(oklch: str) -> float:
    """WCAG relative luminance of an oklch colour, clipped to sRGB."""
    match = _NUMBERS.match(oklch)
    assert match, oklch
    lightness, chroma, hue = (float(number) for number in match.groups())
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long, medium, short = (
        (lightness / 100 + x * a + y * b) ** 3
        for x, y in (
            (0.3963377774, 0.2158037573),
            (-0.1055613458, -0.0638541728),
            (-0.0894841775, -1.2914855480),
        )
    )
    rows = (
        (4.0767416621, -3.3077115913, 0.2309699292),
        (-1.2684380046, 2.6097574011, -0.3413193965),
        (-0.0041960863, -0.7034186147, 1.7076147010),
    )
    red, green, blue = (min(1.0, max(0.0, x * long + y * medium + z * short)) for x, y, z in rows)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_the_measure_knows_black_on_white_and_a_known_grey() -> None:
    assert contrast("oklch(0% 0 0)", "oklch(100% 0 0)") == pytest.approx(21, abs=0.01)
    assert contrast("oklch(56.93% 0 0)", "oklch(100% 0 0)") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT_PAIRS)
def test_text_is_readable(ink: str, ground: str, scheme: str) -> None:
    at = ("light", "dark").index(scheme)
    assert contrast(colours()[ink][at], colours()[ground][at]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), EDGE_PAIRS)
def test_edges_that_carry_meaning_are_seen(edge: str, ground: str, scheme: str) -> None:
    at = ("light", "dark").index(scheme)
    assert contrast(colours()[edge][at], colours()[ground][at]) >= 3
