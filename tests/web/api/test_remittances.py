"""A courier's remittance file over the API: what is answered to one that does not match."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from tests.world.whole import Whole, settings_for, whole_site

pytestmark = pytest.mark.anyio
PATH = "/admin/cod/remittances"
HEAD = "AWB,Amount,UTR,Date\n"


@pytest.fixture
async def whole(fresh_dsn: str, tmp_path: Path) -> AsyncGenerator[Whole, None]:
    async with whole_site(settings_for(fresh_dsn, tmp_path)) as whole:
        yield whole


async def test_the_answer_names_the_lines_to_look_at(whole: Whole):
    csv = f"{HEAD}SR404,500,UTIB1,2026-11-20\n"
    answer = await whole.ask("POST", PATH, whole.owner, json={"csv": csv})
    assert answer.status_code == 200, answer.text
    told = answer.json()["data"]
    (remark,) = told.pop("remarks")
    assert told == {"lines": 1, "known": 0, "verdicts": {"unknown_awb": 1}}
    assert remark.pop("message").startswith("No cash was taken for a parcel of this number.")
    assert remark == {"at": 2, "awb": "SR404", "utr": "UTIB1", "verdict": "unknown_awb"}
    differs = csv.replace("500", "600")
    (remark,) = (await whole.ask("POST", PATH, whole.owner, json={"csv": differs})).json()["data"][
        "remarks"
    ]
    assert (remark["at"], remark["verdict"]) == (2, None)


async def test_a_deduction_is_refused_with_its_line_and_nothing_is_taken(whole: Whole):
    csv = f"{HEAD}SR404,500,UTIB1,2026-11-20\nSR405,-500,UTIB1,2026-11-20\n"
    answer = await whole.ask("POST", PATH, whole.owner, json={"csv": csv})
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (422, "remittance_unreadable")
    assert list(error["fields"]) == ["csv.3"]
    assert (await whole.ask("GET", PATH, whole.owner)).json()["data"] == []
