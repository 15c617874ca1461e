"""Points, curves through points, and smooth noise. Units are those of the 600 x 800 picture."""

import math
import random
from collections.abc import Sequence
from functools import cache

Point = tuple[float, float]
Line = Sequence[Point]

CENTRE = 300.0


def through(*points: Point, steps: int = 8) -> list[Point]:
    """A smooth line through the points (Catmull-Rom), `steps` points to a span.

    >>> through((0, 0), (4, 0), (8, 0), steps=2)
    [(0.0, 0.0), (1.75, 0.0), (4.0, 0.0), (6.25, 0.0), (8, 0)]
    """
    padded = [points[0], *points, points[-1]]
    line: list[Point] = []
    for index in range(len(points) - 1):
        line += [_between(padded[index : index + 4], step / steps) for step in range(steps)]
    return [*line, points[-1]]


def closed(*points: Point, steps: int = 5) -> list[Point]:
    """A smooth outline through the points and back to the first."""
    count = len(points)
    line: list[Point] = []
    for index in range(count):
        four = [points[(index + offset - 1) % count] for offset in range(4)]
        for step in range(steps):
            line.append(_between(four, step / steps))
    return line


def circle(x: float, y: float, radius: float, *, sides: int = 8) -> list[Point]:
    """A ring of points; drawn smoothly, eight are round enough for a dot."""
    turns = [2 * math.pi * side / sides for side in range(sides)]
    return [(x + radius * math.cos(turn), y + radius * math.sin(turn)) for turn in turns]


def mixed(start: Point, end: Point, t: float) -> Point:
    return (start[0] + (end[0] - start[0]) * t, start[1] + (end[1] - start[1]) * t)


def along(line: Line, t: float) -> Point:
    """The point at `t` of the line's points, 0 the first and 1 the last; beyond, it goes on."""
    place = t * (len(line) - 1)
    index = min(max(int(place), 0), len(line) - 2)
    return mixed(line[index], line[index + 1], place - index)


def mirrored(line: Line, axis: float = CENTRE) -> list[Point]:
    """The line on the other side of the axis, in the same order."""
    return [(2 * axis - x, y) for x, y in line]


def both_sides(left: Line) -> list[Point]:
    """An outline from its left half, drawn from top to bottom, and that half mirrored."""
    return [*left, *reversed(mirrored(left))]


def shifted(line: Line, dx: float, dy: float) -> list[Point]:
    return [(x + dx, y + dy) for x, y in line]


def offset(line: Line, by: float) -> list[Point]:
    """The line moved sideways by a distance: positive to the right of its direction on the page.

    >>> offset([(0, 0), (4, 0), (8, 0)], 2)
    [(0.0, 2.0), (4.0, 2.0), (8.0, 2.0)]
    """
    moved: list[Point] = []
    last = len(line) - 1
    for index, (x, y) in enumerate(line):
        (x0, y0), (x1, y1) = line[max(0, index - 1)], line[min(last, index + 1)]
        length = math.hypot(x1 - x0, y1 - y0) or 1
        moved.append((x - (y1 - y0) / length * by, y + (x1 - x0) / length * by))
    return moved


def placed(
    line: Line, at: Point, *, scale: float = 1, turn: float = 0, flip: int = 1
) -> list[Point]:
    """The line moved to a place, after flipping (-1), scaling and turning by degrees."""
    cos, sin = math.cos(math.radians(turn)) * scale, math.sin(math.radians(turn)) * scale
    return [(at[0] + x * flip * cos - y * sin, at[1] + x * flip * sin + y * cos) for x, y in line]


def noise(x: float, y: float, *, seed: int = 0) -> float:
    """Smooth noise between -1 and 1; it changes over about one unit of x or y."""
    table = _table(seed)
    column, row = math.floor(x), math.floor(y)
    fx, fy = x - column, y - row
    fx, fy = fx * fx * (3 - 2 * fx), fy * fy * (3 - 2 * fy)
    here = (column * 73 + row * 151) & 1023
    below = (column * 73 + (row + 1) * 151) & 1023
    top = table[here] + (table[(here + 73) & 1023] - table[here]) * fx
    bottom = table[below] + (table[(below + 73) & 1023] - table[below]) * fx
    return top + (bottom - top) * fy


@cache
def _table(seed: int) -> tuple[float, ...]:
    source = random.Random(seed)
    return tuple(source.uniform(-1, 1) for _ in range(1024))


def _between(four: Line, t: float) -> Point:
    """The point at t (0 … 1) between the middle two of four points in a row."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = four
    return _catmull(x0, x1, x2, x3, t), _catmull(y0, y1, y2, y3, t)


def _catmull(before: float, start: float, end: float, after: float, t: float) -> float:
    return 0.5 * (
        2 * start
        + (end - before) * t
        + (2 * before - 5 * start + 4 * end - after) * t * t
        + (3 * start - before - 3 * end + after) * t * t * t
    )
