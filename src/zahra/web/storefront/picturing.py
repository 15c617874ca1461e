"""From the catalogue's pictures to those a page shows: stored names become addresses."""

from collections.abc import Mapping
from typing import Any

from zahra.shop.catalog import Image
from zahra.web.ui import Picture, asset_url, media_url, srcset_of

_SHOWN_WIDTH = 480
_MISSING = Picture("", "", "", 3, 4, "")


def picture_of(image: Image | None, *, alt: str | None = None) -> Picture:
    """The picture with its source sets; an empty one where there is none."""
    if image is None:
        return _MISSING
    name = image.webp.get(str(_SHOWN_WIDTH)) or next(iter(image.webp.values()))
    return Picture(
        src=media_url(name),
        avif_srcset=srcset_of(image.avif),
        webp_srcset=srcset_of(image.webp),
        width=_SHOWN_WIDTH,
        height=_SHOWN_WIDTH * image.height // image.width,
        alt=image.alt if alt is None else alt,
        tint=image.tint,
    )


def image_of(stored: Mapping[str, Any] | None) -> Image | None:
    """An order's copy of a picture, as it was when it was placed."""
    return Image(**stored) if stored else None


def picture_of_asset(
    name: str, tint: str, *, alt: str, avif: tuple[int, ...], webp: tuple[int, int]
) -> Picture:
    """A picture of the pages' own, by the start of its files' names.

    `avif` are the widths there are, `webp` the size in pixels of the one for older browsers.
    """
    width, height = webp
    src = asset_url(f"{name}-{width}.webp")
    widths = ", ".join(f"{asset_url(f'{name}-{each}.avif')} {each}w" for each in avif)
    return Picture(src, widths, f"{src} {width}w", width, height, alt, tint)
