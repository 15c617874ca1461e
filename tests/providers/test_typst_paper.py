"""Documents on paper: the real compiler, asked as the shop asks it."""

import asyncio
import json
import re
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import typst

from tests.world.papers import ASHA, BINA, a_billing, a_paper
from zahra.providers import typst_paper
from zahra.providers.typst_paper import TypstPaper
from zahra.shop.invoices import NoPaper, sheet_of

pytestmark = pytest.mark.anyio
HOSTILE = '#read("/etc/passwd") *x* $y$ \\ <b> #let a = 1 `code` @ref "quoted"'


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def a_sheet(**wishes: Any) -> dict[str, Any]:
    return sheet_of(a_paper(a_billing(**wishes)))


async def test_a_normal_order_is_one_page_and_the_same_bytes_each_time():
    paper = TypstPaper("Zahra")
    pdf = await paper.pdf(a_sheet())
    assert pdf.startswith(b"%PDF-")
    assert pages_of(pdf) == 1
    assert await TypstPaper("Zahra").pdf(a_sheet()) == pdf


async def test_another_number_makes_another_paper():
    paper = TypstPaper("Zahra")
    other = sheet_of(a_paper(number="ZAH/26-27/000124"))
    assert await paper.pdf(a_sheet()) != await paper.pdf(other)


async def test_a_long_order_goes_on_to_a_second_page():
    goods = [(f"Kurta {at}", 99900, 99900, 1) for at in range(40)]
    assert pages_of(await TypstPaper("Zahra").pdf(a_sheet(goods=goods))) == 2


async def test_what_people_typed_is_never_markup():
    """A template injection would read a file or stop the compiler; as text it does neither."""
    buyer = replace(ASHA, name=HOSTILE, line1=HOSTILE, line2="नमस्ते")
    goods = [(HOSTILE, 99900, 99900, 1)]
    pdf = await TypstPaper(HOSTILE).pdf(a_sheet(to=buyer, goods=goods))
    assert pages_of(pdf) == 1


@pytest.mark.parametrize("word", ["w" * 60, "क्षि" * 40])
async def test_a_word_longer_than_its_column_takes_more_lines_rather_than_its_neighbours_place(
    word: str,
):
    paper, short = TypstPaper("Zahra"), [("w", 99900, 99900, 1)] * 16
    assert pages_of(await paper.pdf(a_sheet(goods=short))) == 1
    assert pages_of(await paper.pdf(a_sheet(goods=[(word, *short[0][1:])] * 16))) == 2


@pytest.mark.parametrize("two_letters", ["कख", "কখ", "கங", "కఖ", "ಕಖ", "കഖ", "કખ", "ਕਖ", "କଖ"])
def test_every_script_of_india_is_written_without_a_font_of_the_machines(two_letters: str):
    """Without a font for it every letter is the same empty box."""
    one, other = (_drawn(letter) for letter in two_letters)
    assert one != other


def _drawn(name: str) -> bytes:
    sheet, here = a_sheet(to=replace(ASHA, name=name)), Path(typst_paper.__file__).parent
    drawer = typst.Compiler(
        here / "document.typ", here, font_paths=[here / "fonts"], ignore_system_fonts=True
    )
    told = {"sheet": json.dumps(sheet), "brand": "Zahra"}
    drawn = drawer.compile(format="png", ppi=72, sys_inputs=told)
    assert isinstance(drawn, bytes)
    return drawn


async def test_credit_notes_voided_and_foreign_papers_are_printed_too():
    paper = TypstPaper("Zahra")
    note = {
        **a_sheet(to=BINA),
        "original": "ZAH/26-27/000001 of 5 November 2026",
        "reason": "small",
    }
    late = {**note, "tax_names": []}
    again = {**a_sheet(), "replaces": "ZAH/26-27/000001 of 5 November 2026"}
    for sheet in (
        note,
        {**note, "is_void": True},
        late,
        again,
        a_sheet(to=BINA, gstin="27AAPFU0939F1ZV"),
    ):
        assert pages_of(await paper.pdf(sheet)) == 1


async def test_one_paper_at_a_time_and_only_so_many_wait(monkeypatch: pytest.MonkeyPatch):
    paper, may_go_on = TypstPaper("Zahra"), threading.Event()
    paper._thread.submit(may_go_on.wait)
    monkeypatch.setattr("zahra.providers.typst_paper.paper._MOST_WAITING", 2)
    waiting = [asyncio.create_task(paper.pdf(a_sheet())) for _ in range(2)]
    await asyncio.sleep(0)
    with pytest.raises(NoPaper):
        await paper.pdf(a_sheet())
    may_go_on.set()
    assert all(pdf.startswith(b"%PDF-") for pdf in await asyncio.gather(*waiting))


async def test_a_sheet_that_cannot_be_printed_is_refused_and_the_next_one_is_not():
    paper = TypstPaper("Zahra")
    with pytest.raises(NoPaper):
        await paper.pdf({"iso_date": "2026-11-23"})
    assert (await paper.pdf(a_sheet())).startswith(b"%PDF-")
