"""One stylesheet and one script out of many small sources, without Node.

CSS goes through lightningcss (imports, minifying). Scripts are our own few ES modules: they are
put one after the other, imports first, with the import and export words taken away, so the whole
must not use one top-level name twice (the bundle's test parses it).
"""

import re
from pathlib import Path

import lightningcss

_IMPORT = re.compile(r'^import (?:\{[^}]*\} from )?"(\./[\w/-]+\.js)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?function |const |class )", re.MULTILINE)


def bundle_css(entry: Path) -> str:
    """`entry` with everything it imports, minified.

    Nothing is down-levelled: `light-dark()` rewritten would double every colour.
    """
    return lightningcss.bundle_css(str(entry), minify=True)


def bundle_js(entry: Path) -> str:
    """`entry` with every module it imports before it, each once."""
    seen: dict[Path, str] = {}
    _gather(entry.resolve(), seen)
    return "".join(seen.values())


def strip_module_words(source: str) -> str:
    """A module's own code, ready to stand in a file with others.

    >>> strip_module_words('import { say } from "./live.js";\\nexport function go() { say("x"); }')
    'function go() { say("x"); }'
    """
    return _EXPORT.sub("", _IMPORT.sub("", source))


def _gather(module: Path, seen: dict[Path, str]) -> None:
    if module in seen:
        return
    source = module.read_text(encoding="utf-8")
    for imported in _IMPORT.findall(source):
        _gather((module.parent / imported).resolve(), seen)
    seen[module] = strip_module_words(source)
