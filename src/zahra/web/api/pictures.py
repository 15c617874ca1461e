"""Pictures as the API tells them."""

from collections.abc import Mapping

from zahra.shop.catalog import Image
from zahra.web.http.schemas import Output

_SHOWN_WIDTH = 480


class PictureOut(Output):
    """A picture: one address for everybody, and a source set to choose a width from."""

    url: str
    width: int
    height: int
    alt: str
    srcset: str

    @classmethod
    def of(cls, image: Image) -> "PictureOut":
        """The picture at the width a card shows; the source set is the same in WebP."""
        name = image.webp.get(str(_SHOWN_WIDTH)) or next(iter(image.webp.values()))
        return cls(
            url=_address(name),
            width=_SHOWN_WIDTH,
            height=_SHOWN_WIDTH * image.height // image.width,
            alt=image.alt,
            srcset=_srcset(image.webp),
        )


def _srcset(names: Mapping[str, str]) -> str:
    return ", ".join(f"{_address(names[width])} {width}w" for width in sorted(names, key=int))


def _address(name: str) -> str:
    return f"/media/{name}"
