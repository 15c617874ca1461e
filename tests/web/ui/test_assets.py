"""Building, naming and serving what pages load."""

import hashlib
import json
import os
import re
import time
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from zahra.web.ui import ImmutableFiles, assets
from zahra.web.ui.bundling import bundle_js
from zahra.web.ui.icons import GLYPHS, SPRITE


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """A small site: two stylesheets, two scripts that import a third, a picture."""
    source = tmp_path / "static"
    for folder in ("css", "js", "img", "fonts", "icons", "vendor"):
        (source / folder).mkdir(parents=True)
    (source / "img" / "dot.svg").write_text("<svg/>")
    (source / "css" / "app.css").write_text('@import "part.css";\nb { color: red }')
    (source / "css" / "part.css").write_text('a { background: url("/static/img/dot.svg") }')
    (source / "css" / "admin.css").write_text("e { color: grey }")
    (source / "css" / "docs.css").write_text("d { color: green }")
    (source / "css" / "invoice.css").write_text("i { color: brown }")
    (source / "css" / "transitions.css").write_text("c { color: blue }")
    (source / "js" / "app.js").write_text('import { say } from "./say.js";\nsay("app");\n')
    (source / "js" / "say.js").write_text("export function say(text) { alert(text); }\n")
    (source / "js" / "pay.js").write_text("pay();\n")
    return source


def test_a_name_holds_the_hash_of_its_content(sources: Path, tmp_path: Path) -> None:
    manifest = assets.build(sources, tmp_path / "built")
    for name, file in manifest.items():
        content = (tmp_path / "built" / file).read_bytes()
        assert hashlib.sha256(content).hexdigest()[:10] in file, name


def test_a_stylesheet_refers_to_the_hashed_file(sources: Path, tmp_path: Path) -> None:
    manifest = assets.build(sources, tmp_path / "built")
    css = (tmp_path / "built" / manifest["app.css"]).read_text()
    assert f"/static/{manifest['img/dot.svg']}" in css
    assert "@import" not in css


def test_a_reference_to_nothing_stops_the_build(sources: Path, tmp_path: Path) -> None:
    (sources / "css" / "part.css").write_text('a { background: url("/static/img/none.svg") }')
    with pytest.raises(KeyError, match=r"img/none\.svg"):
        assets.build(sources, tmp_path / "built")


def test_modules_become_one_script_each_once_imports_first(sources: Path) -> None:
    text = bundle_js(sources / "js" / "app.js")
    assert text == 'function say(text) { alert(text); }\nsay("app");\n'


def test_a_changed_source_gets_a_new_name_and_the_old_file_goes(
    sources: Path, tmp_path: Path
) -> None:
    out = tmp_path / "built"
    before = assets.build(sources, out)
    (sources / "js" / "pay.js").write_text("pay(2);\n")
    after = assets.build(sources, out)
    assert before["pay.js"] != after["pay.js"]
    assert before["app.css"] == after["app.css"]
    assert not list(out.glob(before["pay.js"] + "*"))
    assert json.loads((out / "manifest.json").read_text()) == after


def test_a_build_is_stale_when_a_source_is_newer(sources: Path, tmp_path: Path) -> None:
    out = tmp_path / "built"
    assert assets.is_stale(sources, out)
    assets.build(sources, out)
    assert not assets.is_stale(sources, out)
    later = time.time() + 5
    os.utime(sources / "css" / "part.css", (later, later))
    assert assets.is_stale(sources, out)


def test_an_asset_nobody_built_is_named_in_the_refusal() -> None:
    with pytest.raises(assets.NotBuilt, match=r"no-such\.css .*make setup"):
        assets.asset_url("no-such.css")


def test_the_sprite_holds_exactly_the_glyphs_on_the_list() -> None:
    assert tuple(re.findall(r'<symbol id="([\w-]+)"', SPRITE.read_text())) == GLYPHS


async def get(address: str, accepted: str = "") -> httpx.Response:
    site = Starlette(routes=[Mount("/static", ImmutableFiles())])
    transport = httpx.ASGITransport(app=site)
    async with httpx.AsyncClient(transport=transport, base_url="http://shop") as client:
        return await client.get(address, headers={"Accept-Encoding": accepted})


@pytest.mark.parametrize(
    ("accepted", "sent"), [("gzip, br", "br"), ("gzip;q=1.0", "gzip"), ("identity", None)]
)
async def test_the_smallest_copy_a_browser_takes_is_sent_for_ever(
    accepted: str, sent: str | None
) -> None:
    answer = await get(assets.asset_url("app.css"), accepted)
    assert answer.status_code == 200
    assert answer.headers.get("content-encoding") == sent
    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["vary"] == "Accept-Encoding"
    if sent != "br":  # httpx reads brotli only with an extra
        assert "@layer" in answer.text


async def test_a_font_is_sent_as_it_is() -> None:
    answer = await get(assets.asset_url("fonts/figtree.woff2"), "br")
    assert answer.headers["content-type"] == "font/woff2"
    assert "content-encoding" not in answer.headers


async def test_an_unknown_file_is_not_kept_for_ever() -> None:
    answer = await get("/static/no-such.css")
    assert answer.status_code == 404
    assert "immutable" not in answer.headers.get("cache-control", "")
