"""Rendering the pictures and encoding them, which only a change of the generator needs.

`resvg-py` is a development dependency: a shop that seeds itself reads what is already built.
"""

import io
import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from PIL import Image

from zahra.web.ui.assets import SOURCE

from .hero import FILES as HERO_FILES
from .hero import TALL, WIDE, hero
from .looks import looks
from .ready import FILES, READY, TINTS
from .views import VIEWS

RENDERED_WIDTH = {"front": 960, "detail": 720}  # fine lines stay calm when scaled down
SETTINGS = {  # drawn cloth forgives more than photographs do
    "avif": {"quality": 36, "speed": 6, "subsampling": "4:2:0"},
    "webp": {"quality": 34, "method": 5},
}


def build(names: Sequence[str], *, jobs: int = 1) -> Iterator[str]:
    """Build the pictures of these looks; answers each name once it is done, in their order."""
    READY.mkdir(exist_ok=True)
    with ProcessPoolExecutor(max_workers=jobs) as pool:
        for name, tints in pool.map(_build_one, names):
            _remember(tints)
            yield name


def build_hero() -> None:
    """Build the home page's picture, broad for desktops and tall for telephones.

    It belongs to the pages, not to any product, so it stands among their assets.
    """
    for shape, box in (("wide", WIDE), ("tall", TALL)):
        broadest = max(width for _, width in HERO_FILES[shape])
        picture = rendered(hero(box), broadest)
        for kind, width in HERO_FILES[shape]:
            _write(SOURCE / "img" / f"hero-{shape}-{width}.{kind}", picture, kind, width)


def rendered(svg: str, width: int) -> Image.Image:
    """The drawing as pixels."""
    import resvg_py

    png = resvg_py.svg_to_bytes(svg_string=svg, width=width, skip_system_fonts=True)
    return Image.open(io.BytesIO(bytes(png))).convert("RGB")


def _build_one(name: str) -> tuple[str, dict[str, str]]:
    look, tints = looks()[name], dict[str, str]()
    for view, files in FILES.items():
        picture = rendered(VIEWS[view](look), RENDERED_WIDTH[view])
        for kind, width in files:
            _write(READY / f"{name}-{view}-{width}.{kind}", picture, kind, width)
        tints[f"{name}-{view}"] = _tint(picture)
    return name, tints


def _write(path: Path, picture: Image.Image, kind: str, width: int) -> None:
    height = round(picture.height * width / picture.width)
    scaled = picture.resize((width, height), Image.Resampling.LANCZOS)
    scaled.save(path, format=kind.upper(), **SETTINGS[kind])


def _tint(picture: Image.Image) -> str:
    """The average colour, shown until the picture has arrived."""
    return f"#{picture.resize((1, 1), Image.Resampling.BOX).tobytes().hex()}"


def _remember(tints: dict[str, str]) -> None:
    known: dict[str, str] = json.loads(TINTS.read_text("utf-8")) if TINTS.exists() else {}
    known.update(tints)
    TINTS.write_text(json.dumps(known, indent=0, sort_keys=True) + "\n", "utf-8")
