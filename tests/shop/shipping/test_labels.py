"""Labels and manifests: the barcode scans, and what is to be collected is what was reckoned."""

import doctest
import io
import json
from dataclasses import replace
from datetime import date
from itertools import groupby
from pathlib import Path

import pytest
import typst
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tests.world.parcels import ASHA_HOME, a_parcel
from zahra.base.db import Transaction
from zahra.providers import typst_paper
from zahra.providers.typst_paper import TypstPaper
from zahra.shop.shipping import (
    Content,
    NotBooked,
    Parcel,
    answering,
    barcodes,
    labelling,
    links,
    parcels,
)
from zahra.shop.shipping.barcodes import code128
from zahra.shop.tax import Seller

SELLER = Seller("08AAEFZ2607Q1ZL", "08", "Zahra Textiles LLP", "14 Gangori Bazaar, Jaipur")
ASCII = st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=40)


@pytest.mark.parametrize("module", [answering, barcodes, labelling, links, parcels])
def test_the_examples_in_the_documentation_are_true(module):
    assert doctest.testmod(module).failed == 0


def scanned(widths: tuple[int, ...]) -> str:
    """What a scanner reads: start, values, check, stop."""
    table = {tuple(map(int, pattern)): at for at, pattern in enumerate(barcodes._TABLE)}
    values = [table[widths[at : at + 6]] for at in range(0, len(widths) - 7, 6)]
    start, *data, check = values
    assert (start, widths[-7:]) == (104, (2, 3, 3, 1, 1, 1, 2))
    assert check == (start + sum(at * v for at, v in enumerate(data, start=1))) % 103
    return "".join(chr(value + 32) for value in data)


@given(ASCII)
def test_a_scanner_reads_back_what_was_written(text: str):
    assert scanned(code128(text)) == text


@pytest.mark.parametrize("text", ["", "₹", "a\nb", "é"])
def test_what_set_b_does_not_have_is_refused(text: str):
    with pytest.raises(ValueError, match="printable"):
        code128(text)


def test_each_symbol_is_eleven_modules_wide_and_unlike_the_others():
    assert len(set(barcodes._TABLE)) == 106
    assert {sum(map(int, pattern)) for pattern in barcodes._TABLE} == {11}


@pytest.mark.parametrize(
    ("parcel", "grams"),
    [
        (Parcel(400, 30, 25, 5), 1000),
        (Parcel(400, 35, 28, 8), 2000),
        (Parcel(400, 20, 20, 2), 500),
        (Parcel(501, 10, 10, 1), 1000),
        (Parcel(1000, 10, 10, 1), 1000),
    ],
)
def test_couriers_charge_for_room_as_for_weight(parcel: Parcel, grams: int):
    assert parcel.chargeable_grams == grams


@pytest.mark.anyio
async def test_a_label_says_what_was_reckoned(tx: Transaction):
    made = await a_parcel(tx, awb="59600000001", collectable=254850)
    sheet = labelling.label_sheet(made, SELLER)
    assert (sheet["collect"], sheet["pincode"]) == ("₹2,548.50", "400001")
    assert scanned(tuple(sheet["bars"])) == "59600000001"
    assert labelling.label_sheet(replace(made, collectable=0), SELLER)["collect"] == ""
    with pytest.raises(NotBooked):
        labelling.label_sheet(replace(made, awb=None), SELLER)


@pytest.mark.anyio
async def test_a_manifest_adds_up(tx: Transaction):
    one = await a_parcel(tx, awb="1001", collectable=254800)
    two = replace(one, awb="1002", collectable=0)
    sheet = labelling.manifest_sheet([one, two], SELLER, day=date(2026, 11, 24))
    assert (sheet["count"], sheet["collect"], sheet["weight"]) == ("2", "₹2,548", "0.84 kg")
    assert sheet["courier"] == "Shiprocket"
    mixed = [one, replace(two, courier="manual")]
    named = labelling.manifest_sheet(mixed, SELLER, day=date(2026, 11, 24))["courier"]
    assert named == "Manual, Shiprocket", "whoever signs is not named for what another takes"
    for parcels_ in ([], [replace(one, awb=None)]):
        with pytest.raises(NotBooked):
            labelling.manifest_sheet(parcels_, SELLER, day=date(2026, 11, 24))


@pytest.mark.anyio
async def test_text_on_a_label_is_never_read_as_markup(tx: Transaction):
    made = await a_parcel(tx, awb="59600000001")
    odd = replace(made.address, name='#panic("x") *b* $x$', line1='#import "/etc/passwd" \\')
    paper = TypstPaper("Zahra")
    pdf = await labelling.label_pdf(paper, replace(made, address=odd), SELLER)
    assert pdf.startswith(b"%PDF")
    assert pdf == await labelling.label_pdf(paper, replace(made, address=odd), SELLER)


@pytest.mark.anyio
@pytest.mark.parametrize("awb", ["59001", "59629792084SR", "1490811234567890"])
async def test_a_scanner_reads_the_label_as_a_thermal_printer_prints_it(tx: Transaction, awb: str):
    """203 dots an inch, each black or white: every bar is a whole number of dots wide."""
    made = await a_parcel(tx, awb=awb, collectable=254850)
    runs = printed_bars(dict(labelling.label_sheet(made, SELLER)))
    dot = min(runs)
    assert all(run % dot == 0 for run in runs)
    assert scanned(tuple(run // dot for run in runs)) == awb


@pytest.mark.anyio
async def test_the_longest_address_and_the_fullest_parcel_fit_on_one_label(tx: Transaction):
    words = ("Prestige Shantiniketan Apartments, Whitefield Main Road " * 4)[:200]
    to = replace(ASHA_HOME, name=words[:100], line1=words, line2=words, landmark=words)
    content = Content("KURTA-INDIGO-ANARKALI-XXL", "Kurta", "6211", 99, 249900)
    made = await a_parcel(
        tx, awb="1490811234567890", collectable=99999950, address=to, contents=(content,) * 20
    )
    printed(dict(labelling.label_sheet(made, SELLER)))


def printed(sheet: dict[str, object]) -> bytes:
    """The label as a thermal printer prints it, on one page."""
    told = {"sheet": json.dumps(sheet), "brand": "Zahra"}
    template = Path(typst_paper.__file__).parent / "label.typ"
    image = typst.compile(template, format="png", ppi=203, sys_inputs=told)
    assert isinstance(image, bytes), "it goes on to a second label"
    return image


def printed_bars(sheet: dict[str, object]) -> list[int]:
    """How many dots each bar and each space of the barcode has, read off the middle of it."""
    image = printed(sheet)
    page = Image.open(io.BytesIO(image)).convert("L")
    row = [page.getpixel((x, 203 * 5 // 6)) for x in range(page.width)]
    assert set(row) == {0, 255}, "no dot is grey"
    runs = [len(list(same)) for _, same in groupby(row)]
    return runs[1:-1]  # without the quiet on either side
