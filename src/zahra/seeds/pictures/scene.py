"""The studio: a sunlit wall with a Mughal arch, a floor, and what the clothes hang on."""

from dataclasses import dataclass

from .cloth import Drape
from .drawing import WIDTH, Drawing, ellipse, outline, path, stroke, tinted
from .geometry import Point, both_sides, mirrored, through
from .shading import shading
from .tailoring import weave

FLOOR = 716
LINEN = "#cdb798"
WOOD = "#8a5a38"
BRASS = "#c69a4c"


@dataclass(frozen=True, slots=True)
class Backdrop:
    """The tints of a set."""

    wall: str
    niche: str
    floor: str


BACKDROPS = {
    "sand": Backdrop("#ece0cf", "#dfc9ac", "#d8c4aa"),
    "sage": Backdrop("#e2e3d5", "#c7ccb4", "#cfceba"),
    "rose": Backdrop("#f1e1d9", "#e5c5b7", "#e0c6ba"),
    "mist": Backdrop("#dfe5e6", "#bfcdd0", "#cbd2d0"),
}


def studio(drawing: Drawing, tints: Backdrop) -> None:
    """One bay: wall, niche, sunlight and floor."""
    wall(drawing, tints)
    niche(drawing, tints)
    floor(drawing, tints)


def wall(drawing: Drawing, tints: Backdrop, *, width: float = WIDTH) -> None:
    fill = drawing.gradient(
        (0, 0), (150, 800),
        f"0 {tinted(tints.wall, '#ffffff', 0.4)} 1",
        f".62 {tints.wall} 1",
        f"1 {tinted(tints.wall, '#3a2418', 0.08)} 1",
    )  # fmt: skip
    drawing.add(path(f"M0 0H{width}V800H0Z", fill=fill))


def niche(drawing: Drawing, tints: Backdrop) -> None:
    """The arched niche, deep enough to throw a shadow into itself, and the sun in it."""
    edge = outline([*_arch(0), (528, 800), (72, 800)])
    depth = drawing.gradient(
        (72, 0), (528, 0),
        f"0 {tinted(tints.niche, '#3a2418', 0.16)} 1",
        f".1 {tints.niche} 1",
        f".8 {tinted(tints.niche, '#ffffff', 0.22)} 1",
        f"1 {tinted(tints.niche, '#ffffff', 0.34)} 1",
    )  # fmt: skip
    shade = drawing.group(
        [stroke(_arch(0), tinted(tints.niche, "#3a2418", 0.5), 16, opacity=0.5)],
        clip=edge,
        blur=9,
    )
    drawing.add(
        path(edge, fill=depth, opacity=0.75),
        shade,
        stroke(_arch(0), tinted(tints.wall, "#ffffff", 0.7), 1.6),
        stroke(_arch(13), tinted(tints.niche, "#ffffff", 0.5), 1.1, opacity=0.8),
        _sunlight(drawing),
    )


def floor(drawing: Drawing, tints: Backdrop, *, width: float = WIDTH) -> None:
    fill = drawing.gradient(
        (0, FLOOR), (0, 800),
        f"0 {tinted(tints.floor, '#3a2418', 0.15)} 1",
        f".3 {tints.floor} 1",
        f"1 {tinted(tints.floor, '#ffffff', 0.25)} 1",
    )  # fmt: skip
    drawing.add(path(f"M0 {FLOOR}H{width}V800H0Z", fill=fill))


def contact(drawing: Drawing, half_width: float, *, y: float = 748) -> None:
    """The shadow something throws on the floor, away from the lamp."""
    soft = drawing.define(
        "contact",
        '<radialGradient id="{id}"><stop offset="0" stop-color="#2a1710" stop-opacity=".5"/>'
        '<stop offset=".45" stop-color="#2a1710" stop-opacity=".26"/>'
        '<stop offset="1" stop-color="#2a1710" stop-opacity="0"/></radialGradient>',
    )
    drawing.add(
        ellipse(316, y, half_width * 1.35, 27, soft),
        ellipse(304, y - 2, half_width * 0.85, 12, soft),
    )


def dress_form(drawing: Drawing, tints: Backdrop) -> None:
    """A tailor's bust in linen on a turned stand; clothes are drawn over it."""
    contact(drawing, 84)
    drawing.add(_stand(drawing))
    linen = tinted(LINEN, tints.niche, 0.25)
    half = through(
        (279, 92), (277, 101), (266, 113), (240, 124), (229, 134), (234, 165), (240, 205),
        (243, 240), (250, 276), (238, 318), (229, 352), (236, 376), (262, 386), (299, 388),
    )  # fmt: skip
    body = Drape(
        through((229, 84), (229, 134), (238, 205), (250, 276), (229, 352), (229, 388)),
        through((371, 84), (371, 134), (362, 205), (350, 276), (371, 352), (371, 388)),
        roundness=0.92,
    )
    edge = outline(both_sides(half))
    marks = [path(edge, fill=linen), weave(drawing, edge), shading(drawing, body, linen)]
    marks.append(stroke([(300, 84), (300, 388)], "#8d6f50", 0.8, opacity=0.6))
    drawing.add(drawing.group(marks, clip=edge), _cap(drawing))


def turned_wood(drawing: Drawing, x: float, half: float) -> str:
    """The fill of something round and wooden, lit from the left."""
    return drawing.gradient(
        (x - half, 0), (x + half, 0),
        f"0 {tinted(WOOD, '#1a0d08', 0.3)} 1",
        f".3 {tinted(WOOD, '#ffe0b8', 0.4)} 1",
        f"1 {tinted(WOOD, '#1a0d08', 0.62)} 1",
    )  # fmt: skip


def brass_rail(drawing: Drawing, y: float, start: float, end: float) -> str:
    """A round brass rail across the niche, with knobs."""
    metal = drawing.gradient(
        (0, y - 5), (0, y + 6),
        f"0 {tinted(BRASS, '#fff4d8', 0.45)} 1",
        f".35 {tinted(BRASS, '#fff4d8', 0.2)} 1",
        f"1 {tinted(BRASS, '#3a1e08', 0.55)} 1",
    )  # fmt: skip
    rail = f"M{start} {y - 4.5}H{end}V{y + 4.5}H{start}Z"
    knobs = "".join(ellipse(x, y, 8, 8.5, metal) for x in (start, end))
    return path(rail, fill=metal) + knobs


def plinth(drawing: Drawing, tints: Backdrop, top: float) -> None:
    """A round plaster plinth for small things; `top` is the height of its upper edge."""
    contact(drawing, 190, y=762)
    stone = tinted(tints.wall, "#ffffff", 0.45)
    drum = Drape(
        [(132, top), (132, 752)], [(468, top), (468, 752)], roundness=0.95, sag=26, sag_top=26
    )
    edge = outline(drum.outline())
    drawing.add(
        drawing.group([path(edge, fill=stone), shading(drawing, drum, stone)], clip=edge),
        ellipse(300, top, 168, 27, tinted(stone, "#ffffff", 0.55)),
    )


def _arch(inset: float) -> list[Point]:
    """The niche's edge, from the left foot over the pointed crown: five cusps and an ogee tip."""
    left = [
        *through((72, 800), (72, 560), (72, 330), steps=6),
        *through((72, 330), (80, 292), (104, 262), steps=6),
        *through((104, 262), (104, 206), (150, 160), steps=8),
        *through((150, 160), (164, 112), (226, 88), steps=8),
        *through((226, 88), (266, 80), (300, 44), steps=8),
    ]
    left = [(x + inset * (300 - x) / 228, y + inset * (1 - (y / 900))) for x, y in left]
    return [*left, *reversed(mirrored(left))]


def _sunlight(drawing: Drawing) -> str:
    """Late light through a window, slanting over the wall."""
    panes = [
        f"M{x} {y}l92 -34l0 150l-92 34Z" for x in (338, 446) for y in (170, 336)
    ]  # fmt: skip
    return drawing.group(
        [path("".join(panes), fill="#fff3d6", opacity=0.5)], blur=4, blend="soft-light"
    )


def _stand(drawing: Drawing) -> str:
    wood = turned_wood(drawing, 300, 7)
    pole = through(
        (296, 380), (295, 420), (293, 440), (296, 460), (296, 640), (292, 676), (288, 700)
    )
    legs = [
        stroke(
            through((300, 690), (268, 722), (236, 748), steps=6), tinted(WOOD, "#2a1408", 0.2), 8
        ),
        stroke(
            through((300, 690), (332, 722), (366, 746), steps=6), tinted(WOOD, "#2a1408", 0.5), 8
        ),
        stroke(
            through((300, 690), (303, 726), (306, 757), steps=6), tinted(WOOD, "#2a1408", 0.3), 9
        ),
    ]
    return "".join(legs) + path(outline(both_sides(pole)), fill=wood)


def _cap(drawing: Drawing) -> str:
    wood = turned_wood(drawing, 300, 22)
    half = through(
        (299, 62), (293, 65), (291, 72), (294, 76), (283, 80), (277, 87), (279, 95), (300, 97)
    )
    return path(outline(both_sides(half)), fill=wood)
