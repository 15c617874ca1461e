"""Splits lose no paisa, and amounts are written the Indian way."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zahra.base import clock, ids, keys, logs, money, text
from zahra.base.money import split


@pytest.mark.parametrize("module", [money, ids, text, clock, keys, logs])
def test_the_examples_in_the_documentation_are_true(module: object):
    assert doctest.testmod(module).failed == 0  # pyright: ignore[reportArgumentType]


@given(st.integers(0, 10**9), st.lists(st.integers(0, 10**7), min_size=1, max_size=40))
def test_the_parts_of_a_split_re_add_and_are_fair(total: int, weights: list[int]):
    parts = split(total, weights)
    assert sum(parts) == total
    whole = sum(weights)
    for part, weight in zip(parts, weights, strict=True):
        if whole:
            assert total * weight // whole <= part <= total * weight // whole + 1


def test_a_tie_goes_to_the_earlier_part():
    assert split(2, [1, 1, 1]) == [1, 1, 0]


def test_a_split_among_nobody_is_a_mistake():
    with pytest.raises(ValueError, match="at least one"):
        split(1, [])
