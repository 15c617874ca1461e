"""The demo shop's pictures: built files into the storage, and what the catalogue knows of them."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from zahra.seeds.pictures import looks, ready_picture
from zahra.shop.catalog import EncodedPicture, Image, Storage


@dataclass(frozen=True, slots=True)
class Shots:
    """The two pictures of a look: the whole garment, and its print from near."""

    front: EncodedPicture
    detail: EncodedPicture

    def of(self, what: str) -> tuple[Image, Image]:
        """Both, front first, as pictures of `what`."""
        return _image(self.front, what), _image(self.detail, f"{what}, from near")


async def store_shots(
    storage: Storage, *, progress: Callable[[], None] = lambda: None
) -> Mapping[str, Shots]:
    """Put every built picture into the storage; by look. Nothing is encoded here.

    Names stand for contents, so a second time changes nothing. `progress` is told of each look.
    """
    stored: dict[str, Shots] = {}
    for name in looks():
        shots = Shots(ready_picture(name), ready_picture(name, "detail"))
        files = (*shots.front.renditions, *shots.detail.renditions)
        await asyncio.gather(*(storage.put(f.name, f.data, f.content_type) for f in files))
        stored[name] = shots
        progress()
    return stored


def _image(picture: EncodedPicture, alt: str) -> Image:
    return Image(
        avif={str(f.width): f.name for f in picture.renditions if f.format == "avif"},
        webp={str(f.width): f.name for f in picture.renditions if f.format == "webp"},
        width=picture.width,
        height=picture.height,
        alt=alt,
        tint=picture.tint,
    )
