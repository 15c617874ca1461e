"""From the bytes somebody uploaded to the files a shopper's browser loads. Pure, no SQL.

Everything is decoded and encoded again, so no metadata (GPS!), trailing bytes or markup of the
upload survive. It is work for the processor, about 2 s a picture: call it in a thread.
"""

import hashlib
import io
import warnings
from dataclasses import dataclass
from typing import cast

from PIL import Image, ImageCms, ImageOps

from zahra.base.errors import Invalid

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF")
MAX_BYTES = 10 * 2**20
MAX_PIXELS = 12 * 2**20  # just above the 4032 x 3024 of a telephone camera
MIN_WIDTH = 480
AVIF_WIDTHS = (320, 480, 720, 960)
WEBP_WIDTHS = (480, 720)
AVIF_SETTINGS = {"quality": 52, "speed": 6, "subsampling": "4:2:0"}
WEBP_SETTINGS = {"quality": 75, "method": 5}
CONTENT_TYPES = {"avif": "image/avif", "webp": "image/webp"}
DIGEST = 20  # hex digits
_SIZES = (*(("avif", width) for width in AVIF_WIDTHS), *(("webp", width) for width in WEBP_WIDTHS))


@dataclass(frozen=True, slots=True)
class Rendition:
    """One file: a picture at one width (pixels) in one format (`avif` or `webp`)."""

    name: str
    format: str
    width: int
    data: bytes

    @property
    def content_type(self) -> str:
        return CONTENT_TYPES[self.format]


@dataclass(frozen=True, slots=True)
class EncodedPicture:
    """A picture ready to store. Width and height are the upright source's, for the aspect ratio;
    `tint` is its average colour as `#rrggbb`, shown until the picture has arrived."""

    digest: str  # the first 20 hex digits of a SHA-256
    width: int
    height: int
    tint: str
    renditions: tuple[Rendition, ...]  # avif then webp, narrow to wide


def encode_picture(data: bytes, *, sender: bytes = b"") -> EncodedPicture:
    """Check and re-encode an upload; the same bytes of one sender always give the same names.

    Raises `Invalid` on `file` when it is too big, no picture of a kind we take, damaged, or
    narrower than the smallest size we serve without blowing it up.
    """
    if len(data) > MAX_BYTES:
        raise _refused(f"Choose a picture of at most {MAX_BYTES // 2**20} MB.")
    picture = _upright(data)
    if picture.width < MIN_WIDTH:
        raise _refused(f"Choose a picture at least {MIN_WIDTH} pixels wide.")
    digest = hashlib.sha256(sender + data).hexdigest()[:DIGEST]
    return EncodedPicture(
        digest=digest,
        width=picture.width,
        height=picture.height,
        tint=tint_of(picture),
        renditions=tuple(
            Rendition(_name(digest, kind, width), kind, width, encoded(picture, kind, width))
            for kind, width in _SIZES
            if width <= picture.width
        ),
    )


def names_of(digest: str) -> tuple[str, ...]:
    """Every file that there may be of a picture.

    >>> names_of("1f3a")[-2:]
    ('1f3a-480.webp', '1f3a-720.webp')
    """
    return tuple(_name(digest, kind, width) for kind, width in _SIZES)


def encoded(picture: Image.Image, kind: str, width: int) -> bytes:
    """The picture as a file of this kind, scaled to `width` with its aspect ratio kept."""
    height = max(1, round(picture.height * width / picture.width))
    scaled = picture.resize((width, height), Image.Resampling.LANCZOS)
    settings = AVIF_SETTINGS if kind == "avif" else WEBP_SETTINGS
    file = io.BytesIO()
    scaled.save(file, format=kind.upper(), **settings)
    return file.getvalue()


def _name(digest: str, kind: str, width: int) -> str:
    return f"{digest}-{width}.{kind}"


def tint_of(picture: Image.Image) -> str:
    """The average colour.

    >>> tint_of(Image.new("RGB", (4, 4), "#8c2628"))
    '#8c2628'
    """
    average = picture.resize((1, 1), Image.Resampling.BOX).tobytes()
    return f"#{average.hex()}"


def _upright(data: bytes) -> Image.Image:
    """The first frame as plain sRGB, turned as its EXIF says, with nothing else kept."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
                if opened.width * opened.height > MAX_PIXELS:
                    raise _too_many_pixels()
                return _flat(ImageOps.exif_transpose(opened))
    except Image.DecompressionBombError:
        raise _too_many_pixels() from None
    except (OSError, ValueError, SyntaxError, EOFError):
        # What Pillow raises over foreign or damaged bytes differs by format.
        raise _refused(
            "This is not a picture we can read. Choose a JPEG, PNG, WebP or AVIF."
        ) from None


def _flat(picture: Image.Image) -> Image.Image:
    """Without colour profile, transparency (laid on white) or metadata."""
    colours = _in_srgb(picture).convert("RGBA")
    paper = Image.new("RGBA", colours.size, "white")
    return Image.alpha_composite(paper, colours).convert("RGB")


def _in_srgb(picture: Image.Image) -> Image.Image:
    """Colours as sRGB: telephones write Display P3, which looks dull once its profile is gone."""
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in ("RGB", "RGBA", "CMYK", "L"):
        return picture
    mode = "RGBA" if picture.mode == "RGBA" else "RGB"
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        target = cast("ImageCms.ImageCmsProfile", ImageCms.createProfile("sRGB"))
        return ImageCms.profileToProfile(picture, source, target, outputMode=mode) or picture
    except (ImageCms.PyCMSError, OSError):
        return picture  # a broken profile is no reason to refuse the picture


def _too_many_pixels() -> Invalid:
    return _refused("Choose a picture of at most 12 megapixels.")


def _refused(sentence: str) -> Invalid:
    return Invalid({"file": sentence})
