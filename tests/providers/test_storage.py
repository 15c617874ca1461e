"""Both storages keep what they are given, and neither can be talked out of its folder."""

import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from zahra.providers.local_disk import LocalDisk
from zahra.providers.s3 import S3, Bucket
from zahra.shop.catalog.provider import NoSuchFile, Storage, StorageDown

OUTSIDE = [
    "../secret.txt",
    "..%2fsecret.txt",
    "/etc/passwd",
    "a/b.avif",
    "a\\b.avif",
    ".env",
    "",
    "a.avif\0.txt",
    "A.avif",
    "a.avif\n",
]


class TinyS3(ThreadingHTTPServer):
    """As much of S3 as three calls need: it keeps what is PUT, gives it back and forgets it."""

    kept: dict[str, tuple[bytes, dict[str, str]]]
    answers_with: int = 200


class _Answers(BaseHTTPRequestHandler):
    server: TinyS3  # pyright: ignore[reportIncompatibleVariableOverride]

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.kept[self.path] = (body, dict(self.headers.items()))
        self._answer(self.server.answers_with, b"")

    def do_GET(self) -> None:
        body, _ = self.server.kept.get(self.path, (b"", {}))
        self._answer(200 if self.path in self.server.kept else 404, body)

    def do_POST(self) -> None:
        """`?delete`: files by their keys."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        keys = re.findall("<Key>([^<]+)</Key>", body)
        for key in keys:
            self.server.kept.pop(f"/pictures/{key}", None)
        deleted = "".join(f"<Deleted><Key>{key}</Key></Deleted>" for key in keys)
        self._answer(200, f"<DeleteResult>{deleted}</DeleteResult>".encode())

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("ETag", '"1"')
        self.send_header("Last-Modified", "Sun, 22 Nov 2026 10:00:00 GMT")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""


@pytest.fixture
def server() -> Iterator[TinyS3]:
    tiny = TinyS3(("127.0.0.1", 0), _Answers)
    tiny.kept = {}
    threading.Thread(target=tiny.serve_forever, args=(0.01,), daemon=True).start()
    yield tiny
    tiny.shutdown()
    tiny.server_close()


def s3_at(port: int) -> S3:
    return S3(
        Bucket(
            name="pictures",
            region="ap-south-1",
            endpoint=f"http://127.0.0.1:{port}",
            access_key="key",
            secret_key="secret",
            base_url="https://cdn.zahra.example/",
        )
    )


@pytest.fixture(params=["local disk", "s3"])
def storage(request: pytest.FixtureRequest, tmp_path: Path, server: TinyS3) -> Storage:
    if request.param == "s3":
        return s3_at(server.server_address[1])
    return LocalDisk(tmp_path / "media")


async def test_what_is_put_can_be_opened_and_putting_it_again_changes_nothing(
    storage: Storage,
) -> None:
    for _ in range(2):
        await storage.put("1f3a-720.avif", b"cloth", "image/avif")
    assert await storage.open("1f3a-720.avif") == b"cloth"


async def test_an_unknown_file_is_not_found(storage: Storage) -> None:
    with pytest.raises(NoSuchFile):
        await storage.open("nothing-720.avif")


async def test_what_is_removed_is_gone_and_removing_it_again_changes_nothing(
    storage: Storage,
) -> None:
    await storage.put("1f3a-720.avif", b"cloth", "image/avif")
    await storage.put("1f3a-480.avif", b"cloth", "image/avif")
    for _ in range(2):
        await storage.remove("1f3a-720.avif")
    with pytest.raises(NoSuchFile):
        await storage.open("1f3a-720.avif")
    assert await storage.open("1f3a-480.avif") == b"cloth"


async def test_removing_a_name_that_leads_elsewhere_touches_nothing(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("kept")
    disk = LocalDisk(tmp_path / "media")
    for name in OUTSIDE:
        await disk.remove(name)
    assert (tmp_path / "secret.txt").read_text() == "kept"


@pytest.mark.parametrize("name", OUTSIDE)
async def test_a_name_that_leads_elsewhere_is_refused(storage: Storage, name: str) -> None:
    with pytest.raises(NoSuchFile):
        await storage.open(name)
    with pytest.raises(ValueError, match="not a name"):
        await storage.put(name, b"x", "image/avif")


async def test_a_refused_name_writes_nothing_anywhere(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("kept")
    disk = LocalDisk(tmp_path / "media")
    for name in OUTSIDE:
        with pytest.raises(ValueError, match="not a name"):
            await disk.put(name, b"x", "text/plain")
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["media", "secret.txt"]
    assert (tmp_path / "secret.txt").read_text() == "kept"


async def test_a_relative_folder_lies_under_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    await LocalDisk(Path(".shop/media")).put("a-320.webp", b"x", "image/webp")
    assert (tmp_path / ".shop/media/a-320.webp").read_bytes() == b"x"


def test_addresses_are_made_without_asking(tmp_path: Path) -> None:
    assert LocalDisk(tmp_path).url("a-320.avif") == "/media/a-320.avif"
    assert s3_at(1).url("a-320.avif") == "https://cdn.zahra.example/a-320.avif"


async def test_s3_is_told_the_content_type_and_that_it_never_changes(server: TinyS3) -> None:
    await s3_at(server.server_address[1]).put("a-320.avif", b"x", "image/avif")
    body, headers = server.kept["/pictures/a-320.avif"]
    about = {name.lower(): value for name, value in headers.items()}
    assert body == b"x"
    assert about["content-type"] == "image/avif"
    assert about["cache-control"] == "public, max-age=31536000, immutable"


async def test_a_storage_that_refuses_or_is_gone_is_down_not_missing(server: TinyS3) -> None:
    server.answers_with = 403
    with pytest.raises(StorageDown):
        await s3_at(server.server_address[1]).put("a-320.avif", b"x", "image/avif")
    with pytest.raises(StorageDown):
        await s3_at(9).open("a-320.avif")
