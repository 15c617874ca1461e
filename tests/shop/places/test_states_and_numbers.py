"""States, GST numbers and what a PIN's digits say."""

import pytest

from zahra.shop import places


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("Maharashtra", "27"),
        (" maharashtra ", "27"),
        ("MH", "27"),
        ("IN-MH", "27"),
        ("27", "27"),
        ("The Dadra and Nagar Haveli and Daman and Diu", "26"),
        ("Dadra & Nagar Haveli and Daman & Diu", "26"),
        ("Daman & Diu", "26"),
        ("Jammu & Kashmir", "01"),
        ("ANDAMAN AND NICOBAR ISLANDS", "35"),
        ("Andaman & Nicobar", "35"),
        ("Orissa", "21"),
        ("Pondicherry", "34"),
        ("Uttaranchal", "05"),
        ("NCT of Delhi", "07"),
        ("Tamilnadu", "33"),
        ("Telangana", "36"),
        ("Ladakh", "38"),
    ],
)
def test_a_state_is_found_by_any_usual_spelling(said: str, code: str):
    found = places.state_named(said)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize("said", ["", "Atlantis", "25", "28", "x" * 10_000, "महाराष्ट्र"])
def test_what_is_no_state_is_none(said: str):
    assert places.state_named(said) is None


def test_there_are_36_states_and_five_of_them_charge_utgst():
    territories = {code for code, state in places.STATES.items() if state.is_union_territory}
    assert len(places.STATES) == 36
    assert territories == {"04", "26", "31", "35", "38"}


@pytest.mark.parametrize(
    "gstin", ["27AAPFU0939F1ZV", "36AAPFU0939F1ZW", "07AAPFU0939F1ZX", "38AAPFU0939F1ZS"]
)
def test_a_right_gstin_passes_ladakh_included(gstin: str):
    assert places.is_gstin(gstin)


@pytest.mark.parametrize(
    "gstin",
    [
        "27AAPFU0939F1ZA",  # check character
        "72AAPFU0939F1ZV",  # digits swapped
        "27AAPFU0939F1ZV ",
        "27aapfu0939f1zv",
        "27AAPFU0939F0ZV",  # the entity number is never 0
        "２7AAPFU0939F1ZV",  # a full-width digit
        "",
    ],
)
def test_a_wrong_gstin_is_refused(gstin: str):
    assert not places.is_gstin(gstin)


def test_the_first_digit_is_the_zone_and_nine_is_the_army():
    assert places.zone("560001") == 5
    assert places.is_army("900056")
    assert not places.is_army("194101")
