"""Unstitched cloth: dupattas over a shoulder or a rail."""

from collections.abc import Sequence

from ..cloth import Drape, Folds
from ..drawing import Drawing, ellipse, outline, path, stroke, tinted
from ..geometry import Line, Point, through
from ..looks import Look, Palette
from ..motifs import Shape, buta
from ..scene import brass_rail
from ..tailoring import Bolt, hem_band, piece


def cloth_end(
    drawing: Drawing,
    drape: Drape,
    bolt: Bolt,
    *,
    pallu: float,
    motif: Sequence[Shape] | None = None,
) -> None:
    """A hanging end of cloth with selvedges, a deep end border (`pallu` long) and a fringe."""
    palette = bolt.palette
    start = 1 - pallu / drape.length
    trims = selvedges(drape, palette)
    trims += hem_band(drape, palette, motif or buta(), start=start)
    shadow = [(x + 8, y + 8) for x, y in drape.outline()]
    drawing.add(
        drawing.group([path(outline(shadow), fill="#160a08", opacity=0.34)], blur=7),
        _fringe(drape, palette),
        piece(drawing, drape, bolt, trims=trims),
    )


def selvedges(drape: Drape, palette: Palette) -> list[str]:
    """The narrow borders woven along both long edges."""
    marks: list[str] = []
    for edge, inward in ((0.0, 1), (1.0, -1)):
        marks += [
            stroke(drape.column(edge + inward * 0.02), palette.contrast, 7),
            stroke(drape.column(edge + inward * 0.062), palette.zari, 1.5),
        ]
    return marks


def shoulder_dupatta(drawing: Drawing, bolt: Bolt, *, hem: float) -> None:
    """A dupatta pleated on the shoulder to the viewer's right, falling straight in front."""
    drop = (hem - 120) / 540
    left: Line = through(
        (332, 112),
        (344, 190),
        (350, 120 + 280 * drop),
        (350, 120 + 420 * drop),
        (344, hem),
        steps=9,
    )
    right: Line = through(
        (366, 118),
        (394, 190),
        (406, 120 + 280 * drop),
        (412, 120 + 420 * drop),
        (422, hem - 8),
        steps=9,
    )
    drape = Drape(
        left, right, 0.5, sag=4, sag_top=-4, folds=Folds(4.2, 2.4, 5.4, bolt.seed, wander=0.5)
    )
    cloth_end(drawing, drape, bolt, pallu=74)


def dupatta(drawing: Drawing, look: Look) -> None:
    """A dupatta over a brass rail in the niche: the back end lower and to one side."""
    bolt = Bolt(look.print, look.palette, look.seed, scale=1.15)
    back = Drape(
        through((236, 168), (240, 400), (252, 700), steps=14),
        through((452, 168), (448, 400), (462, 686), steps=14),
        0.3, sag=4, folds=Folds(6, 3, 7, look.seed + 5, wander=0.5),
    )  # fmt: skip
    front = Drape(
        through((160, 160), (164, 330), (156, 500), (146, 640), steps=10),
        through((420, 160), (412, 330), (420, 500), (434, 622), steps=10),
        0.34, sag=8, sag_top=2, folds=Folds(7, 3.4, 8.5, look.seed, wander=0.7),
    )  # fmt: skip
    drawing.add(brass_rail(drawing, 166, 92, 508))
    cloth_end(drawing, back, bolt, pallu=96)
    cloth_end(drawing, front, bolt, pallu=104)
    drawing.add(_over_the_rail(drawing, look.palette.ground))


def _over_the_rail(drawing: Drawing, ground: str) -> str:
    """The roll of cloth along the rail: light on top, a soft shadow under it."""
    top = through((160, 164), (230, 160), (330, 161), (420, 164), steps=6)
    return drawing.group(
        [
            stroke([(x, y + 14) for x, y in top], "#160a08", 9, opacity=0.34),
            stroke([(x, y + 1) for x, y in top], tinted(ground, "#ffffff", 0.5), 5, opacity=0.6),
        ],
        blur=3,
    )


def _fringe(drape: Drape, palette: Palette) -> str:
    """Knotted tassels along the end."""
    count = max(5, round(drape.girth(1) / 11))
    marks: list[str] = []
    for index in range(count):
        x, y = drape.at((index + 0.5) / count, 1)
        skirt: list[Point] = [(x - 1.4, y), (x + 1.4, y), (x + 3, y + 15), (x - 3, y + 15)]
        marks += [path(outline(skirt), fill=palette.zari), ellipse(x, y + 3, 2, 2, palette.accent)]
    return "".join(marks)
