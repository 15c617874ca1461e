"""A courier's list of PIN codes: read line by line, shown first, then taken whole or not at all."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.world.parcels import a_clerk
from zahra.base.actors import GUEST, Permission
from zahra.base.db import Transaction
from zahra.base.errors import Forbidden, Invalid, NotFound, Unauthenticated
from zahra.shop import places
from zahra.shop.places import Place, Zone, sheets, zones
from zahra.shop.places.sheets import read_sheet

pytestmark = pytest.mark.anyio
HEAD = "pincode,state,district,zone,serviceable,cod,cod_max,min_days,max_days\n"


@pytest.fixture
async def known(tx: Transaction) -> Transaction:
    await tx.run(
        "INSERT INTO pincodes (pincode, state_codes, districts, parcels, parcels_back)"
        " VALUES ('302001', '{08}', '{Jaipur}', 40, 4)"
    )
    return tx


def test_the_examples_in_the_documentation_are_true():
    assert doctest.testmod(sheets).failed == doctest.testmod(zones).failed == 0


def test_every_column_is_read():
    (row,) = read_sheet(HEAD + "302001, Rajasthan ,Jaipur|Jaipur Rural,b,yes,N,5000,2,4\n").rows
    assert row.on(None) == Place(
        "302001",
        ("Jaipur", "Jaipur Rural"),
        ("08",),
        zone=Zone.STATE,
        takes_cash=False,
        cash_max=500000,
        min_days=2,
        max_days=4,
    )


def test_a_column_that_is_not_there_leaves_what_is_known():
    before = Place("302001", ("Jaipur",), ("08",), zone=Zone.CITY, takes_cash=False)
    (row,) = read_sheet("pincode,zone\n302001,\n").rows
    assert row.on(before) == Place("302001", ("Jaipur",), ("08",), takes_cash=False)


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("030200,,,,,,,,", "pincode"),
        ("３０２００１,,,,,,,,", "pincode"),
        ("302001,Atlantis,,,,,,,", "state"),
        ("302001,,,F,,,,,", "zone"),
        ("302001,,,,perhaps,,,,", "serviceable"),
        ("302001,,,,,perhaps,,,", "cod"),
        ("302001,,,,,,-5,,", "cod_max"),
        ("302001,,,,,,12.50,,", "cod_max"),
        ("302001,,,,,,,2,", "min_days"),
        ("302001,,,,,,,4,2", "min_days"),
        ("302001,,,,,,,0,2", "min_days"),
        ("302001,,,,,,,,,surplus", ""),
    ],
)
def test_a_line_that_cannot_be_taken_is_named(line: str, column: str):
    sheet = read_sheet(HEAD + "400001,,,,,,,,\n" + line + "\n")
    assert [row.pincode for row in sheet.rows] == ["400001"]
    assert [(error.line, error.column) for error in sheet.errors] == [(3, column)]


def test_what_spreadsheets_leave_behind_is_no_error():
    sheet = read_sheet('\ufeffpincode,cod\r\n="302001",N\r\n,\r\n\r\n"302002","Y"\r\n , \r\n')
    assert [(row.pincode, dict(row.said)) for row in sheet.rows] == [
        ("302001", {"takes_cash": False}),
        ("302002", {"takes_cash": True}),
    ]
    assert sheet.errors == ()


@pytest.mark.parametrize(
    "text", ["", "pin\n302001\n", "pincode,price\n", "pincode,pincode\n", "pincode,min_days\n"]
)
def test_a_head_that_is_not_known_is_refused_at_once(text: str):
    sheet = read_sheet(text)
    assert (sheet.rows, [error.line for error in sheet.errors]) == ((), [1])


def test_a_pin_code_twice_is_no_list():
    (error,) = read_sheet("pincode,cod\n302001,Y\n302001,N\n").errors
    assert (error.line, error.said) == (3, "302001 is there twice.")


@given(st.text(max_size=300))
def test_no_text_breaks_the_reader(text: str):
    read_sheet("pincode,state,cod_max,min_days,max_days\n" + text)
    read_sheet(text)


async def test_a_plan_says_what_would_change_and_changes_nothing(known: Transaction):
    text = "pincode,cod\n302001,N\n799999,Y\n"
    plan = await places.plan_import(known, a_clerk(), text)
    assert (plan.rows, plan.new, plan.changed, plan.same, plan.wrong) == (2, 1, 1, 0, 0)
    assert plan.changes[0].differences == {"takes_cash": (True, False)}
    assert await places.place_of(known, "799999") is None
    found = await places.place_of(known, "302001")
    assert found is not None
    assert found.takes_cash


async def test_a_list_is_taken_over_and_what_was_learned_stays(known: Transaction):
    heard: list[tuple[int, int]] = []
    text = "pincode,cod_max\n302001,2500\n799999,\n"
    await places.import_pincodes(
        known, a_clerk(), text, progress=lambda done, of: heard.append((done, of))
    )
    found = await places.place_of(known, "302001")
    assert found is not None
    assert (found.cash_max, found.parcels, found.back_rate) == (250000, 40, 0.1)
    assert heard == [(2, 2)]
    again = await places.plan_import(known, a_clerk(), text)
    assert (again.same, again.changed, again.new) == (2, 0, 0)
    assert await known.values("SELECT detail FROM audit_log") == [
        {"rows": 2, "new": 1, "changed": 1}
    ]


async def test_one_wrong_line_keeps_all_out(known: Transaction):
    with pytest.raises(Invalid) as refused:
        await places.import_pincodes(known, a_clerk(), "pincode,cod\n302001,N\n3,N\n")
    assert list(refused.value.fields) == ["rows.3.pincode"]
    found = await places.place_of(known, "302001")
    assert found is not None
    assert found.takes_cash


async def test_only_who_may_ship_changes_pin_codes(known: Transaction):
    for actor, refusal in [(GUEST, Unauthenticated), (a_clerk(Permission.ORDERS_READ), Forbidden)]:
        with pytest.raises(refusal):
            await places.import_pincodes(known, actor, "pincode,cod\n302001,N\n")
        with pytest.raises(refusal):
            await places.edit_pincode(known, actor, "302001", lambda edit: edit)
    with pytest.raises(NotFound):
        await places.edit_pincode(known, a_clerk(), "999999", lambda edit: edit)
    assert await known.value("SELECT count(*) FROM audit_log") == 0


@pytest.mark.parametrize(
    ("pincode", "states", "zone"),
    [
        ("302017", ("08",), Zone.CITY),
        ("342001", ("08",), Zone.STATE),
        ("400001", ("27",), Zone.REST),
        ("190001", ("01",), Zone.REMOTE),
        ("180001", ("01",), Zone.REMOTE),
        ("737101", ("11",), Zone.REMOTE),
        ("744101", ("35",), Zone.REMOTE),
        ("682555", ("31",), Zone.REMOTE),
        ("682001", ("32",), Zone.REST),
        ("795001", ("14",), Zone.REMOTE),
    ],
)
def test_a_zone_is_how_far_it_is_from_jaipur(pincode: str, states: tuple[str, ...], zone: Zone):
    place = Place(pincode, (), states)
    assert places.zone_between("302001", pincode, state_code="08", place=place) is zone


def test_delhi_is_one_city_over_three_states_and_far_from_mumbai_as_metros_are():
    gurugram = Place("122001", ("Gurugram",), ("06",))
    assert places.zone_between("110001", "122001", state_code="07", place=gurugram) is Zone.CITY
    assert places.zone_between("110001", "400001", state_code="07", place=None) is Zone.METRO


def test_a_zone_that_was_told_counts_before_the_rule():
    told = Place("302017", (), ("08",), zone=Zone.REMOTE)
    assert places.zone_between("302001", "302017", state_code="08", place=told) is Zone.REMOTE
