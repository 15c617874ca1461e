"""The pictures as committed: encoded once, so that seeding a shop encodes nothing."""

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from zahra.shop.catalog import EncodedPicture, Rendition

READY = Path(__file__).with_name("ready")
TINTS = READY / "tints.json"

Files = tuple[tuple[str, int], ...]  # format and width

FILES: Mapping[str, Files] = {
    "front": (("avif", 320), ("avif", 720), ("webp", 480)),
    "detail": (("avif", 720), ("webp", 480)),
}


def ready_picture(name: str, view: str = "front") -> EncodedPicture:
    """A look's built picture; `view` is `front` or `detail`. It is always 3:4."""
    return _picture(f"{name}-{view}", FILES[view], (720, 960))


def _picture(name: str, files: Files, size: tuple[int, int]) -> EncodedPicture:
    data = [(READY / f"{name}-{width}.{kind}").read_bytes() for kind, width in files]
    digest = hashlib.sha256(b"".join(data)).hexdigest()[:20]
    return EncodedPicture(
        digest=digest,
        width=size[0],
        height=size[1],
        tint=_tints()[name],
        renditions=tuple(
            Rendition(f"{digest}-{width}.{kind}", kind, width, file)
            for (kind, width), file in zip(files, data, strict=True)
        ),
    )


@cache
def _tints() -> Mapping[str, str]:
    return json.loads(TINTS.read_text("utf-8"))
