"""Juttis: a pair on a ledge in the niche."""

from dataclasses import dataclass

from ..cloth import Drape
from ..drawing import Drawing, ellipse, outline, path, stroke, tinted
from ..geometry import Line, Point, closed, mirrored, placed, shifted, through
from ..looks import Look, Palette
from ..motifs import Shape, rosette, stamped
from ..shading import shading
from ..tailoring import inked, weave

SCALE = 1.12  # from the cobbler's units, in which a shoe is 280 long, to the picture's


def juttis(drawing: Drawing, look: Look) -> None:
    """A pair standing on a ledge in the niche, toes curled, embroidered on the upper."""
    _ledge(drawing, 566)
    for x, turn in ((242, -5), (358, 5)):
        _jutti(drawing, look.palette, _Last((x, 444), turn))


def _ledge(drawing: Drawing, y: float) -> None:
    """A wooden shelf and the shadow under it."""
    top = drawing.gradient((0, y), (0, y + 16), "0 #c08a5c 1", ".2 #9a653f 1", "1 #5f3820 1")
    drawing.add(
        drawing.group(
            [path(f"M96 {y + 12}H530V{y + 40}H96Z", fill="#2a1710", opacity=0.34)], blur=12
        ),
        path(f"M82 {y - 12}H518L528 {y}H72Z", fill="#b98a63"),
        path(f"M72 {y}H528V{y + 15}H72Z", fill=top),
    )


@dataclass(frozen=True, slots=True)
class _Last:
    """The cobbler's last of one shoe: its outlines, upright around (0, 0), set where it stands."""

    at: Point
    turn: float

    def placed(self, line: Line) -> list[Point]:
        return placed(line, self.at, turn=self.turn, scale=SCALE)

    def grown(self, line: Line, by: float) -> list[Point]:
        x0, y0 = self.at
        return [(x0 + (x - x0) * by, y0 + (y - y0) * by) for x, y in line]

    @property
    def sole(self) -> list[Point]:
        return self.placed(closed(
            (0, -170), (26, -136), (46, -80), (44, -10), (36, 60), (32, 96), (0, 112), (-32, 96),
            (-36, 60), (-44, -10), (-46, -80), (-26, -136), steps=8,
        ))  # fmt: skip

    @property
    def opening(self) -> list[Point]:
        return self.placed(closed(
            (0, -58), (25, -38), (27, 20), (24, 74), (0, 92), (-24, 74), (-27, 20), (-25, -38),
            steps=8,
        ))  # fmt: skip

    @property
    def upper(self) -> Drape:
        side = through((-12, -170), (-50, -80), (-48, -10), (-40, 60), (-36, 112), steps=8)
        return Drape(self.placed(side), self.placed(mirrored(side, 0)), 0.85)

    @property
    def toe(self) -> list[Point]:
        curl = through((0, -160), (5, -184), (-4, -197), (-13, -188), (-7, -180), steps=6)
        return self.placed(curl)


def _jutti(drawing: Drawing, palette: Palette, last: _Last) -> None:
    """One shoe: shadow, sole, embroidered upper, lining, rim, curled toe."""
    sole, opening = last.sole, last.opening
    rim = [ellipse(x, y, 1.7, 1.7, palette.zari) for x, y in last.grown(opening, 1.13)[::2]]
    drawing.add(
        drawing.group([path(outline(shifted(sole, 10, 10)), fill="#160a08", opacity=0.45)], blur=7),
        path(outline(shifted(sole, 3, 5)), fill="#6b4226"),
        _upper(drawing, palette, last),
        *rim,
        _lining(drawing, opening),
        stroke([*opening, opening[0]], palette.zari, 3.4),
        stroke(last.grown([*sole, sole[0]], 0.965), palette.zari, 1.5),
        stroke(last.toe, tinted(palette.ground, "#1a0d08", 0.4), 9),
        stroke(last.toe, palette.zari, 4.5),
    )


def _upper(drawing: Drawing, palette: Palette, last: _Last) -> str:
    edge = outline(last.sole)
    flowers: list[Shape] = []
    for place, scale in (((0, -108), 1.15), ((-17, -74), 0.6), ((17, -74), 0.6), ((0, -140), 0.6)):
        (at,) = last.placed([place])
        flowers += stamped(rosette(), at, scale=scale * SCALE, turn=last.turn)
    marks = [path(edge, fill=palette.ground), *inked(flowers, palette), weave(drawing, edge)]
    return drawing.group([*marks, shading(drawing, last.upper, palette.ground)], clip=edge)


def _lining(drawing: Drawing, opening: list[Point]) -> str:
    """The tan leather inside, the rim's shadow on it."""
    edge = outline(opening)
    shadow = stroke(shifted([*opening, opening[0]], 3, 5), "#2a1408", 15, opacity=0.6)
    leather = path(edge, fill=tinted("#c9a06c", "#3a2010", 0.12))
    return leather + drawing.group([shadow], clip=edge, blur=5)
