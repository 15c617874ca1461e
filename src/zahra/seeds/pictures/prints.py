"""Prints: how motifs cover a length of cloth. Each yields shapes for a flat piece.

A piece spans -width/2 … width/2 across and 0 … length down, in picture units before it is hung.
Half-drop repeats, and a hand that is never quite steady, keep it from looking like wallpaper.
"""

import math
import random
from collections.abc import Callable, Iterator

from .geometry import Line, circle, noise
from .motifs import (
    ACCENT,
    CONTRAST,
    SELF,
    ZARI,
    Shape,
    buta,
    leaf,
    rosette,
    sprig,
    stamped,
    star,
    tied_dot,
)

Print = Callable[[float, float, random.Random], Iterator[Shape]]


def buta_print(width: float, length: float, hand: random.Random) -> Iterator[Shape]:
    for x, y, turned in _half_drop(width, length, 33, 46, hand):
        yield from stamped(buta(), (x, y), scale=0.5, turn=hand.gauss(0, 2.5), flip=turned)
        yield from stamped(rosette(), (x + 16.5, y - 11.5), scale=0.17)
        yield Shape(circle(x + 16.5, y + 11.5, 0.9, sides=6), ACCENT)


def booti_print(width: float, length: float, hand: random.Random) -> Iterator[Shape]:
    for x, y, turned in _half_drop(width, length, 25, 32, hand):
        lean = 8 * turned + hand.gauss(0, 3)
        yield from stamped(sprig(), (x, y), scale=0.52, turn=lean, flip=turned)
        yield Shape(circle(x + 12.5, y, 0.8, sides=6), ZARI)


def jaal_print(width: float, length: float, hand: random.Random) -> Iterator[Shape]:
    across, down = 34.0, 50.0
    for x, y, _ in _half_drop(width, length, across, down, hand, shake=0.2):
        for side in (-1, 1):
            vine = [
                (x + side * across / 2 * math.sin(math.pi * t) ** 2, y + down * (t - 0.5))
                for t in (step / 14 for step in range(15))
            ]
            yield Shape(vine, CONTRAST, 0, 0.95)
            for t, turn in ((0.22, 25), (0.78, 155)):
                place = (x + side * 13, y + down * (t - 0.5))
                yield from stamped(leaf(), place, scale=0.36, turn=-side * turn)
        yield from stamped(rosette(), (x, y), scale=0.56, turn=hand.gauss(0, 6))
        yield from stamped(rosette(), (x, y + down / 2), scale=0.24)


def ajrakh_print(width: float, length: float, hand: random.Random) -> Iterator[Shape]:
    side = 36.0
    columns, rows = int(width / side / 2) + 2, int(length / side) + 2
    for column in range(-columns, columns + 1):
        x = column * side
        for offset, ink, broad in ((-1.3, CONTRAST, 1.1), (1.3, ACCENT, 0.8)):
            yield Shape(_upright(x + side / 2 + offset, length), ink, 0, broad)
        for row in range(-1, rows):
            y = row * side
            yield from stamped(star(), (x, y + side / 2), scale=0.56, turn=hand.gauss(0, 2))
            yield from stamped(rosette(), (x + side / 2, y), scale=0.3)
            for offset, ink, broad in ((-1.3, CONTRAST, 1.1), (1.3, ACCENT, 0.8)):
                rule = [(x + side * (t / 6 - 0.5), y + offset) for t in range(7)]
                yield Shape(rule, ink, 0, broad)


def bandhani_print(width: float, length: float, hand: random.Random) -> Iterator[Shape]:
    for x, y, turned in _half_drop(width, length, 38, 38, hand):
        knots = [(0.0, 0.0), *circle(0, 0, 5, sides=6), *circle(0, 0, 9.6, sides=12)]
        if turned < 0:
            knots = [(dx * 4.4, dy * 4.4) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]
        for dx, dy in knots:
            knot = (x + dx + hand.gauss(0, 0.25), y + dy + hand.gauss(0, 0.25))
            yield from stamped(tied_dot(), knot, scale=0.62, turn=hand.uniform(0, 360))
        for dx, dy in circle(19, 0, 2.6, sides=4):
            yield from stamped(tied_dot(), (x + dx, y + dy), scale=0.42, turn=hand.uniform(0, 360))


def leheriya_print(width: float, length: float, hand: random.Random) -> Iterator[Shape]:
    seed = hand.randrange(1000)
    cycle = ((CONTRAST, 3.4), (ZARI, 1.5), (CONTRAST, 2.0), (ACCENT, 1.6), (CONTRAST, 1.0))
    y, index = -width * 0.6, 0
    while y < length + width * 0.6:
        ink, broad = cycle[index % len(cycle)]
        yield Shape(_wave(width, y, seed), ink, 0, broad * (1 + 0.25 * noise(y / 9, 0, seed=seed)))
        y += (9.2, 5.2, 6.4, 6.2, 7.4)[index % len(cycle)]
        index += 1


def stripe_print(width: float, length: float, hand: random.Random) -> Iterator[Shape]:
    columns = int(width / 30) + 2
    for column in range(-columns, columns + 1):
        x = column * 15 + hand.gauss(0, 0.2)
        if column % 2:
            yield Shape(_upright(x - 1.6, length), CONTRAST, 0, 0.8)
            yield Shape(_upright(x + 1.6, length), CONTRAST, 0, 0.8)
            continue
        yield Shape(_upright(x, length), ACCENT, 0, 0.5)
        for row in range(int(length / 17) + 1):
            yield from stamped(rosette(), (x, row * 17 + 8.5 * (column % 4 == 0)), scale=0.21)


def plain_print(width: float, length: float, hand: random.Random) -> Iterator[Shape]:
    """Not quite plain: a woven dot in the cloth's own colour, seen when the light grazes it."""
    for x, y, _ in _half_drop(width, length, 17, 24, hand):
        yield Shape(circle(x, y, 1.5, sides=6), SELF)
        for dx, dy in circle(0, 0, 3.6, sides=4):
            yield Shape(circle(x + dx, y + dy, 0.7, sides=5), SELF)


PRINTS: dict[str, Print] = {
    "buta": buta_print,
    "booti": booti_print,
    "jaal": jaal_print,
    "ajrakh": ajrakh_print,
    "bandhani": bandhani_print,
    "leheriya": leheriya_print,
    "stripe": stripe_print,
    "plain": plain_print,
}


def _half_drop(
    width: float,
    length: float,
    across: float,
    down: float,
    hand: random.Random,
    *,
    shake: float = 0.6,
) -> Iterator[tuple[float, float, int]]:
    """Places of a half-drop repeat: every other column half a step lower, and turned (-1)."""
    columns = int(width / across) + 2
    for column in range(-columns, columns + 1):
        odd = column % 2
        for row in range(-1, int(length / down) + 2):
            x = column * across / 2 + hand.gauss(0, shake)
            y = (row + odd / 2) * down + hand.gauss(0, shake)
            yield x, y, -1 if odd else 1


def _upright(x: float, length: float) -> Line:
    return [(x, y * 12.0) for y in range(-1, int(length / 12) + 2)]


def _wave(width: float, y: float, seed: int) -> Line:
    """A leheriya wave: across the cloth on the slant, zigzagging as the rolled cloth was tied."""
    steps = max(12, int(width / 3))
    places = ((step / steps - 0.5) * 1.1 * width for step in range(steps + 1))
    return [
        (x, y + 0.32 * x + 7 * abs((x / 34) % 2 - 1) + 1.1 * noise(x / 12, y / 12, seed=seed))
        for x in places
    ]
