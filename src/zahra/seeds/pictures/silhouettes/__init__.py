"""How each garment is put together. A silhouette draws a look into a studio that is already lit."""

from collections.abc import Callable, Mapping

from ..drawing import Drawing
from ..looks import Look
from .anarkalis import anarkali
from .bags import potli
from .draped import dupatta
from .footwear import juttis
from .jewellery import jhumkas
from .kurtas import aline_kurta, straight_kurta
from .lehengas import lehenga
from .sarees import saree
from .skirts import palazzo
from .suits import suit_set

Silhouette = Callable[[Drawing, Look], None]

SILHOUETTES: Mapping[str, Silhouette] = {
    "straight_kurta": straight_kurta,
    "aline_kurta": aline_kurta,
    "anarkali": anarkali,
    "suit_set": suit_set,
    "palazzo": palazzo,
    "saree": saree,
    "lehenga": lehenga,
    "dupatta": dupatta,
    "potli": potli,
    "juttis": juttis,
    "jhumkas": jhumkas,
}
