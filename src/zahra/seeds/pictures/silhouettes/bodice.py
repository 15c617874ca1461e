"""What most garments share above the waist: a body with its neckline, sleeves, yoke, buttons."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ..cloth import Drape, Folds
from ..drawing import Drawing, ellipse, outline, path, stroke, tinted
from ..geometry import Line, Point, both_sides, mirrored, offset, through
from ..motifs import buta, lotus, rosette, stamped
from ..shading import inside_of, shadow_of
from ..tailoring import Bolt, hem_band, inked, piece

SHOULDER: tuple[Point, ...] = ((264, 110), (244, 119), (230, 127), (223, 136))
ARMHOLE: tuple[Point, ...] = ((226, 160), (233, 186), (233, 206))

NECKS: dict[str, Sequence[Point]] = {
    "round": ((264, 110), (268, 134), (282, 150), (300, 155)),
    "v": ((264, 110), (272, 132), (286, 156), (300, 178)),
    "band": ((272, 104), (280, 113), (292, 118), (300, 119)),
    "sweetheart": ((256, 114), (262, 148), (282, 156), (300, 164)),
}


@dataclass(frozen=True, slots=True)
class Cut:
    """How a bodice is cut: neckline, and the left edge from the armpit down, ending at the hem."""

    neck: str
    side: tuple[Point, ...]
    sag: float = 5
    folds: Folds = field(default_factory=Folds)


def neckline(neck: str) -> list[Point]:
    """The neck's edge from the viewer's left shoulder to the right one."""
    return both_sides(through(*NECKS[neck]))


def body(drawing: Drawing, bolt: Bolt, cut: Cut, *, trims: Sequence[str] = ()) -> None:
    """The front: shoulders, armholes, sides. The drape of it is `body_drape(cut)`."""
    drape = body_drape(cut)
    side = through(*cut.side, steps=10)
    shoulder = through(*SHOULDER, steps=4)
    armhole = through(SHOULDER[-1], *ARMHOLE, cut.side[0], steps=5)
    left: Line = [*shoulder, *armhole, *side]
    hem = drape.row(1)
    neck = neckline(cut.neck)
    edge = [*left, *hem, *reversed(mirrored(left)), *reversed(neck)]
    drawing.add(
        _under_the_arm(drawing, bolt.ground, [*armhole[10:], *side[:12]]),
        piece(drawing, drape, bolt, cut=edge, trims=[*trims, *_form_shadows(drawing, bolt.ground)]),
        stroke(neck, bolt.palette.zari, 2.6),
        stroke(armhole, tinted(bolt.ground, "#1a0d12", 0.45), 0.9, opacity=0.7),
        stroke(mirrored(armhole), tinted(bolt.ground, "#1a0d12", 0.45), 0.9, opacity=0.7),
    )


def body_drape(cut: Cut) -> Drape:
    bottom = cut.side[-1]
    left = _by_height([(222, 104), (222, 140), (230, 175), *cut.side], bottom[1])
    return Drape(left, mirrored(left), roundness=0.86, sag=cut.sag, folds=cut.folds)


def back_of_neck(drawing: Drawing, bolt: Bolt, neck: str) -> None:
    """The inside of the back, seen through the neckline; drawn before the form."""
    top = through((266, 110), (282, 101), (300, 99), (318, 101), (334, 110))
    drawing.add(path(outline([*top, *reversed(neckline(neck))]), fill=inside_of(bolt.ground)))


def sleeves(
    drawing: Drawing, bolt: Bolt, *, reach: float = 1, wide: float = 1, band: float = 0.12
) -> None:
    """Both sleeves; `reach` 1 ends at the wrist, 0.35 above the elbow. `wide` widens the cuff."""
    for side in (-1, 1):
        outer = through((228, 130), (211, 172), (198, 240), (187, 310), (180, 384), steps=10)
        inner = through((250, 166), (241, 216), (234, 260), (226, 318), (214, 390), steps=10)
        outer, inner = _shortened(outer, reach), _shortened(inner, reach)
        outer = [(x - (wide - 1) * 26 * (i / len(outer)) ** 2, y) for i, (x, y) in enumerate(outer)]
        left, right = (outer, inner) if side < 0 else (mirrored(inner), mirrored(outer))
        drape = Drape(
            left, right, roundness=0.9, sag=5,
            folds=Folds(count=2.2, top=0.5, hem=1.4, seed=bolt.seed + side, wander=1.6),
        )  # fmt: skip
        trims = hem_band(drape, bolt.palette, lotus(), start=1 - band) if band else []
        drawing.add(
            piece(drawing, drape, bolt, trims=[*trims, *_elbow(drawing, drape, bolt.ground)]),
        )


def yoke(bolt: Bolt, neck: str, *, depth: float = 240) -> list[str]:
    """A deep U of the contrast colour under the neck, edged in gold, with mirrored mangoes."""
    palette = bolt.palette
    left = through((250, 112), (248, 150), (258, 196), (280, depth - 14), (300, depth))
    edge = both_sides(left)
    marks = [path(outline([*edge, *reversed(neckline(neck))]), fill=palette.contrast)]
    marks += [
        stroke(edge, palette.zari, 3),
        stroke(offset(edge, -4.5), palette.ground, 0.9, stroke_dasharray="1.5 3"),
    ]
    shapes = [
        shape
        for side in (-1, 1)
        for dx, y, scale, turn in ((33, 148, 0.36, 14), (27, 178, 0.36, 20), (16, 205, 0.3, 30))
        for shape in stamped(
            buta(), (300 + side * dx, y), scale=scale, turn=-side * turn, flip=-side
        )
    ]
    shapes += stamped(rosette(), (300, depth - 16), scale=0.42)
    marks += inked(shapes, palette.turned())
    marks += [ellipse(x, y, 1.3, 1.3, palette.zari) for x, y in offset(edge, 4)[3:-3:4]]
    return marks


def placket(bolt: Bolt, top: float, bottom: float, *, every: float = 19) -> list[str]:
    """A button stand down the front, in the contrast colour."""
    palette = bolt.palette
    strip = outline([(293, top), (307, top), (307, bottom - 6), (300, bottom), (293, bottom - 6)])
    marks = [path(strip, fill=palette.contrast, stroke=palette.zari, stroke_width=1.3)]
    y = top + 12
    while y < bottom - 8:
        marks += [
            ellipse(300.6, y + 0.8, 3, 3, "#1a0d12", opacity=0.35),
            ellipse(300, y, 2.8, 2.8, palette.zari),
            ellipse(299.2, y - 0.8, 1, 1, "#fff6df", opacity=0.8),
        ]
        y += every
    return marks


def gota_lines(bolt: Bolt, neck: str) -> list[str]:
    """Three rows of gold ribbon around the neck, the last one scalloped with dots."""
    edge = neckline(neck)
    rows = [(7, 1.4), (12, 3.6), (17, 1.4)]
    marks = [stroke(offset(edge, away), bolt.palette.zari, width) for away, width in rows]
    marks += [ellipse(x, y, 1.5, 1.5, bolt.palette.contrast) for x, y in offset(edge, 22)[::3]]
    return marks


def tassels(drawing: Drawing, bolt: Bolt, at: Point, *, drop: float = 44) -> None:
    """The two cords that tie a neck, ending in tassels."""
    palette = bolt.palette
    for side, extra in ((-1, 0), (1, 6)):
        x, y = at[0] + side * 4, at[1] + drop + extra
        cord = through(at, (at[0] + side * 5, at[1] + drop * 0.5), (x, y), steps=6)
        skirt = outline([(x - 2, y + 2), (x + 2, y + 2), (x + 3.6, y + 15), (x - 3.6, y + 15)])
        drawing.add(
            stroke(cord, palette.zari, 1.3),
            path(skirt, fill=palette.accent),
            ellipse(x, y, 2.7, 2.7, palette.zari),
        )


def neck_finish(bolt: Bolt, neck: str) -> list[str]:
    """How a neck is dressed, by the style's seed: so every kurta is not the same kurta."""
    kind = ("yoke", "placket", "gota")[bolt.seed % 3]
    if kind == "yoke":
        return yoke(bolt, neck)
    if kind == "placket":
        return placket(bolt, NECKS[neck][-1][1], NECKS[neck][-1][1] + 118)
    return gota_lines(bolt, neck)


def _by_height(points: Sequence[Point], bottom: float) -> list[Point]:
    """The edge with its points evenly spaced by height, as `Drape` counts v by points."""
    line = through(*points, steps=12)
    top = line[0][1]
    rows: list[Point] = []
    index = 0
    for step in range(41):
        y = top + (bottom - top) * step / 40
        while index < len(line) - 2 and line[index + 1][1] < y:
            index += 1
        (x0, y0), (x1, y1) = line[index], line[index + 1]
        rows.append((x0 + (x1 - x0) * ((y - y0) / (y1 - y0) if y1 > y0 else 0), y))
    return rows


def _shortened(edge: list[Point], share: float) -> list[Point]:
    return edge[: max(3, round(len(edge) * share))]


def _form_shadows(drawing: Drawing, ground: str) -> list[str]:
    """The bust and the waist under the cloth: soft, on both sides, the right one deeper."""
    dark = shadow_of(ground)
    marks: list[str] = []
    for side, depth in ((-1, 0.3), (1, 0.45)):
        under = [(300 + side * dx, y) for dx, y in ((62, 204), (46, 216), (24, 212))]
        dart = [(300 + side * dx, y) for dx, y in ((46, 226), (40, 250), (36, 282))]
        arm = [(300 + side * dx, y) for dx, y in ((70, 150), (64, 185), (66, 210))]
        for fold, width in ((under, 8), (dart, 6), (arm, 8)):
            marks.append(stroke(through(*fold, steps=5), dark, width, opacity=depth))
    gleam = [
        ellipse(273, 184, 17, 20, "#fff1da", opacity=0.16),
        ellipse(328, 186, 13, 16, "#fff1da", opacity=0.10),
    ]
    return [
        drawing.group(marks, blur=5, blend="multiply"),
        drawing.group(gleam, blur=7, blend="screen"),
    ]


def _under_the_arm(drawing: Drawing, ground: str, seam: Line) -> str:
    """The shadow the body throws on the sleeves beside it."""
    dark = shadow_of(ground)
    marks = [stroke(edge, dark, 6, opacity=0.4) for edge in (seam, mirrored(seam))]
    return drawing.group(marks, blur=3)


def _elbow(drawing: Drawing, drape: Drape, ground: str) -> list[str]:
    """Creases in the crook of the arm."""
    creases = [
        stroke(
            [drape.at(u, v + 0.05 * (u - 0.5) * bend) for u in (0.15, 0.3, 0.5, 0.7, 0.85)],
            shadow_of(ground), 3.4, opacity=0.3,
        )
        for v, bend in ((0.38, 1), (0.46, -1), (0.55, 1.4))
    ]  # fmt: skip
    return [drawing.group(creases, blur=2.4, blend="multiply")]
