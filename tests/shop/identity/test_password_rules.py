"""What a password must be like: long, and nothing that is tried first."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zahra.shop.identity import PasswordRejected
from zahra.shop.identity.passwords.rules import check_password, common_passwords, is_made_of

BINA = ["Bina Das", "bina.d@studio.example", "+919876543210"]


def reason_for(password: str, *about: str, shortest: int = 15) -> str | None:
    try:
        check_password(password, shortest=shortest, about=about)
    except PasswordRejected as why:
        return why.details["reason"]
    return None


@pytest.mark.parametrize(
    "password",
    [
        "four lamps under the banyan",
        "खिड़की से दिखती नदी",
        "482915736204859",  # digits alone, if nobody can guess them
        " a blank at each end ",
        "👩‍👩‍👧‍👦 went to the market",
        "ne\u0301e ne\u0301e, twice o\u0302r",
        "correct horse but another staple",
    ],
)
def test_a_long_one_that_nobody_guesses_is_good(password: str):
    assert reason_for(password, *BINA) is None


def test_fifteen_characters_and_not_one_less():
    assert reason_for("indigo x block!") is None
    assert reason_for("indigo x block") == "too_short"
    assert reason_for("indigo x block", shortest=14) is None


def test_a_hundred_and_twenty_eight_and_not_one_more():
    words = "lamp banyan river " * 8
    assert reason_for(words[:128]) is None
    assert reason_for(words[:129]) == "too_long"


def test_length_is_counted_as_composed_however_it_was_typed():
    for form in ("NFC", "NFD"):
        assert reason_for(unicodedata.normalize(form, "é" * 7 + "lamp ot")) == "too_short"
        assert reason_for(unicodedata.normalize(form, "é" * 7 + "lamp on it")) is None


def test_more_than_a_kilobyte_as_typed_is_too_long():
    """128 characters of Hangul, typed in their parts. What is not read is not stretched either."""
    syllables = "".join(chr(0xAC01 + 28 * n) for n in range(128))
    assert reason_for(syllables) is None
    assert reason_for(unicodedata.normalize("NFD", syllables)) == "too_long"


@pytest.mark.parametrize("char", ["\x00", "\n", "\t", "\x7f", "\ud800"])
def test_what_no_keyboard_types_is_refused(char: str):
    assert reason_for(f"four lamps{char}under the banyan") == "not_typed"


@pytest.mark.parametrize(
    "password",
    [
        "correcthorsebatterystaple",
        "Correct Horse Battery Staple",
        "QWERTYUIOPASDFGH",
        "passwordpassword",
        "PassWordPassWord",
        "1q2w3e4r5t6y7u8i",
        "Jai Shree Ram 108",
        "bharatmatakijai",
        "aaaaaaaaaaaaaaaa",
        "abcabcabcabcabcabc",
        "lamp lamp lamp lamp",
        "123456789012345",
        "9876543210987654",
        "ghijklmnopqrstuvw",
        "mnbvcxzlkjhgfdsa",
    ],
)
def test_what_many_people_use_is_refused(password: str):
    assert reason_for(password) == "too_common"


@pytest.mark.parametrize(
    "password",
    [
        "Zahra@1234567890",
        "zahra zahra kurta",
        "My Zahra Password!",
        "welcome-2026-zahra",
        "bina.d@studio.example",
        "Bina Das 1990 1990",
        "+919876543210bina",
        "9876543210-9876543210-1",
        "BINA_DAS_Kurta_1",
    ],
)
def test_what_is_easy_for_those_who_know_her_or_the_shop_is_refused(password: str):
    assert reason_for(password, *BINA) == "too_easy"


def test_what_is_about_her_is_fine_for_others():
    assert reason_for("Bina Das 1990 1990", "Asha Rao") is None


def test_a_word_of_hers_in_a_sentence_is_fine():
    assert reason_for("Bina keeps four lamps", *BINA) is None


def test_the_list_is_long_and_every_line_could_be_chosen():
    """A shorter one would be refused by its length: it would only take room."""
    assert len(common_passwords()) > 500
    assert [one for one in common_passwords() if len(one) < 15] == []


@given(st.text(max_size=300))
def test_any_text_is_judged_and_nothing_else_happens(text: str):
    assert reason_for(text, *BINA) in {
        None,
        "too_short",
        "too_long",
        "too_common",
        "too_easy",
        "not_typed",
    }


@given(st.lists(st.sampled_from(["asha", "rao", "zahra", "1", "-", " "]), max_size=12))
def test_words_with_signs_between_them_are_seen_through(parts: list[str]):
    has_word = any(part.isalpha() for part in parts)
    assert is_made_of("".join(parts), ["asha", "rao", "zahra"]) is has_word
