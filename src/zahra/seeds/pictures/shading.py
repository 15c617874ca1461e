"""Light on cloth: one lamp, up and to the left, for everything in the studio.

The piece is cut into small cells; each is darkened or lightened by how far it turns from the lamp,
and the result is blurred into soft light. No cell knows what is printed on it.
"""

import math
from collections import defaultdict

from .cloth import Drape
from .drawing import Drawing, outline, path, tinted
from .looks import lightness

LAMP = math.radians(-38)
AMBIENT = 0.42
STEP = 0.035  # how finely tones are told apart


def shading(drawing: Drawing, drape: Drape, ground: str, *, strength: float = 1.2) -> str:
    """The shadows and lights of a piece, to be drawn over it and clipped to it."""
    shadows: dict[int, list[str]] = defaultdict(list)
    lights: dict[int, list[str]] = defaultdict(list)
    for cell, tone in _cells(drape):
        level = round(abs(tone) * strength / STEP)
        if level:
            (shadows if tone < 0 else lights)[level].append(cell)
    return drawing.group(
        (path("".join(c), fill=shadow_of(ground), opacity=min(0.9, n * STEP * 1.25))
         for n, c in sorted(shadows.items())),
        blur=1.7, margin=6, blend="multiply",
    ) + drawing.group(
        (path("".join(c), fill="#fff1da", opacity=min(0.5, n * STEP * _gleam(ground)))
         for n, c in sorted(lights.items())),
        blur=1.8, margin=6, blend="screen",
    )  # fmt: skip


def shadow_of(ground: str) -> str:
    """What a shadow multiplies with: pale cloth shades warm, dark cloth into its own depth."""
    if lightness(ground) > 0.6:
        return tinted("#7d5340", ground, 0.12)
    return tinted("#24131c", ground, 0.28)


def inside_of(ground: str) -> str:
    """The wrong side of the cloth, away from the lamp: seen at a slit, a neck, a lifted hem."""
    if lightness(ground) > 0.6:
        return tinted(ground, "#6b4636", 0.5)
    return tinted(ground, "#120a08", 0.5)


def _gleam(ground: str) -> float:
    return 0.95 if lightness(ground) < 0.4 else 0.6


def _cells(drape: Drape) -> list[tuple[str, float]]:
    columns, rows = (
        max(26, int(drape.folds.count * 9), int(drape.widest / 7)),
        max(10, int(drape.length / 16)),
    )
    grid = [
        [drape.at(column / columns, row / rows) for column in range(columns + 1)]
        for row in range(rows + 1)
    ]
    cells: list[tuple[str, float]] = []
    for row in range(rows):
        for column in range(columns):
            corners = [
                grid[row][column],
                grid[row][column + 1],
                grid[row + 1][column + 1],
                grid[row + 1][column],
            ]
            tone = _tone(drape, (column + 0.5) / columns, (row + 0.5) / rows)
            cells.append((outline(corners), tone))
    return cells


def _tone(drape: Drape, u: float, v: float) -> float:
    """From -1 (black) by 0 (as dyed, seen from the front) to 1 (white)."""
    folds, step = drape.folds, 0.004
    rise = folds.height(u + step, v) - folds.height(u - step, v)
    slope = rise / (2 * step * max(drape.girth(v), 1))
    facing = drape.turned_by(u) - math.atan(slope * 1.1)
    lit = AMBIENT + (1 - AMBIENT) * max(0.0, math.cos(facing - LAMP))
    front = AMBIENT + (1 - AMBIENT) * math.cos(LAMP)
    valley = min(0.0, folds.height(u, v)) * 0.018
    hem = -0.10 * max(0.0, v - 0.86) / 0.14
    return lit / front - 1 + valley + hem
