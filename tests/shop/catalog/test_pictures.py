"""Uploads become clean, small files; everything else is refused on the field `file`."""

import io
import struct
import zlib
from typing import Any

import pytest
from PIL import Image

from zahra.base.errors import Invalid
from zahra.shop.catalog.pictures import encode_picture

SCRIPT = b"<script>alert('zahra')</script>"


def picture(
    width: int = 500, height: int = 700, kind: str = "JPEG", mode: str = "RGB", **saving: Any
) -> bytes:
    """A picture whose top third is madder red and the rest indigo."""
    image = Image.new(mode, (width, height), "#22375f")
    image.paste("#8c2628", (0, 0, width, height // 3))
    file = io.BytesIO()
    image.save(file, format=kind, **saving)
    return file.getvalue()


def exif(orientation: int) -> Image.Exif:
    tags = Image.Exif()
    tags[0x0112] = orientation
    tags[0x010E] = "taken at home"
    tags.get_ifd(0x8825)[1] = "N"
    return tags


def png_claiming(width: int, height: int) -> bytes:
    """A PNG of a few bytes whose header promises a huge picture."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 4096)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def refusal(data: bytes) -> str:
    with pytest.raises(Invalid) as refused:
        encode_picture(data)
    assert list(refused.value.fields) == ["file"]
    return refused.value.fields["file"][0]


def test_a_wide_picture_comes_in_every_size_of_both_formats() -> None:
    encoded = encode_picture(picture(1200, 1600))
    assert (encoded.width, encoded.height) == (1200, 1600)
    made = [(file.format, file.width, *opened(file.data).size) for file in encoded.renditions]
    assert made == [
        ("avif", 320, 320, 427),
        ("avif", 480, 480, 640),
        ("avif", 720, 720, 960),
        ("avif", 960, 960, 1280),
        ("webp", 480, 480, 640),
        ("webp", 720, 720, 960),
    ]
    assert {file.content_type for file in encoded.renditions} == {"image/avif", "image/webp"}


def test_a_picture_is_never_made_wider_than_it_was() -> None:
    assert [file.width for file in encode_picture(picture(500)).renditions] == [320, 480, 480]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_each_kind_we_take_is_read(kind: str) -> None:
    assert encode_picture(picture(kind=kind)).height == 700


def test_the_same_bytes_give_the_same_names_and_other_bytes_other_names() -> None:
    first, again, other = (encode_picture(picture(w)) for w in (500, 500, 501))
    assert first == again
    assert first.renditions[0].name == f"{first.digest}-320.avif"
    assert len(first.digest) == 20
    assert first.digest != other.digest


def test_no_metadata_of_the_upload_survives() -> None:
    data = picture(exif=exif(1), comment=SCRIPT)
    assert b"taken at home" in data
    for file in encode_picture(data).renditions:
        found = opened(file.data)
        assert dict(found.getexif()) == {}
        assert not {"exif", "icc_profile", "xmp", "comment"} & set(found.info)
        assert b"taken at home" not in file.data


def test_a_picture_held_sideways_is_turned_upright() -> None:
    encoded = encode_picture(picture(900, 600, exif=exif(6)))
    assert (encoded.width, encoded.height) == (600, 900)
    upright = opened(encoded.renditions[0].data).convert("RGB")
    red_right, blue_left = upright.getpixel((310, 200)), upright.getpixel((10, 200))
    assert isinstance(red_right, tuple)
    assert isinstance(blue_left, tuple)
    assert red_right[0] > 120
    assert blue_left[2] > 80


def test_the_tint_is_the_average_colour() -> None:
    image = Image.new("RGB", (480, 480), "#8c2628")
    file = io.BytesIO()
    image.save(file, format="PNG")
    assert encode_picture(file.getvalue()).tint == "#8c2628"


def test_a_broken_colour_profile_is_no_reason_to_refuse() -> None:
    assert encode_picture(picture(icc_profile=b"junk")).tint == encode_picture(picture()).tint


def test_transparency_is_laid_on_white() -> None:
    file = io.BytesIO()
    Image.new("RGBA", (480, 480), (0, 0, 0, 0)).save(file, format="PNG")
    assert encode_picture(file.getvalue()).tint == "#ffffff"


def test_a_polyglot_comes_out_as_a_picture_and_nothing_else() -> None:
    hidden_in_comment = picture(comment=SCRIPT)
    hidden_behind = picture() + SCRIPT
    for data in (hidden_in_comment, hidden_behind):
        assert SCRIPT in data
        assert all(SCRIPT not in file.data for file in encode_picture(data).renditions)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not a picture",
        b"<!doctype html><title>picture.jpg</title>" + SCRIPT,
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"GIF89a/*" + SCRIPT + picture(),
        SCRIPT + picture(),
        picture(kind="GIF"),
        picture(kind="BMP"),
        picture()[:900],
        picture(kind="PNG")[:200],
        b"%PDF-1.7",
    ],
    ids=[
        "empty",
        "text",
        "html",
        "svg",
        "gif-js",
        "html-jpeg",
        "gif",
        "bmp",
        "cut",
        "cut-png",
        "pdf",
    ],
)
def test_what_is_not_a_whole_picture_of_our_kinds_is_refused(data: bytes) -> None:
    assert refusal(data).startswith("This is not a picture we can read.")


@pytest.mark.parametrize("side", [4000, 13_000, 60_000])
def test_a_decompression_bomb_is_refused_before_it_is_unpacked(side: int) -> None:
    assert refusal(png_claiming(side, side)) == "Choose a picture of at most 12 megapixels."


def test_a_telephone_camera_picture_is_just_within_the_limit() -> None:
    assert encode_picture(picture(4032, 3024)).width == 4032
    assert refusal(picture(4096, 3073)) == "Choose a picture of at most 12 megapixels."


def test_too_many_bytes_are_refused() -> None:
    assert refusal(picture() + b"\0" * 10 * 2**20) == "Choose a picture of at most 10 MB."


def test_too_narrow_a_picture_is_refused() -> None:
    assert refusal(picture(479)) == "Choose a picture at least 480 pixels wide."
