"""The three-piece suit set: kurta, trousers and dupatta."""

from ..drawing import Drawing, ellipse
from ..looks import Look
from ..scene import BACKDROPS, contact, dress_form
from ..tailoring import Bolt
from .bodice import back_of_neck
from .draped import shoulder_dupatta
from .kurtas import kurta
from .skirts import legs


def suit_set(drawing: Drawing, look: Look) -> None:
    """Kurta to the knee, trousers in the companion cloth, dupatta on the accent."""
    bolt = Bolt(look.print, look.palette, look.seed)
    trousers = Bolt("stripe", look.palette.turned(), look.seed, scale=0.8)
    scarf = Bolt(
        "booti" if look.print != "booti" else "leheriya", look.palette.accented(), look.seed
    )
    neck = "round" if look.seed % 2 else "band"
    back_of_neck(drawing, bolt, neck)
    dress_form(drawing, BACKDROPS[look.backdrop])
    contact(drawing, 120)
    palazzo_cut = "palazzo" in " ".join(look.words)
    legs(drawing, trousers, top=470, hem=736, wide=74 if palazzo_cut else 44, band=26)
    drawing.add(drawing.group([ellipse(303, 574, 92, 14, "#1c0f0a", opacity=0.5)], blur=6))
    kurta(drawing, bolt, neck, hem=560)
    shoulder_dupatta(drawing, scarf, hem=640)
