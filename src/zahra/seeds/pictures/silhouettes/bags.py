"""The potli: a drawstring pouch on a plinth."""

from ..cloth import Drape, Folds
from ..drawing import Drawing, ellipse, outline, path, stroke, tinted
from ..geometry import Line, shifted, through
from ..looks import Look, Palette
from ..motifs import lotus
from ..scene import BACKDROPS, plinth
from ..tailoring import Bolt, hem_band, piece


def potli(drawing: Drawing, look: Look) -> None:
    """A drawstring pouch, gathered at the neck, beads along its seam."""
    bolt = Bolt(look.print, look.palette, look.seed, scale=1.7)
    plinth(drawing, BACKDROPS[look.backdrop], 596)
    drawing.add(drawing.group([ellipse(312, 600, 128, 12, "#2a1710", opacity=0.5)], blur=6))
    _handle(drawing, look.palette)
    ruffle = Drape(
        through((236, 284), (252, 312), (270, 336), steps=10),
        through((364, 284), (348, 312), (330, 336), steps=10),
        0.8, sag=8, sag_top=-10, folds=Folds(9, 6, 2.4, look.seed, wander=0.6),
    )  # fmt: skip
    pouch = Drape(
        through((268, 334), (232, 372), (176, 460), (178, 556), (236, 598), steps=10),
        through((332, 334), (368, 372), (424, 460), (422, 556), (364, 598), steps=10),
        0.9, sag=9, sag_top=4, folds=Folds(8, 2.6, 0.8, look.seed, wander=0.5),
    )  # fmt: skip
    drawing.add(
        piece(
            drawing, pouch, bolt, trims=hem_band(pouch, look.palette, lotus(), start=0.66, end=0.86)
        )
    )
    drawing.add(piece(drawing, ruffle, bolt))
    _cord(drawing, look.palette)


def _handle(drawing: Drawing, palette: Palette) -> None:
    loop = through(
        (262, 330), (196, 250), (222, 150), (300, 122), (378, 150), (404, 250), (338, 330)
    )
    drawing.add(
        drawing.group([stroke(shifted(loop, 9, 8), "#160a08", 6, opacity=0.3)], blur=5),
        stroke(loop, tinted(palette.zari, "#2a1408", 0.5), 6.5),
        stroke(loop, palette.zari, 4.6),
        stroke(
            loop, tinted(palette.zari, "#ffffff", 0.5), 4.6, stroke_dasharray="2.2 5.5", opacity=0.7
        ),
    )
    for x, y in loop[3:-3:2]:
        drawing.add(
            ellipse(x, y, 4.6, 4.6, palette.contrast),
            ellipse(x - 1.4, y - 1.6, 1.4, 1.2, "#ffffff", opacity=0.8),
        )


def _cord(drawing: Drawing, palette: Palette) -> None:
    """The drawstring around the neck, and its tassels."""
    tie = through((266, 332), (284, 341), (300, 343), (316, 341), (334, 332), steps=6)
    drawing.add(
        stroke(tie, tinted(palette.zari, "#2a1408", 0.45), 7.5), stroke(tie, palette.zari, 5)
    )
    for side, foot in ((-1, 434), (1, 452)):
        x = 300 + side * 17
        cord = through((300 + side * 5, 342), (300 + side * 20, 380), (x, foot), steps=8)
        _tassel(drawing, palette, cord)


def _tassel(drawing: Drawing, palette: Palette, cord: Line) -> None:
    """A silk tassel under a gold bead, at the end of a cord."""
    x, foot = cord[-1]
    skirt = [(x - 4, foot), (x + 4, foot), (x + 10, foot + 44), (x - 10, foot + 44)]
    thread = tinted(palette.accent, "#ffffff", 0.3)
    drawing.add(
        drawing.group([path(outline(shifted(skirt, 5, 5)), fill="#160a08", opacity=0.4)], blur=3),
        stroke(cord, palette.zari, 3),
        path(outline(skirt), fill=palette.accent),
        *(
            stroke([(x + dx * 0.4, foot), (x + dx, foot + 44)], thread, 0.8)
            for dx in (-7, -3.5, 0, 3.5, 7)
        ),
        ellipse(x, foot, 7, 7, palette.zari),
        ellipse(x - 2, foot - 2.4, 2.2, 1.8, "#fff6df", opacity=0.8),
    )
