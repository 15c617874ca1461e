"""Every way of saying no has a code of its own, a status, and words that explain it."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

import pytest

from tests.architecture.refusals import meaning, refusals, status
from tests.architecture.tree import assert_none
from zahra.base.errors import Conflict, ShopError

Check = Callable[[Sequence[type[ShopError]]], Iterator[str]]
# Kinds that answer with their parent's code on purpose.
SAME_CODE = {"Malformed": "to a caller the shape and the rule are one: `invalid`, with its fields"}


class Sudden(ShopError):
    """Of no kind the faces know."""

    code = "sudden"


class Nameless(Conflict):
    pass


def unanswerable(kinds: Sequence[type[ShopError]]) -> Iterator[str]:
    """Refusals without a status: they would become a 500."""
    return (f"{kind.__name__} has no status" for kind in kinds if status(kind) == 500)


def without_own_code(kinds: Sequence[type[ShopError]]) -> Iterator[str]:
    """Refusals that a program cannot tell from others."""
    own = [kind for kind in kinds if kind.__name__ not in SAME_CODE]
    uses = Counter(kind.code for kind in own)
    for kind in own:
        if "code" not in vars(kind) or uses[kind.code] > 1:
            yield f"{kind.__module__}.{kind.__name__} shares the code {kind.code}"


def without_words(kinds: Sequence[type[ShopError]]) -> Iterator[str]:
    """Refusals that nobody has explained."""
    for kind in kinds:
        if not meaning(kind) or not kind.message.endswith((".", "?")):
            yield f"{kind.__module__}.{kind.__name__} needs a docstring and a sentence"


def test_every_refusal_has_a_status():
    assert len(refusals()) > 20
    assert_none(unanswerable(refusals()))


def test_every_refusal_has_a_code_of_its_own():
    assert_none(without_own_code(refusals()))


def test_every_refusal_is_explained_to_programs_and_people():
    assert_none(without_words(refusals()))


@pytest.mark.parametrize(
    ("rule", "kinds"),
    [
        (unanswerable, [Sudden]),
        (without_own_code, [Nameless]),
        (without_own_code, [Conflict, type("Twin", (Conflict,), {"code": "conflict"})]),
        (without_words, [Nameless]),
    ],
)
def test_a_refusal_that_says_too_little_is_seen(rule: Check, kinds: list[type[ShopError]]):
    assert list(rule(kinds))
