"""What needs no database: words, keys, prices, declarations, charts."""

import doctest
from types import ModuleType

import pytest

from zahra.shop.catalog import asking, compliance, rules, size_charts


@pytest.mark.parametrize("module", [asking, compliance, rules, size_charts])
def test_the_examples_in_the_docs_are_true(module: ModuleType):
    found = doctest.testmod(module)
    assert found.attempted > 0
    assert found.failed == 0


def test_a_search_is_cut_to_eight_words_of_forty_letters():
    assert asking.words_of("a " * 20) == ["a"] * 8
    assert asking.words_of("x" * 99) == ["x" * 40]
