"""Files and functions stay small enough to be read at once."""

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.tree import File, Source, assert_kept, assert_none, files, sample

FILE_LINES = {"src/": 250, "bench/": 250, "tests/": 400}
CODE = (".py", ".html", ".css", ".js")
FUNCTION_LINES = 40
POSITIONS = 5
BEFORE_KEYWORDS = 2

_FRAMEWORK = {"get", "post", "put", "patch", "delete", "command"}
Function = ast.FunctionDef | ast.AsyncFunctionDef


def too_long_a_file(file: File) -> Iterator[str]:
    for folder, most in FILE_LINES.items():
        if file.path.startswith(folder) and file.path.endswith(CODE) and file.lines > most:
            yield f"{file.path} has {file.lines} lines of at most {most}"


def too_long_a_function(source: Source) -> Iterator[str]:
    for function in _functions(source):
        lines = (function.end_lineno or function.lineno) - function.lineno + 1
        if lines > FUNCTION_LINES:
            yield source.at(function, f"{function.name} has {lines} lines of at most 40")


def too_many_positions(source: Source) -> Iterator[str]:
    """More than five parameters by position, or an optional one after the second.

    `self` and `cls` do not count: nobody writes them in a call. Nor do handlers, dependencies and
    commands, which only a framework calls, by name.
    """
    depended_on = _depended_on(source)
    for function in _functions(source):
        if function.name in depended_on or _is_called_by_name(function):
            continue
        told = function.args
        names = [a.arg for a in (*told.posonlyargs, *told.args) if a.arg not in ("self", "cls")]
        if len(names) > POSITIONS:
            yield source.at(function, f"{function.name} takes {len(names)} by position")
        elif told.defaults and len(names) > max(BEFORE_KEYWORDS, len(names) - len(told.defaults)):
            yield source.at(
                function, f"{function.name} takes an option by position: say it by name"
            )


def _functions(source: Source) -> Iterator[Function]:
    return (node for node in ast.walk(source.tree) if isinstance(node, Function))


def _depended_on(source: Source) -> set[str]:
    """The functions that stand in a `Depends(…)`."""
    calls = (node for node in ast.walk(source.tree) if isinstance(node, ast.Call))
    wanted = (c.args for c in calls if isinstance(c.func, ast.Name) and c.func.id == "Depends")
    return {arg.id for args in wanted for arg in args if isinstance(arg, ast.Name)}


def _is_called_by_name(function: Function) -> bool:
    calls = (made for made in function.decorator_list if isinstance(made, ast.Call))
    return any(isinstance(c.func, ast.Attribute) and c.func.attr in _FRAMEWORK for c in calls)


def test_no_file_is_too_long_to_read_at_once():
    assert_none(said for file in files() for said in too_long_a_file(file))


def test_a_long_file_is_seen():
    assert list(too_long_a_file(File("src/zahra/long.py", "x = 1\n" * 251)))
    assert list(too_long_a_file(File("tests/test_long.py", "x = 1\n" * 401)))
    assert not list(too_long_a_file(File("src/zahra/fits.py", "x = 1\n" * 250)))
    assert not list(too_long_a_file(File("src/zahra/seeds/styles.toml", "x = 1\n" * 999)))


@pytest.mark.parametrize("folder", FILE_LINES)
def test_no_function_is_longer_than_forty_lines(folder: str):
    assert_kept(too_long_a_function, under=folder)


def test_a_long_function_is_seen():
    body = "    x = 1\n"
    assert list(too_long_a_function(sample("src/zahra/a.py", f"def f():\n{body * 40}")))
    assert not list(too_long_a_function(sample("src/zahra/a.py", f"def f():\n{body * 39}")))


def test_at_most_five_parameters_go_by_position_and_options_by_name():
    assert_kept(too_many_positions)


@pytest.mark.parametrize(
    "signature", ["a, b, c, d, e, f", "self, a, b, c, d, e, f", "a, b, c=1", "a, b=1, c=2"]
)
def test_a_crowded_signature_is_seen(signature: str):
    assert list(too_many_positions(sample("src/zahra/a.py", f"def f({signature}): ...")))


@pytest.mark.parametrize("signature", ["a, b, c, d, e", "self, a, b=1", "tx, a, b, c, *, d=1"])
def test_a_fair_signature_passes(signature: str):
    assert not list(too_many_positions(sample("src/zahra/a.py", f"def f({signature}): ...")))
