"""The saree, draped the nivi way: pleats in front, the end over the shoulder."""

from ..cloth import Drape, Folds
from ..drawing import Drawing, outline, path
from ..geometry import through
from ..looks import Look
from ..motifs import lotus
from ..scene import BACKDROPS, contact, dress_form
from ..tailoring import Bolt, hem_band, piece
from .bodice import back_of_neck
from .draped import cloth_end, selvedges
from .lehengas import choli
from .skirts import Flare, flared


def saree(drawing: Drawing, look: Look) -> None:
    bolt = Bolt(look.print, look.palette, look.seed)
    blouse = Bolt("plain", look.palette.turned(), look.seed)
    back_of_neck(drawing, blouse, "sweetheart")
    _pallu(drawing, bolt)
    dress_form(drawing, BACKDROPS[look.backdrop])
    choli(drawing, blouse)
    _over_the_shoulder(drawing, bolt)
    contact(drawing, 120)
    skirt = Flare(
        (54, 282),
        (120, 732),
        1,
        Folds(4.5, 0.8, 5, look.seed, wander=1),
        sag=14,
        bell=0.16,
        band=30,
    )
    flared(drawing, bolt, skirt, lotus())
    _pleats(drawing, bolt)


def _pleats(drawing: Drawing, bolt: Bolt) -> None:
    """The fan of knife pleats, tucked in at the waist."""
    drape = Drape(
        through((272, 290), (268, 400), (258, 560), (244, 738), steps=10),
        through((312, 290), (322, 400), (338, 560), (360, 738), steps=10),
        0.35, sag=6, sag_top=2, folds=Folds(6.5, 2.4, 6, bolt.seed, wander=0.18),
    )  # fmt: skip
    band = hem_band(drape, bolt.palette, lotus(), start=1 - 30 / drape.length)
    drawing.add(piece(drawing, drape, bolt, trims=band))


def _over_the_shoulder(drawing: Drawing, bolt: Bolt) -> None:
    """From the viewer's left hip across the bust to the right shoulder, in soft pleats."""
    lower = through((370, 122), (362, 178), (338, 236), (300, 290), (262, 340), steps=10)
    upper = through((330, 112), (302, 156), (272, 204), (250, 246), (240, 290), steps=10)
    drape = Drape(upper, lower, 0.45, folds=Folds(4.5, 2.0, 3.4, bolt.seed, wander=0.6))
    drawing.add(
        drawing.group(
            [path(outline([(x, y + 7) for x, y in drape.outline()]), fill="#160a08", opacity=0.4)],
            blur=5,
        ),
        piece(drawing, drape, bolt, trims=selvedges(drape, bolt.palette)),
    )


def _pallu(drawing: Drawing, bolt: Bolt) -> None:
    """The end of the saree, falling behind the shoulder to the knee."""
    drape = Drape(
        through((346, 112), (372, 240), (384, 400), (386, 566), steps=10),
        through((372, 120), (428, 240), (452, 400), (470, 548), steps=10),
        0.5, sag=4, folds=Folds(4, 2.4, 6, bolt.seed + 2, wander=0.5),
    )  # fmt: skip
    cloth_end(drawing, drape, bolt, pallu=110)
