"""The drawn catalogue: every look can be drawn, is drawn the same each time, and is built."""

import hashlib
import io
import os
import subprocess
import sys
from itertools import groupby

import pytest
from PIL import Image

from zahra.seeds.pictures import Look, looks, palettes, ready_picture
from zahra.seeds.pictures.hero import FILES as HERO_FILES
from zahra.seeds.pictures.prints import PRINTS
from zahra.seeds.pictures.ready import FILES, READY
from zahra.seeds.pictures.scene import BACKDROPS
from zahra.seeds.pictures.silhouettes import SILHOUETTES
from zahra.seeds.pictures.views import DETAILS, FRONTS, HEM, VIEWS, WHOLE, YOKE
from zahra.web.ui.assets import SOURCE

ONE_OF_EACH = {look.silhouette: look for look in looks().values()}
LIMIT = 7_000_000  # bytes of pictures a clone may carry


def by_style(look: Look) -> str:
    return look.style


def test_every_look_is_of_things_we_can_draw() -> None:
    for name, look in looks().items():
        assert look.silhouette in SILHOUETTES, name
        assert look.print in PRINTS, name
        assert look.backdrop in BACKDROPS, name
        assert look.palette is palettes()[look.palette.slug], name
        assert name == f"{look.style.removesuffix(look.print)}{look.palette.slug}-{look.print}"


def test_looks_of_one_style_share_the_cut_and_never_the_colour() -> None:
    for style, found in groupby(sorted(looks().values(), key=by_style), by_style):
        siblings = list(found)
        cuts = {(look.silhouette, look.print, look.seed, look.category) for look in siblings}
        assert len(cuts) == 1, style
        assert len({look.palette.slug for look in siblings}) == len(siblings), style


@pytest.mark.parametrize("silhouette", SILHOUETTES)
def test_each_silhouette_is_drawn_for_plain_viewers(silhouette: str) -> None:
    """resvg and browsers disagree about displacement; scripts and links have no place at all."""
    svg = VIEWS["front"](ONE_OF_EACH[silhouette])
    for forbidden in ("feDisplacementMap", "feTurbulence", "<script", "href", "nan", "<text"):
        assert forbidden not in svg
    assert svg.count("<g") == svg.count("</g>")


def test_a_picture_is_drawn_the_same_in_another_process() -> None:
    name = "juttis-indigo-jaal"
    program = (
        "import hashlib; from zahra.seeds.pictures import looks\n"
        "from zahra.seeds.pictures.views import DETAILS, FRONTS, HEM, VIEWS, WHOLE, YOKE\n"
        f"print(hashlib.sha256(VIEWS['front'](looks()[{name!r}]).encode()).hexdigest())"
    )
    elsewhere = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    here = hashlib.sha256(VIEWS["front"](looks()[name]).encode()).hexdigest()
    assert elsewhere.stdout.strip() == here


def test_every_frame_is_exactly_three_to_four() -> None:
    for x, y, width, height in (WHOLE, YOKE, HEM, *FRONTS.values(), *DETAILS.values()):
        assert width * 4 == height * 3, (x, y, width, height)


@pytest.mark.parametrize("view", FILES)
def test_every_look_is_built(view: str) -> None:
    for name in looks():
        picture = ready_picture(name, view)
        assert picture.tint.startswith("#"), name
        made = [(file.format, *_size(file.data)) for file in picture.renditions]
        assert made == [(kind, width, round(width * 4 / 3)) for kind, width in FILES[view]], name


@pytest.mark.parametrize("shape", HERO_FILES)
def test_the_home_pages_picture_is_built(shape: str) -> None:
    for kind, width in HERO_FILES[shape]:
        file = SOURCE / "img" / f"hero-{shape}-{width}.{kind}"
        assert _size(file.read_bytes())[0] == width


def test_a_built_picture_is_named_by_its_content() -> None:
    names = [
        file.name
        for name in looks()
        for view in FILES
        for file in ready_picture(name, view).renditions
    ]
    assert len(set(names)) == len(names)
    assert ready_picture("potli-madder-buta") == ready_picture("potli-madder-buta")


def test_the_built_pictures_stay_small_enough_to_clone() -> None:
    assert sum(file.stat().st_size for file in READY.iterdir()) < LIMIT


def _size(data: bytes) -> tuple[int, int]:
    return Image.open(io.BytesIO(data)).size
