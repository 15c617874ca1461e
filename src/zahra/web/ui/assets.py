"""Built files: bundled, hashed, compressed, and found again by name.

`build` runs in `make setup`, when a wheel is made, and at start in development when a source is
newer. Running pages only read the manifest: `asset_url("app.css")` -> `/static/app.3f9a1c2b.css`.
Sources refer to each other as `/static/fonts/figtree.woff2`; the build puts the hashed address in.
"""

import gzip
import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path

from zahra.web.ui.bundling import bundle_css, bundle_js

SOURCE = Path(__file__).parent / "static"
BUILT = Path(__file__).parent / "built"
PREFIX = "/static/"

STYLES = ("admin.css", "app.css", "docs.css", "invoice.css", "transitions.css")
SCRIPTS = ("app.js", "pay.js")
_PLAIN = ("fonts/*.woff2", "icons/*.svg", "img/*", "vendor/*.js")
_COMPRESSED = {".css", ".js", ".svg"}
_REFERENCE = re.compile(re.escape(PREFIX) + r"([\w./-]+\.\w+)")


class NotBuilt(Exception):
    """The manifest is missing, or names no such file: run `make setup`."""


def build(source: Path = SOURCE, out: Path = BUILT) -> dict[str, str]:
    """Write every asset under a name that holds its hash; return (and write) name -> file.

    The manifest is replaced last and at once, so a reader never sees half a build.
    """
    out.mkdir(parents=True, exist_ok=True)
    manifest: dict[str, str] = {}
    for name, content in _contents(source, manifest):
        manifest[name] = _hashed(name, content)
        _write(out / manifest[name], content)
    unfinished = out / f"manifest.{os.getpid()}.json"
    unfinished.write_text(json.dumps(manifest, indent=1, sort_keys=True))
    unfinished.replace(out / "manifest.json")
    _sweep(out, set(manifest.values()))
    _manifest.cache_clear()
    return manifest


def is_stale(source: Path = SOURCE, out: Path = BUILT) -> bool:
    """Whether nothing is built, or a source changed since."""
    manifest = out / "manifest.json"
    if not manifest.exists():
        return True
    built_at = manifest.stat().st_mtime
    return any(path.stat().st_mtime > built_at for path in source.rglob("*"))


def asset_url(name: str) -> str:
    """The address of a built asset, good for ever: its content never changes."""
    try:
        return PREFIX + _manifest()[name]
    except KeyError:
        raise NotBuilt(f"{name} is not among the built assets; run `make setup`") from None


@cache
def _manifest() -> Mapping[str, str]:
    try:
        return json.loads((BUILT / "manifest.json").read_text())
    except FileNotFoundError:
        raise NotBuilt("the assets are not built; run `make setup`") from None


def _contents(source: Path, manifest: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """Names and bytes, referred files first, so that each reference finds its hash."""
    for pattern in _PLAIN:
        for path in sorted(source.glob(pattern)):
            yield path.relative_to(source).as_posix(), path.read_bytes()
    for name in STYLES:
        yield name, _refer(bundle_css(source / "css" / name), manifest).encode()
    for name in SCRIPTS:
        yield name, _refer(bundle_js(source / "js" / name), manifest).encode()


def _refer(text: str, manifest: Mapping[str, str]) -> str:
    return _REFERENCE.sub(lambda found: PREFIX + manifest[found.group(1)], text)


def _hashed(name: str, content: bytes) -> str:
    path = Path(name)
    digest = hashlib.sha256(content).hexdigest()[:10]
    return path.with_name(f"{path.stem}.{digest}{path.suffix}").as_posix()


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    if path.suffix not in _COMPRESSED:
        return
    path.with_name(path.name + ".gz").write_bytes(gzip.compress(content, 9, mtime=0))
    brotli = import_module("brotli")  # it has no types
    path.with_name(path.name + ".br").write_bytes(brotli.compress(content, quality=11))


def _sweep(out: Path, kept: set[str]) -> None:
    """Remove what earlier builds left."""
    for path in out.rglob("*"):
        name = path.relative_to(out).as_posix().removesuffix(".gz").removesuffix(".br")
        if path.is_file() and name not in kept and name != "manifest.json":
            path.unlink(missing_ok=True)
    for folder in [path for path in out.iterdir() if path.is_dir() and not any(path.iterdir())]:
        shutil.rmtree(folder, ignore_errors=True)
