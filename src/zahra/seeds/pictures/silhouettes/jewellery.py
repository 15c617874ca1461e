"""Jhumkas: a pair of bell earrings on a brass stand."""

import math
from dataclasses import replace

from ..drawing import Drawing, ellipse, outline, path, stroke, tinted
from ..geometry import both_sides, circle, shifted, through
from ..looks import Look, Palette
from ..motifs import ACCENT, CONTRAST, ZARI, Shape, buta, petals, stamped
from ..scene import BACKDROPS, brass_rail, plinth
from ..tailoring import inked

GOLD, DEEP_GOLD, PALE_GOLD = "#cf9a3e", "#7a4a14", "#f8e2a8"


def jhumkas(drawing: Drawing, look: Look) -> None:
    """Bell earrings hung on a brass rail, enamel in the palette's colours."""
    plinth(drawing, BACKDROPS[look.backdrop], 640)
    for x in (150, 450):
        drawing.add(_post(drawing, x, 236, 640))
    drawing.add(brass_rail(drawing, 236, 130, 470))
    for x in (232, 368):
        _jhumka(drawing, look.palette, x)


def _post(drawing: Drawing, x: float, top: float, foot: float) -> str:
    rod = path(f"M{x - 4} {top}H{x + 4}V{foot}H{x - 4}Z", fill=_brass(drawing, x, 5))
    return rod + ellipse(x, foot, 22, 5, GOLD)


def _brass(drawing: Drawing, x: float, half: float) -> str:
    """Polished metal of this half width, the lamp's streak left of the middle."""
    return drawing.gradient(
        (x - half, 0), (x + half, 0),
        f"0 {DEEP_GOLD} 1", f".28 {PALE_GOLD} 1", f".46 {GOLD} 1", f".8 {DEEP_GOLD} 1",
        "1 #4a2a0a 1",
    )  # fmt: skip


def _jhumka(drawing: Drawing, palette: Palette, x: float) -> None:
    """Hook, flower stud, bell with enamelled drops, a hem of pearls."""
    metal = _brass(drawing, x, 52)
    bell = both_sides(through((300, 348), (288, 352), (266, 384), (250, 430), (244, 470), steps=8))
    bell = shifted(bell, x - 300, 0)
    drawing.add(
        drawing.group([path(outline(shifted(bell, 12, 10)), fill="#160a08", opacity=0.34)], blur=8),
        stroke(through((x, 228), (x + 9, 240), (x, 276), steps=8), GOLD, 3.4),
        ellipse(x, 304, 35, 35, metal),
        *inked(stamped(_stud(), (x, 304)), palette),
        ellipse(x, 343, 7, 7, metal),
        path(outline(bell), fill=metal),
        *_beads(x),
        *_enamel(palette, x),
        ellipse(x, 470, 56, 9, metal),
        *_pearls(palette, x),
    )


def _stud() -> list[Shape]:
    """The enamelled flower at the ear."""
    outer = [Shape(petal, ZARI) for petal in petals(4, 33, 8, 10)]
    inner = [Shape(petal, CONTRAST, 1) for petal in petals(4, 21, 5, 10)]
    return [*outer, *inner, Shape(circle(0, 0, 7, sides=12), ACCENT, 2)]


def _around(count: int) -> list[float]:
    """The angles of things evenly spaced around the front of a bell, left to right."""
    return [math.pi * (index + 0.5) / count for index in range(count)]


def _beads(x: float) -> list[str]:
    """Three rings of beads, smaller towards the sides."""
    return [
        ellipse(
            x - half * math.cos(turn),
            y + 6 * math.sin(turn),
            size * max(0.35, math.sin(turn)),
            size,
            PALE_GOLD,
        )
        for y, half, size in ((368, 24, 2.2), (396, 38, 2.4), (452, 52, 2.6))
        for turn in _around(11)
    ]


def _enamel(palette: Palette, x: float) -> list[str]:
    """Mangoes in the palette's colours, narrower towards the sides."""
    marks: list[str] = []
    for turn in _around(5):
        at, wide = (x - 42 * math.cos(turn), 428 + 5 * math.sin(turn)), max(0.4, math.sin(turn))
        mango = [
            replace(shape, points=[(px * wide, py) for px, py in shape.points]) for shape in buta()
        ]
        marks += inked(stamped(mango, at, scale=0.56), palette)
    return marks


def _pearls(palette: Palette, x: float) -> list[str]:
    pearl = tinted(palette.contrast, "#fff6e6", 0.72)
    marks: list[str] = []
    for turn in _around(13):
        px, py = x - 54 * math.cos(turn), 478 + 8 * math.sin(turn)
        marks += [
            stroke([(px, py - 4), (px, py + 9)], DEEP_GOLD, 1.2),
            ellipse(px, py + 13, 5.4, 6, pearl),
            ellipse(px - 1.7, py + 11, 1.6, 1.7, "#ffffff", opacity=0.9),
        ]
    return marks
