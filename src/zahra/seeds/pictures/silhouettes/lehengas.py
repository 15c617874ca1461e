"""The lehenga choli: a short blouse, a full skirt, a dupatta over the shoulder."""

from ..cloth import Folds
from ..drawing import Drawing, stroke
from ..looks import Look
from ..scene import BACKDROPS, contact, dress_form
from ..tailoring import Bolt
from .bodice import Cut, back_of_neck, body, body_drape, gota_lines, sleeves
from .draped import shoulder_dupatta
from .skirts import lehenga_skirt


def lehenga(drawing: Drawing, look: Look) -> None:
    bolt = Bolt(look.print, look.palette, look.seed)
    scarf = Bolt("booti", look.palette.accented(), look.seed)
    back_of_neck(drawing, bolt, "sweetheart")
    dress_form(drawing, BACKDROPS[look.backdrop])
    contact(drawing, 180)
    lehenga_skirt(drawing, bolt)
    choli(drawing, bolt)
    shoulder_dupatta(drawing, scarf, hem=610)


def choli(drawing: Drawing, bolt: Bolt) -> None:
    """A fitted blouse that ends under the bust, sleeves to the elbow."""
    cut = Cut("sweetheart", ((234, 212), (238, 226), (243, 240)), sag=7, folds=Folds())
    sleeves(drawing, bolt, reach=0.42, band=0.26)
    hem = [
        stroke(body_drape(cut).row(v), colour, width)
        for v, colour, width in (
            (0.965, bolt.palette.contrast, 8), (0.93, bolt.palette.zari, 1.8),
            (0.995, bolt.palette.zari, 2.6),
        )
    ]  # fmt: skip
    body(drawing, bolt, cut, trims=[*gota_lines(bolt, "sweetheart"), *hem])
