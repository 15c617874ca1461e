"""The anarkali: a fitted bodice over a skirt of many panels."""

from ..cloth import Folds
from ..drawing import Drawing
from ..looks import Look
from ..motifs import buta
from ..scene import BACKDROPS, contact, dress_form
from ..tailoring import Bolt
from .bodice import Cut, back_of_neck, body, sleeves, tassels, yoke
from .skirts import Flare, flared, waistband

FLARE = Flare(
    (51, 270), (196, 694), 10, Folds(8.5, 2.6, 11.5, 0, wander=0.5), sag=24, bell=0.02, band=62
)


def anarkali(drawing: Drawing, look: Look) -> None:
    """Full sleeves, a deep yoke and ten panels to the ankle."""
    bolt = Bolt(look.print, look.palette, look.seed)
    neck = "v" if look.seed % 2 else "round"
    back_of_neck(drawing, bolt, neck)
    dress_form(drawing, BACKDROPS[look.backdrop])
    contact(drawing, 150, y=744)
    flared(drawing, bolt, FLARE, buta())
    sleeves(drawing, bolt, reach=1)
    cut = Cut(neck, ((234, 212), (242, 246), (249, 278)), sag=6)
    body(drawing, bolt, cut, trims=yoke(bolt, neck))
    waistband(drawing, bolt, 53, 266)
    if neck == "v":
        tassels(drawing, bolt, (300, 178), drop=30)
