"""Kurtas: straight with side slits, and A-line."""

from ..cloth import Folds
from ..drawing import Drawing, outline, path, stroke
from ..geometry import mirrored, through
from ..looks import Look
from ..motifs import buta, lotus
from ..scene import BACKDROPS, dress_form
from ..shading import inside_of
from ..tailoring import Bolt, hem_band
from .bodice import Cut, back_of_neck, body, body_drape, neck_finish, sleeves, tassels

NECKS = ("round", "v", "band")


def straight_kurta(drawing: Drawing, look: Look) -> None:
    """Knee-length and straight, open at the sides from the hip."""
    bolt = Bolt(look.print, look.palette, look.seed)
    neck = _neck(look)
    back_of_neck(drawing, bolt, neck)
    dress_form(drawing, BACKDROPS[look.backdrop])
    kurta(drawing, bolt, neck, hem=612)


def kurta(drawing: Drawing, bolt: Bolt, neck: str, *, hem: float) -> None:
    """The straight kurta itself, wherever its hem."""
    slit = 250 + 0.42 * (hem - 250)
    side = ((234, 212), (241, 250), (243, 282), (230, 340), (224, slit), (219, hem))
    cut = Cut(neck, side, sag=9, folds=Folds(4.4, 0.6, 5.6, bolt.seed, wander=1.0))
    _back_panel(drawing, bolt, slit, hem)
    sleeves(drawing, bolt, reach=0.84, wide=1.1)
    drape = body_drape(cut)
    band = 30 / drape.length
    trims = neck_finish(bolt, neck) + hem_band(drape, bolt.palette, lotus(), start=1 - band)
    body(drawing, bolt, cut, trims=trims)
    for edge in (drape.column(0.004, start=0.55), drape.column(0.996, start=0.55)):
        drawing.add(stroke(edge, bolt.palette.zari, 1.3, opacity=0.9))
    if neck == "v":
        tassels(drawing, bolt, (300, 178))


def aline_kurta(drawing: Drawing, look: Look) -> None:
    """Calf-length, flaring from the waist, with princess seams."""
    bolt = Bolt(look.print, look.palette, look.seed)
    neck = _neck(look)
    back_of_neck(drawing, bolt, neck)
    dress_form(drawing, BACKDROPS[look.backdrop])
    side = ((234, 212), (242, 248), (245, 278), (228, 350), (196, 480), (160, 648))
    cut = Cut(neck, side, sag=17, folds=Folds(6.5, 0.8, 9, look.seed, wander=0.8))
    sleeves(drawing, bolt, reach=0.7, wide=1.35)
    drape = body_drape(cut)
    band = 40 / drape.length
    trims = neck_finish(bolt, neck)
    trims += hem_band(drape, bolt.palette, buta(), start=1 - band)
    body(drawing, bolt, cut, trims=trims)
    if neck == "v":
        tassels(drawing, bolt, (300, 178))


def _neck(look: Look) -> str:
    return NECKS[(look.seed // 2) % len(NECKS)]


def _back_panel(drawing: Drawing, bolt: Bolt, slit: float, hem: float) -> None:
    """The back of the kurta, darker, where the slits open."""
    left = through((226, slit - 30), (220, slit + 60), (214, hem + 2), steps=8)
    edge = [*left, *through((214, hem + 2), (300, hem + 12), (386, hem + 2), steps=8)]
    drawing.add(
        path(outline([*edge, *reversed(mirrored(left))]), fill=inside_of(bolt.ground)),
        stroke(edge[len(left) :], bolt.palette.zari, 1.4, opacity=0.7),
    )
