"""The pictures of a look: the front, a detail seen close, the fabric itself."""

from collections.abc import Callable, Mapping

from .cloth import Drape, Folds
from .drawing import Drawing
from .geometry import through
from .looks import Look
from .scene import BACKDROPS, studio
from .silhouettes import SILHOUETTES
from .tailoring import Bolt, piece

Box = tuple[float, float, float, float]  # x, y, width, height in the 600 x 800 studio; exactly 3:4

WHOLE: Box = (24, 36, 552, 736)
FRONTS: Mapping[str, Box] = {
    "straight_kurta": (48, 36, 504, 672),
    "palazzo": (54, 120, 492, 656),
    "dupatta": (42, 84, 516, 688),
    "potli": (66, 96, 492, 656),
    "juttis": (66, 150, 468, 624),
    "jhumkas": (90, 176, 420, 560),
}
YOKE: Box = (196.5, 84, 207, 276)
HEM: Box = (200, 476, 216, 288)
DETAILS: Mapping[str, Box] = {
    "lehenga": HEM,
    "saree": (330, 330, 210, 280),
    "palazzo": (186, 476, 201, 268),
    "dupatta": (132, 440, 219, 292),
    "potli": (190, 280, 225, 300),
    "juttis": (182, 240, 201, 268),
    "jhumkas": (160, 260, 195, 260),
}


def front(look: Look) -> str:
    """The garment in the studio, as SVG."""
    return _studio_picture(look).svg(FRONTS.get(look.silhouette, WHOLE))


def detail(look: Look) -> str:
    """The part the tailor is proudest of: yoke, border or clasp. As sharp as the front."""
    return _studio_picture(look).svg(DETAILS.get(look.silhouette, YOKE))


def fabric(look: Look) -> str:
    """The cloth alone, filling the picture in long soft folds."""
    drawing = Drawing()
    drape = Drape(
        through((-60, -60), (-90, 380), (-40, 900), steps=16),
        through((640, -60), (690, 380), (660, 900), steps=16),
        0.16,
        folds=Folds(4.2, 30, 42, look.seed, wander=1.1),
    )
    drawing.add(piece(drawing, drape, Bolt(look.print, look.palette, look.seed, scale=2.6)))
    return drawing.svg()


VIEWS: Mapping[str, Callable[[Look], str]] = {"front": front, "detail": detail, "fabric": fabric}


def _studio_picture(look: Look) -> Drawing:
    drawing = Drawing()
    studio(drawing, BACKDROPS[look.backdrop])
    SILHOUETTES[look.silhouette](drawing, look)
    return drawing
