"""What may be promised, without a database."""

import doctest

import pytest

from zahra.base import ids
from zahra.shop.inventory import Wanted, rules


def test_the_examples_in_the_docs_are_true():
    found = doctest.testmod(rules)
    assert found.attempted > 0
    assert found.failed == 0


def test_wanting_nothing_is_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="wants nothing"):
        rules.gathered([Wanted(ids.new(), 0)])
