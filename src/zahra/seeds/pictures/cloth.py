"""Hanging cloth as a surface: `Drape` maps (u, v) of a piece to the picture.

u runs 0 … 1 from the viewer's left edge to the right one, v 0 … 1 from the top to the hem.
Between its edges a piece curves towards the viewer, so whatever is printed on it narrows at the
sides; its folds bend the hem and are what the light sees.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from .geometry import Line, Point, along, mixed, noise


@dataclass(frozen=True, slots=True)
class Folds:
    """Ridges running down a piece: how many across it, how deep at top and hem (picture units).

    `wander` bends them (0 knife pleats, 1 a loose gather).
    """

    count: float = 0
    top: float = 0
    hem: float = 0
    seed: int = 0
    wander: float = 0.5

    def height(self, u: float, v: float) -> float:
        """How far the cloth stands towards the viewer."""
        if not self.count:
            return 0.0
        depth = self.top + (self.hem - self.top) * max(0.0, v) ** 1.3
        bend = self.wander * noise(u * self.count * 0.5, v * 1.6, seed=self.seed)
        swell = 1 + 0.55 * self.wander * noise(u * self.count * 0.4 + 50, v * 1.2, seed=self.seed)
        return depth * swell * math.cos(2 * math.pi * (u * self.count + bend))


@dataclass(frozen=True)
class Drape:
    """A piece between two edges, both drawn from the top down.

    `roundness`: 0 flat, 1 the visible half of a cylinder. `sag_top` and `sag`: how much lower the
    middle is than the edges, at the top and at the hem, because we look slightly down on it.
    """

    left: Line
    right: Line
    roundness: float = 0.8
    sag: float = 0
    sag_top: float = 0
    folds: Folds = field(default_factory=Folds)

    def at(self, u: float, v: float) -> Point:
        u = min(max(u, -0.08), 1.08)
        x, y = mixed(along(self.left, v), along(self.right, v), self._across(u))
        sag = self.sag_top + (self.sag - self.sag_top) * v
        y += sag * math.sin(math.pi * min(max(u, 0), 1))
        return x, y + 0.3 * self.folds.height(u, v) * max(0.0, v) ** 3

    def turned_by(self, u: float) -> float:
        """The angle by which the cloth faces right (radians; left is negative)."""
        return (u - 0.5) * math.pi * self.roundness

    def girth(self, v: float) -> float:
        """How much cloth lies between the edges."""
        (x0, y0), (x1, y1) = along(self.left, v), along(self.right, v)
        half = math.pi / 2 * self.roundness
        return math.hypot(x1 - x0, y1 - y0) * (half / math.sin(half) if half else 1)

    def outline(self) -> list[Point]:
        """Its edge: down the left, along the hem, up the right, back along the top."""
        steps = 40
        down = [step / steps for step in range(steps + 1)]
        return [
            *(self.at(0, v) for v in down),
            *self.row(1),
            *(self.at(1, v) for v in reversed(down)),
            *reversed(self.row(0)),
        ]

    def row(self, v: float, *, start: float = 0, end: float = 1) -> list[Point]:
        """The line straight across at v."""
        steps = max(12, int(self.folds.count * 10))
        return [self.at(start + (end - start) * step / steps, v) for step in range(steps + 1)]

    def column(self, u: float, *, start: float = 0, end: float = 1, steps: int = 30) -> list[Point]:
        """The line straight down at u."""
        return [self.at(u, start + (end - start) * step / steps) for step in range(steps + 1)]

    @cached_property
    def length(self) -> float:
        """From top to hem, down the middle."""
        middle = [mixed(a, b, 0.5) for a, b in zip(self.left, self.right, strict=False)]
        return sum(math.dist(a, b) for a, b in pairwise(middle)) or 1.0

    @cached_property
    def widest(self) -> float:
        return max(self.girth(v / 10) for v in range(11))

    def _across(self, u: float) -> float:
        half = math.pi / 2 * self.roundness
        if not half:
            return u
        return (1 + math.sin(self.turned_by(u)) / math.sin(half)) / 2


def hung(drape: Drape, points: Line, *, u: float, v: float = 0) -> list[Point]:
    """Flat cloth hung on a piece: its (0, 0) at (u, v), its grain running down from there.

    >>> flat = Drape([(0, 0), (0, 100)], [(50, 0), (50, 100)], roundness=0)
    >>> hung(flat, [(5, 20)], u=0.5)
    [(30.0, 20.0)]
    """
    places: list[Point] = []
    for across, down in points:
        row = v + down / drape.length
        places.append(drape.at(u + across / max(drape.girth(row), 1), row))
    return places


def seams(panels: int) -> Sequence[float]:
    """Where panels of equal width meet, edges included.

    >>> seams(4)
    [0.0, 0.25, 0.5, 0.75, 1.0]
    """
    return [index / panels for index in range(panels + 1)]
