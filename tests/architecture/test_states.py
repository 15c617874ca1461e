"""A column holds exactly the states its life knows, even when Python is wrong."""

import importlib
import pkgutil
import re
from collections.abc import Iterator, Mapping

import psycopg
import pytest

from tests.architecture.lives import LIVES, WORDS, diagram
from tests.architecture.tree import assert_none
from zahra import shop
from zahra.base.lifecycle import Lifecycle
from zahra.shop.catalog.states import STYLE_LIFE

_CHECKS = """
    SELECT conrelid::regclass || '.' || a.attname, pg_get_constraintdef(c.oid)
    FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = conrelid AND a.attnum = conkey[1]
    WHERE contype = 'c' AND cardinality(conkey) = 1 AND connamespace = 'public'::regnamespace
"""
_ONE_OF = re.compile(r"CHECK \(\(\w+ = ANY \(ARRAY\[(.*)\]\)\)\)")


@pytest.fixture(scope="module")
def held(dsn: str) -> Mapping[str, set[str]]:
    """For each column with a fixed set of words, that set as the schema has it."""
    with psycopg.connect(dsn) as connection:
        checks = connection.execute(_CHECKS).fetchall()
    found = ((column, _ONE_OF.fullmatch(check)) for column, check in checks)
    return {column: set(re.findall(r"'(\w+)'", m[1])) for column, m in found if m}


def differing(held: Mapping[str, set[str]], lives: Mapping[str, Lifecycle]) -> Iterator[str]:
    """Columns whose CHECK is not exactly the states of their life."""
    for column, life in lives.items():
        states = {str(state) for state in life.states}
        if odd := states ^ held.get(column, set()):
            yield f"{column}: {', '.join(sorted(odd))} on one side only"


def test_every_column_holds_exactly_the_states_of_its_life(held: Mapping[str, set[str]]):
    assert_none(differing(held, LIVES))


def test_a_state_on_one_side_only_is_seen(held: Mapping[str, set[str]]):
    column, life = next(iter(LIVES.items()))
    assert list(differing({**held, column: held[column] - {str(life.start)}}, LIVES))
    assert list(differing({**held, column: held[column] | {"lost"}}, LIVES))
    assert list(differing({}, {column: life}))


def test_a_column_takes_every_word_the_code_speaks(held: Mapping[str, set[str]]):
    for column, words in WORDS.items():
        assert {str(word) for word in words} <= held[column], column


def test_every_life_has_its_column():
    drawn = {id(life) for life in LIVES.values()}
    for module in pkgutil.walk_packages(shop.__path__, "zahra.shop."):
        for name, value in vars(importlib.import_module(module.name)).items():
            if isinstance(value, Lifecycle):
                assert id(value) in drawn, f"{module.name}.{name} is not in lives.py"


def test_a_diagram_has_one_arrow_a_move():
    drawn = "\n".join(diagram(STYLE_LIFE))
    assert (
        drawn
        == """\
stateDiagram-v2
    [*] --> draft
    draft --> active: publish
    draft --> archived: archive
    active --> archived: archive
    archived --> active: publish"""
    )
