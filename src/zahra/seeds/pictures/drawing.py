"""SVG, written by hand: marks are strings, a `Drawing` holds them and their definitions."""

from collections.abc import Iterable

from .geometry import Line

WIDTH, HEIGHT = 600, 800


def outline(points: Line) -> str:
    """Path data of a closed outline with straight sides.

    >>> outline([(0, 0), (4, 0), (4, 3)])
    'M0 0L4 0L4 3Z'
    """
    return "M" + "L".join(f"{x:.5g} {y:.5g}" for x, y in points) + "Z"


def line(points: Line) -> str:
    """Path data of an open line."""
    return "M" + "L".join(f"{x:.5g} {y:.5g}" for x, y in points)


def rounded(points: Line) -> str:
    """Path data of a closed outline whose corners are rounded off, as a carved block prints."""
    pairs = list(zip(points, [*points[1:], points[0]], strict=True))
    (ax, ay), (bx, by) = pairs[-1]
    data = [f"M{(ax + bx) / 2:.5g} {(ay + by) / 2:.5g}"]
    for (px, py), (qx, qy) in pairs:
        data.append(f"Q{px:.5g} {py:.5g} {(px + qx) / 2:.5g} {(py + qy) / 2:.5g}")
    return "".join(data) + "Z"


def path(data: str, *, fill: str = "none", opacity: float = 1, **more: str | float) -> str:
    """A path; keywords are attributes, underscores become hyphens."""
    extra = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in more.items())
    seen = "" if opacity >= 1 else f' opacity="{opacity:.3g}"'
    return f'<path d="{data}" fill="{fill}"{seen}{extra}/>'


def stroke(points: Line, colour: str, width: float, **more: str | float) -> str:
    """A line of one colour and width, with round ends."""
    ends = {"stroke_linecap": "round", "stroke_linejoin": "round"}
    attributes = {"stroke": colour, "stroke_width": round(width, 2), **ends, **more}
    return path(
        line(points), fill="none", opacity=float(attributes.pop("opacity", 1)), **attributes
    )


def ellipse(x: float, y: float, rx: float, ry: float, fill: str, *, opacity: float = 1) -> str:
    return (
        f'<ellipse cx="{x:.5g}" cy="{y:.5g}" rx="{rx:.5g}" ry="{ry:.5g}" '
        f'fill="{fill}" opacity="{opacity:.3g}"/>'
    )


def tinted(colour: str, towards: str, share: float) -> str:
    """A colour between two.

    >>> tinted("#000000", "#ffffff", 0.5)
    '#808080'
    """
    pairs = ((int(colour[at : at + 2], 16), int(towards[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(here + (there - here) * share):02x}" for here, there in pairs)


class Drawing:
    """A picture in the making. Later marks lie above earlier ones."""

    def __init__(self, prefix: str = "") -> None:
        self._prefix = prefix
        self._names: dict[str, str] = {}  # of definitions, by their text
        self._defs: list[str] = []
        self._marks: list[str] = []

    def add(self, *marks: str) -> None:
        self._marks.extend(marks)

    def define(self, kind: str, body: str) -> str:
        """Keep a definition (`body` has `{id}` for its name) once; answers its `url(#…)`."""
        if body not in self._names:
            name = self._names[body] = f"{self._prefix}{kind}{len(self._names)}"
            self._defs.append(body.replace("{id}", name))
        return f"url(#{self._names[body]})"

    def clip(self, data: str) -> str:
        return self.define("clip", f'<clipPath id="{{id}}"><path d="{data}"/></clipPath>')

    def blur(self, amount: float, margin: int) -> str:
        return self.define(
            "blur",
            f'<filter id="{{id}}" x="-{margin}%" y="-{margin}%" '
            f'width="{100 + 2 * margin}%" height="{100 + 2 * margin}%">'
            f'<feGaussianBlur stdDeviation="{amount:g}"/></filter>',
        )

    def gradient(self, start: tuple[float, float], end: tuple[float, float], *stops: str) -> str:
        """A linear gradient in picture units; a stop: place, colour, opacity (`.4 #8c2628 1`)."""
        parts = (stop.split() for stop in stops)
        inside = "".join(
            f'<stop offset="{place}" stop-color="{colour}" stop-opacity="{opacity}"/>'
            for place, colour, opacity in parts
        )
        return self.define(
            "shade",
            f'<linearGradient id="{{id}}" gradientUnits="userSpaceOnUse" x1="{start[0]:g}" '
            f'y1="{start[1]:g}" x2="{end[0]:g}" y2="{end[1]:g}">{inside}</linearGradient>',
        )

    def group(
        self,
        marks: Iterable[str],
        *,
        clip: str = "",
        blur: float = 0,
        margin: int = 25,
        blend: str = "",
        opacity: float = 1,
    ) -> str:
        """Marks drawn as one; `clip` is path data, `blend` a CSS blend mode.

        `margin` is how far a blur may spread, in percent of what is blurred: rendering time
        grows with its square, so it is small for large things.
        """
        attributes = f' clip-path="{self.clip(clip)}"' if clip else ""
        attributes += f' filter="{self.blur(blur, margin)}"' if blur else ""
        attributes += f' style="mix-blend-mode:{blend}"' if blend else ""
        attributes += f' opacity="{opacity:.3g}"' if opacity < 1 else ""
        return f"<g{attributes}>{''.join(marks)}</g>"

    def include(self, other: "Drawing", dx: float) -> None:
        """Another drawing, moved sideways; it must have been begun with a prefix of its own."""
        self._defs += other._defs
        self._marks.append(f'<g transform="translate({dx:g} 0)">{"".join(other._marks)}</g>')

    def svg(self, box: tuple[float, float, float, float] = (0, 0, WIDTH, HEIGHT)) -> str:
        """The whole picture, or what a box (x, y, width, height) shows of it."""
        seen = " ".join(f"{side:g}" for side in box)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{seen}" width="{box[2]:g}" '
            f'height="{box[3]:g}"><defs>{"".join(self._defs)}</defs>{"".join(self._marks)}</svg>'
        )
