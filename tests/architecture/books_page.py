"""`docs/books.md`: what the doctor proves, what breaks it, and what somebody does about it."""

from collections.abc import Iterator

from tests.shop.books.test_invariants import INVARIANTS
from tests.shop.books.test_seeded_bugs import EVERY_STEP, EVERY_WRITE
from zahra.shop import books

_PREFACE = """\
# What the books prove

`zahra doctor` looks at every rule below in one view of the living database;
[operations](operations.md#the-books) says how it is run, and
[record 26](decisions/0026-the-books-are-examined-from-outside.md) why it is made so. What it names
are ids of the shop's own, never a name or a phone.

This page is written by `python -m tests.architecture.writing_docs`, and a test compares.
"""
_PROMISED = """\
## What is promised

Each is broken on purpose in `tests/shop/books/test_invariants.py`, with the constraints that
would refuse it gone, and its rule must say so.

| Promise | Rule that proves it |
|---|---|"""
_RULES = """\
## Every rule

Each is seen broken by bugs that are put in on purpose (`tests/shop/books/test_seeded_bugs.py`), or
with a promise above; a rule that nothing breaks fails a test.

| Rule | Its ids are of a | Bugs it catches |
|---|---|---|"""
_ADVICE = """\
## When a rule is broken

It is a mistake of the program, or of somebody who wrote into its database by hand. Whoever looks
after the program finds the cause, with the ids; nothing is mended by itself. Until then:

| What is named | Do |
|---|---|"""
_EXCEPTIONS = """\
## When something does not match

The exceptions list (`zahra books exceptions`, `GET /admin/books/exceptions`) holds what goes wrong
without a mistake of ours. An entry leaves by itself once it is mended.

| Kind | Means | Do |
|---|---|---|"""


def books_page() -> str:
    """`docs/books.md`."""
    parts = [
        [_PREFACE],
        [_PROMISED, *(f"| {each.promise} | {_rule(each.rule)} |" for each in INVARIANTS), ""],
        [_RULES, *_rules(), ""],
        [_ADVICE, *(f"| {thing} | {books.ADVICE[thing]} |" for thing in books.Thing), ""],
        [_EXCEPTIONS, *_exceptions(), ""],
    ]
    return "\n".join(line for part in parts for line in part)


def _rule(begins: str) -> str:
    """The name of the rule that begins so."""
    return next(check.name for check in books.CHECKS if check.name.startswith(begins))


def _rules() -> Iterator[str]:
    bugs = [*EVERY_WRITE, *(bug for _, bug in EVERY_STEP)]
    for check in books.CHECKS:
        caught = [bug.name for bug in bugs if bug.caught_by == check.name]
        caught = caught or [each.promise for each in INVARIANTS if check.name == _rule(each.rule)]
        yield f"| {check.name} | {check.about} | {'; '.join(caught)} |"


def _exceptions() -> Iterator[str]:
    for kind in books.DiscrepancyKind:
        yield f"| `{kind}` | {books.MEANINGS[kind].means} | {books.MEANINGS[kind].do} |"
