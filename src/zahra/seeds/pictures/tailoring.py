"""Cutting and finishing: a bolt of printed cloth becomes a piece of a garment."""

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from .cloth import Drape, hung
from .drawing import Drawing, line, outline, path, rounded, stroke, tinted
from .geometry import Line, noise
from .looks import Palette, lightness
from .motifs import LIGHT, SELF, Shape
from .prints import PRINTS
from .shading import shading

DRIFT, TREMBLE = 1.4, 0.24  # how far the printer's hand strays, over the cloth and at an edge


@dataclass(frozen=True, slots=True)
class Bolt:
    """Cloth to cut from: what is printed on it, in which colours; `seed` is the printer's hand."""

    print: str
    palette: Palette
    seed: int
    scale: float = 1

    @property
    def ground(self) -> str:
        return self.palette.ground


def piece(
    drawing: Drawing,
    drape: Drape,
    bolt: Bolt,
    *,
    cut: Line | None = None,
    seams: Sequence[float] = (0, 1),
    trims: Iterable[str] = (),
) -> str:
    """A piece of the bolt, hung and lit. `cut` is its outline where the drape's is not right.

    Each panel between two seams has its own straight grain: the print breaks where they are sewn.
    """
    edge = outline(cut or drape.outline())
    marks = [path(edge, fill=bolt.ground)]
    for index, (start, end) in enumerate(pairwise(seams)):
        marks.append(_panel(drawing, drape, bolt, (start, end, index)))
    marks += [stroke(drape.column(u), _seam(bolt.ground), 0.7, opacity=0.5) for u in seams[1:-1]]
    marks += trims
    marks += [weave(drawing, edge), shading(drawing, drape, bolt.ground)]
    return drawing.group(marks, clip=edge)


def hem_band(
    drape: Drape,
    palette: Palette,
    motif: Sequence[Shape],
    *,
    start: float,
    end: float = 1,
) -> list[str]:
    """A border between two heights of a piece, in the contrast colour, ruled in gold.

    The motif is printed along it, as tall as the border allows and as close as it is broad.
    """
    top, bottom = drape.row(start, start=-0.05, end=1.05), drape.row(end, start=-0.05, end=1.05)
    deep = (end - start) * drape.length
    marks = [path(outline([*top, *reversed(bottom)]), fill=palette.contrast)]
    for share, colour, width in (
        (0.0, palette.zari, deep * 0.06),
        (0.09, palette.accent, deep * 0.025),
        (0.90, palette.zari, deep * 0.12),
        (0.80, palette.ground, deep * 0.025),
    ):
        row = drape.row(start + (end - start) * share, start=-0.05, end=1.05)
        marks.append(stroke(row, colour, max(0.8, width)))
    return marks + _frieze(
        drape, motif, palette.turned(), at=start + (end - start) * 0.455, deep=deep
    )


def _frieze(
    drape: Drape, motif: Sequence[Shape], palette: Palette, *, at: float, deep: float
) -> list[str]:
    """The motif side by side along a border `deep` units deep, its middle at v `at`."""
    breadth, height = _extent(motif)
    scale = deep * 0.58 / height
    count = max(2, round(drape.girth(at) / (breadth * scale * 1.3)))
    return [
        mark
        for index in range(count)
        for mark in block(drape, motif, palette, at=((index + 0.5) / count, at), scale=scale)
    ]


def block(
    drape: Drape,
    motif: Sequence[Shape],
    palette: Palette,
    *,
    at: tuple[float, float],
    scale: float,
) -> list[str]:
    """One impression of a block on a hung piece."""
    u, v = at
    middle = _middle(motif)
    shapes = [
        Shape(
            hung(drape, [(x * scale, (y - middle) * scale) for x, y in shape.points], u=u, v=v),
            shape.ink,
            shape.layer,
            shape.width * scale,
        )
        for shape in motif
    ]
    return inked(shapes, palette)


def inked(shapes: Iterable[Shape], palette: Palette) -> list[str]:
    """Shapes that are already where they belong, in the palette's colours, layer upon layer."""
    fills: dict[tuple[int, str, float], list[str]] = defaultdict(list)
    for shape in shapes:
        data = line(shape.points) if shape.width else rounded(shape.points)
        fills[shape.layer, shape.ink, round(shape.width, 1)].append(data)
    marks: list[str] = []
    for (_, ink, width), data in sorted(fills.items()):
        colour = _ink(palette, ink)
        if width:
            marks.append(
                path(
                    "".join(data),
                    stroke=colour,
                    stroke_width=width,
                    stroke_linecap="round",
                    stroke_linejoin="round",
                )
            )
        else:
            marks.append(path("".join(data), fill=colour))
    return marks


def weave(drawing: Drawing, edge: str) -> str:
    """The thread of the cloth: fine uneven lines both ways, felt more than seen."""
    hand = random.Random(3)
    threads = [
        f'<path d="M0 {at}H36" stroke-opacity="{hand.uniform(0, 0.5):.2f}"/>'
        f'<path d="M{at} 0V36" stroke-opacity="{hand.uniform(0, 0.5):.2f}"/>'
        for at in (step * 0.9 for step in range(40))
    ]
    cloth = drawing.define(
        "weave",
        '<pattern id="{id}" width="36" height="36" patternUnits="userSpaceOnUse">'
        f'<g stroke="#2a1a14" stroke-width="0.4">{"".join(threads)}</g></pattern>',
    )
    return path(edge, fill=cloth, opacity=0.16)


def _panel(drawing: Drawing, drape: Drape, bolt: Bolt, between: tuple[float, float, int]) -> str:
    start, end, index = between
    centre, share = (start + end) / 2, end - start
    hand = random.Random(bolt.seed * 101 + index)
    width, length = drape.widest * share / bolt.scale, drape.length / bolt.scale
    aside, below = hand.uniform(-9, 9), hand.uniform(-20, 0)
    shapes: list[Shape] = []
    for shape in PRINTS[bolt.print](width, length, hand):
        points = [((x + aside) * bolt.scale, (y + below) * bolt.scale) for x, y in shape.points]
        if not _within(drape, points, share):
            continue
        hand_printed = [_unsteady(point, bolt.seed + index) for point in points]
        shapes.append(
            Shape(
                hung(drape, hand_printed, u=centre), shape.ink, shape.layer,
                shape.width * bolt.scale,
            )
        )  # fmt: skip
    edges = [*drape.column(start), *reversed(drape.column(end))]
    return drawing.group(inked(shapes, bolt.palette), clip=outline(edges))


def _within(drape: Drape, points: Line, share: float) -> bool:
    """Whether any of it can be seen on a panel that takes this share of the piece."""
    return any(
        -6 < y < drape.length + 6 and abs(x) < drape.girth(y / drape.length) * share / 2 + 4
        for x, y in points
    )


def _unsteady(point: tuple[float, float], seed: int) -> tuple[float, float]:
    x, y = point
    drift = noise(x / 40, y / 40, seed=seed), noise(x / 40 + 90, y / 40, seed=seed)
    tremble = noise(x / 1.7, y / 1.7, seed=seed), noise(x / 1.7 + 90, y / 1.7, seed=seed)
    return x + DRIFT * drift[0] + TREMBLE * tremble[0], y + DRIFT * drift[1] + TREMBLE * tremble[1]


def _ink(palette: Palette, ink: str) -> str:
    if ink == SELF:
        towards = "#ffffff" if lightness(palette.ground) < 0.7 else "#b58a5c"
        return tinted(palette.ground, towards, 0.16)
    if ink == LIGHT:
        return max(palette.contrast, palette.zari, key=lightness)
    return str(getattr(palette, ink))


def _extent(motif: Sequence[Shape]) -> tuple[float, float]:
    """How broad and how tall a block is."""
    across = [x for shape in motif for x, _ in shape.points]
    down = [y for shape in motif for _, y in shape.points]
    return max(across) - min(across), max(down) - min(down)


def _middle(motif: Sequence[Shape]) -> float:
    down = [y for shape in motif for _, y in shape.points]
    return (max(down) + min(down)) / 2


def _seam(ground: str) -> str:
    return tinted(ground, "#1a0d12", 0.5)
