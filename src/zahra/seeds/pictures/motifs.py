"""Printing blocks: each motif is a handful of shapes around (0, 0), in the carver's own units.

A shape names an ink, not a colour, so that one block prints in every palette. Layers are the
passes of the printer: outline block first, fillings above it.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from .geometry import Line, Point, circle, closed, placed, through

CONTRAST, ZARI, ACCENT = "contrast", "zari", "accent"  # fields of a palette
SELF, LIGHT = "self", "light"  # the ground a shade lighter; the lightest ink there is


@dataclass(frozen=True, slots=True)
class Shape:
    """A filled outline, or (with a `width`) a drawn line."""

    points: Line
    ink: str
    layer: int = 0
    width: float = 0


def stamped(
    motif: Iterable[Shape], at: Point, *, scale: float = 1, turn: float = 0, flip: int = 1
) -> Iterator[Shape]:
    """The motif at a place of the cloth."""
    for shape in motif:
        points = placed(shape.points, at, scale=scale, turn=turn, flip=flip)
        yield Shape(points, shape.ink, shape.layer, shape.width * scale)


def petals(inner: float, outer: float, width: float, count: int, *, turn: float = 0) -> list[Line]:
    """A flower's petals, each pointing outward from the middle."""
    reach = outer - inner
    petal = closed(
        (0, -inner),
        (width, -inner - reach * 0.45),
        (width * 0.55, -inner - reach * 0.85),
        (0, -outer),
        (-width * 0.55, -inner - reach * 0.85),
        (-width, -inner - reach * 0.45),
        steps=2,
    )
    return [placed(petal, (0, 0), turn=turn + 360 * index / count) for index in range(count)]


def ring_of_dots(radius: float, count: int, size: float) -> list[Line]:
    turns = [2 * math.pi * index / count for index in range(count)]
    return [circle(radius * math.cos(t), radius * math.sin(t), size, sides=5) for t in turns]


@cache
def buta() -> tuple[Shape, ...]:
    """The mango: a leaning drop with a curled tip, a leaf within, dots around. About 36 by 56."""
    body = closed(
        (0, 20), (-9, 18), (-14, 9), (-12, -1), (-6, -9), (-1, -16), (2, -24), (8, -28.5),
        (13.5, -26), (13, -21.5), (9.5, -23), (8.5, -19), (11.5, -11), (15, -1), (14, 10), (9, 18),
    )  # fmt: skip
    filling = closed(
        (0, 15.5), (-7, 13), (-10, 6), (-7, -2), (-2, -9), (3.5, -17), (8, -8), (10.5, 2), (8, 12)
    )
    leaf = closed((0, 11.5), (-4.5, 7), (-4, 1), (0, -5), (3, -10), (5.5, -2), (5, 6), steps=4)
    veins = [[(0.4, 10), (0.6, 3), (2.8, -6)]]
    veins += [[(0.6, y), (0.6 + side * 3.2, y - 2.6)] for y in (6.5, 2.5) for side in (-1, 1)]
    halo = closed(
        (0, 25), (-12, 22), (-19, 10), (-16.5, -3), (-9.5, -13), (-3.5, -22), (3, -31), (12, -33.5),
        (18.5, -27), (16.5, -17), (15.5, -13), (19.5, -2), (18.5, 12), (12, 22), steps=2,
    )  # fmt: skip
    stem = (
        through((0, 20), (-1, 26), (-7, 30), steps=4),
        through((0, 23), (4, 28), (9, 27), steps=4),
    )
    return (
        *(Shape(twig, CONTRAST, 0, 1.5) for twig in stem),
        *(Shape(circle(x, y, 1.05, sides=6), CONTRAST) for x, y in halo),
        Shape(body, CONTRAST),
        Shape(filling, ZARI, 1),
        Shape(leaf, ACCENT, 2),
        *(Shape(vein, CONTRAST, 3, 0.9) for vein in veins),
    )


@cache
def sprig() -> tuple[Shape, ...]:
    """The booti: a small flower on a stem with paired leaves. About 18 by 34."""
    leaf = closed((0, 0), (2.6, -3.4), (1.8, -7), (0, -9.5), (-1.8, -7), (-2.6, -3.4), steps=2)
    pairs = [(y, side * turn) for y, turn in ((9, 62), (4, 54), (-1, 44)) for side in (-1, 1)]
    head = (0.0, -11.0)
    return (
        Shape(through((0.6, 16), (-0.6, 6), (0, -7), steps=5), CONTRAST, 0, 1.3),
        *(Shape(placed(leaf, (0, y), turn=turn), CONTRAST) for y, turn in pairs),
        *stamped((Shape(p, ZARI, 1) for p in petals(0.6, 7.4, 2.5, 5)), head),
        Shape(circle(*head, 1.9), ACCENT, 2),
        *(
            Shape(circle(x, -11 + y, 0.7, sides=5), CONTRAST)
            for x, y in circle(0, 0, 9.6, sides=10)
        ),
    )


@cache
def rosette() -> tuple[Shape, ...]:
    """A flower seen from above: eight petals on eight, a dotted rim. Radius 16."""
    return (
        *(Shape(petal, CONTRAST) for petal in petals(2, 13, 3.9, 8)),
        *(Shape(petal, ZARI, 1) for petal in petals(1, 8.4, 2.5, 8, turn=22.5)),
        Shape(circle(0, 0, 3), ACCENT, 2),
        *(Shape(dot, CONTRAST) for dot in ring_of_dots(15.6, 16, 0.85)),
    )


@cache
def star() -> tuple[Shape, ...]:
    """The ajrakh star: three wheels of petals in a beaded circle. Radius 25."""
    return (
        *(Shape(petal, CONTRAST) for petal in petals(2, 20, 5.4, 8)),
        *(Shape(petal, ZARI, 1) for petal in petals(1, 14.5, 3.6, 8, turn=22.5)),
        *(Shape(petal, ACCENT, 2) for petal in petals(0, 8.5, 2.3, 8)),
        Shape(circle(0, 0, 2), CONTRAST, 3),
        *(Shape(dot, ACCENT) for dot in ring_of_dots(23.5, 24, 1.1)),
    )


@cache
def leaf() -> tuple[Shape, ...]:
    """A single leaf, its foot at (0, 0). About 7 by 14."""
    blade = closed((0, 0), (3.4, -4.5), (2.6, -9.5), (0, -14), (-2.6, -9.5), (-3.4, -4.5), steps=3)
    return (Shape(blade, CONTRAST), Shape([(0, -1.5), (0, -10.5)], ZARI, 1, 0.9))


@cache
def lotus() -> tuple[Shape, ...]:
    """The border's lotus: five petals fanned over a calyx. About 34 by 26, foot at y 12."""
    turns = (-72, 72, -38, 38, 0)
    tall = (17.0, 17.0, 21.0, 21.0, 24.0)
    fan = [
        placed(petals(0, height, 4.4, 1)[0], (0, 10), turn=turn)
        for turn, height in zip(turns, tall, strict=True)
    ]
    veins = [
        placed(petals(3, height * 0.72, 2.0, 1)[0], (0, 10), turn=turn)
        for turn, height in zip(turns, tall, strict=True)
    ]
    return (
        *(Shape(petal, CONTRAST) for petal in fan),
        *(Shape(vein, ZARI, 1) for vein in veins),
        Shape(closed((-6, 9), (0, 12.5), (6, 9), (0, 6), steps=3), ACCENT, 2),
    )


@cache
def tied_dot() -> tuple[Shape, ...]:
    """One knot of bandhani: an uneven ring of undyed cloth with a dyed heart. Radius 2.4."""
    ring = closed((-2.3, 0.2), (-0.4, -2.2), (2.2, -0.6), (1.9, 1.7), (-0.6, 2.3), steps=2)
    return (Shape(ring, LIGHT), Shape(circle(0.1, 0, 0.9, sides=5), ACCENT, 1))
