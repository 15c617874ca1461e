"""Pictures as the API tells them."""

from zahra.shop.catalog import Image
from zahra.web.http.schemas import Output
from zahra.web.ui import media_url, srcset_of

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
            url=media_url(name),
            width=_SHOWN_WIDTH,
            height=_SHOWN_WIDTH * image.height // image.width,
            alt=image.alt,
            srcset=srcset_of(image.webp),
        )
