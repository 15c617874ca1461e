"""Everything that flares from the waist: skirts of many panels, trousers, palazzos."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..cloth import Drape, Folds, seams
from ..drawing import Drawing, ellipse, outline, path, stroke
from ..geometry import CENTRE, Point, mirrored, through
from ..looks import Look, Palette
from ..motifs import Shape, buta, lotus
from ..scene import BACKDROPS, dress_form
from ..shading import inside_of, shading, shadow_of
from ..tailoring import Bolt, hem_band, piece


@dataclass(frozen=True, slots=True)
class Flare:
    """A flared piece: half widths at waist and hem, heights, panels; `band` is the hem border."""

    waist: tuple[float, float]  # half width, height
    hem: tuple[float, float]
    panels: int
    folds: Folds
    sag: float = 22
    bell: float = 0.0  # above 0 the sides swing out below, as over a stiff petticoat
    band: float = 50
    centre: float = CENTRE


def flare_drape(flare: Flare) -> Drape:
    (top, y0), (bottom, y1) = flare.waist, flare.hem
    spread, fall = bottom - top, y1 - y0
    edge: list[Point] = [
        (flare.centre - top - spread * share, y0 + fall * down)
        for share, down in (
            (0, 0),
            (0.13 + flare.bell, 0.15),
            (0.42 + flare.bell, 0.45),
            (0.74 + flare.bell / 2, 0.76),
            (1, 1),
        )
    ]
    left = through(*edge, steps=10)
    return Drape(
        left, mirrored(left, flare.centre), 0.94, sag=flare.sag, sag_top=5, folds=flare.folds
    )


def flared(drawing: Drawing, bolt: Bolt, flare: Flare, motif: Sequence[Shape]) -> Drape:
    """Draw a flared piece, its darker inside showing where the hem lifts."""
    drape = flare_drape(flare)
    inside = inside_of(bolt.ground)
    low = max(y for _, y in drape.row(1)) - 3
    hem = drape.row(1)
    back = [(x, min(y + 3, low)) for x, y in hem]
    drawing.add(
        path(outline([*back, hem[-1], (flare.centre, flare.hem[1] - 20), hem[0]]), fill=inside)
    )
    trims: list[str] = []
    if flare.band:
        start = 1 - flare.band / drape.length
        trims = hem_band(drape, bolt.palette, motif, start=start)
    drawing.add(piece(drawing, drape, bolt, seams=seams(flare.panels), trims=trims))
    return drape


def waistband(drawing: Drawing, bolt: Bolt, half: float, y: float, *, deep: float = 15) -> None:
    """A band around the waist in the contrast colour, with a row of beads."""
    palette = bolt.palette
    drape = Drape(
        [(CENTRE - half, y), (CENTRE - half, y + deep)],
        [(CENTRE + half, y), (CENTRE + half, y + deep)],
        roundness=0.9, sag=6, sag_top=6,
    )  # fmt: skip
    marks = [path(outline(drape.outline()), fill=palette.contrast)]
    marks += [stroke(drape.row(v), palette.zari, deep * 0.14) for v in (0.08, 0.92)]
    for index in range(15):
        x, middle = drape.at((index + 0.5) / 15, 0.5)
        marks.append(
            ellipse(x, middle, deep * 0.13, deep * 0.13, (palette.ground, palette.zari)[index % 2])
        )
    marks.append(shading(drawing, drape, palette.contrast))
    drawing.add(drawing.group(marks, clip=outline(drape.outline())))


def legs(drawing: Drawing, bolt: Bolt, *, top: float, hem: float, wide: float, band: float) -> None:
    """Two trouser legs, `wide` each at the hem; above 60 they fold like a palazzo."""
    loose = wide > 60
    apart = wide * 0.56 if loose else 38
    for side in (-1, 1):
        folds = (
            Folds(6.5, 1.0, 6, bolt.seed + side, wander=0.6)
            if loose
            else Folds(2, 1.0, 1.6, bolt.seed + side, wander=0.6)
        )
        leg = Flare(
            (42, top), (wide, hem), 2 if loose else 1, folds,
            sag=10, bell=0.06 * loose, band=band, centre=CENTRE + side * apart,
        )  # fmt: skip
        flared(drawing, bolt, leg, lotus())
    drawing.add(_between_the_legs(drawing, bolt.ground, top + 40, hem - 6))


def _between_the_legs(drawing: Drawing, ground: str, top: float, foot: float) -> str:
    seam = [(297.0, top), (303.0, top), (306.0, foot), (294.0, foot)]
    shade = path(outline(seam), fill=shadow_of(ground), opacity=0.6)
    return drawing.group([shade], blur=4, margin=120, blend="multiply")


def palazzo(drawing: Drawing, look: Look) -> None:
    """Wide trousers worn at the waist, on the bare form."""
    bolt = Bolt(look.print, look.palette, look.seed)
    dress_form(drawing, BACKDROPS[look.backdrop])
    for side in (-1, 1):
        left = through((246, 288), (232, 350), (214, 470), (190, 600), (172, 728), steps=8)
        inner = through((300, 288), (302, 390), (301, 500), (300, 600), (296, 726), steps=8)
        drape = Drape(
            left if side < 0 else mirrored(inner), inner if side < 0 else mirrored(left),
            0.72, sag=12, sag_top=3,
            folds=Folds(6, 1.4, 6.5, look.seed + side, wander=0.6),
        )  # fmt: skip
        trims = hem_band(drape, bolt.palette, lotus(), start=1 - 36 / drape.length)
        drawing.add(piece(drawing, drape, bolt, seams=(0, 0.5, 1), trims=trims))
    drawing.add(_between_the_legs(drawing, bolt.ground, 372, 732))
    waistband(drawing, bolt, 55, 276, deep=19)
    _drawstring(drawing, look.palette)


def _drawstring(drawing: Drawing, palette: Palette) -> None:
    """Two cords from the middle of the waistband, ending in tassels."""
    for side, foot in ((-1, 364), (1, 380)):
        x = 300 + side * 7
        cord = through((300, 294), (x, (294 + foot) / 2), (x + side, foot), steps=5)
        tassel = outline([(x - 2, foot), (x + 3, foot), (x + 5, foot + 17), (x - 3, foot + 17)])
        drawing.add(
            stroke(cord, palette.zari, 1.8),
            path(tassel, fill=palette.accent),
            ellipse(x + 0.5, foot, 3.2, 3.2, palette.zari),
        )


def lehenga_skirt(drawing: Drawing, bolt: Bolt) -> None:
    """The lehenga: full to the floor, with the deepest border of the catalogue."""
    flare = Flare(
        (58, 292), (208, 722), 12, Folds(9.5, 3.2, 13, bolt.seed, wander=0.5),
        sag=24, bell=0.06, band=82,
    )  # fmt: skip
    flared(drawing, bolt, flare, buta())
    waistband(drawing, bolt, 60, 280, deep=17)
