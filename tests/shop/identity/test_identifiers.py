"""Phones and e-mail addresses have one spelling inside the shop."""

import time

import pytest

from zahra.shop import identity


@pytest.mark.parametrize(
    "typed",
    [
        "9876543210",
        "09876543210",
        "+91 98765-43210",
        "919876543210",
        "00919876543210",
        " 98765 43210 ",
        "९८७६५४३२१०",
    ],
)
def test_a_mobile_in_any_indian_spelling_becomes_e164(typed: str):
    assert identity.identifier_of(typed) == identity.Identifier("+919876543210")


@pytest.mark.parametrize(
    "typed",
    [
        "5876543210",
        "1234567890",
        "022 2778 2183",  # a landline
        "+910987654321",  # nine digits after a zero
        "+14155552671",
        "98765",
        "",
        "9" * 5000,
    ],
)
def test_what_is_no_indian_mobile_is_refused(typed: str):
    with pytest.raises(identity.InvalidIdentifier) as refused:
        identity.identifier_of(typed)
    assert list(refused.value.fields) == ["identifier"]


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Asha.K@Example.COM", "asha.k@example.com"),
        ("asha+bag@example.com", "asha+bag@example.com"),
        (" asha@example.com ", "asha@example.com"),
    ],
)
def test_an_email_address_is_lower_case_and_otherwise_as_typed(typed: str, stored: str):
    assert identity.identifier_of(typed).value == stored


@pytest.mark.parametrize(
    "typed",
    [
        "a@b",
        "a@localhost",
        "a b@example.com",
        "Asha <a@example.com>",
        "a@[127.0.0.1]",
        "@",
        "\ud800@x",
    ],
)
def test_what_is_no_email_address_is_refused(typed: str):
    with pytest.raises(identity.InvalidIdentifier):
        identity.identifier_of(typed)


def test_a_monstrous_identifier_costs_no_time():
    begun = time.thread_time()
    for typed in ("a" * 1_000_000 + "@example.com", "9" * 1_000_000):
        with pytest.raises(identity.InvalidIdentifier):
            identity.identifier_of(typed)
    assert time.thread_time() - begun < 0.1
