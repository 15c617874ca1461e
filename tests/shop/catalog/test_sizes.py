"""Sizes: one spelling and one order."""

import doctest
import random

import pytest

from zahra.shop.catalog import sizes

SHELF = ["XXS", "XS", "S", "M", "L", "XL", "XXL", "3XL", "4XL", "5XL", "6", "36", "36.5", "Free"]


def test_sizes_stand_on_the_shelf_from_small_to_large_then_numbers_then_free():
    shuffled = random.Random(7).sample(SHELF, len(SHELF))
    assert sizes.in_size_order(shuffled) == SHELF


@pytest.mark.parametrize(
    ("label", "spelling"),
    [
        ("2XL", "XXL"),
        ("xxl", "XXL"),
        ("XXXL", "3XL"),
        ("XXXXL", "4XL"),
        ("1xl", "XL"),
        (" s ", "S"),
        ("Free Size", "Free"),
        ("38", "38"),
        ("Petite ", "Petite"),
    ],
)
def test_a_size_has_one_spelling(label: str, spelling: str):
    assert sizes.canonical_size(label) == spelling
    assert sizes.size_rank(label) == sizes.size_rank(spelling)


def test_two_spellings_of_a_size_share_a_rank_and_neighbours_do_not():
    assert sizes.size_rank("2XL") == sizes.size_rank("XXL")
    ranks = [sizes.size_rank(size) for size in SHELF]
    assert len(set(ranks)) == len(SHELF)


def test_an_unknown_size_stands_last_and_is_kept_as_written():
    assert sizes.in_size_order(["Petite", "Free", "S"]) == ["S", "Free", "Petite"]


def test_the_examples_in_the_docs_are_true():
    assert doctest.testmod(sizes).failed == 0
