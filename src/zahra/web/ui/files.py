"""Serving built assets: precompressed where there is a copy, and kept by browsers for ever."""

from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from zahra.web.ui.assets import BUILT

_ENCODINGS = (("br", ".br"), ("gzip", ".gz"))
_FOR_EVER = "public, max-age=31536000, immutable"


class ImmutableFiles(StaticFiles):
    """Files whose name holds their hash. Mount at `/static`."""

    def __init__(self, directory: Path = BUILT) -> None:
        super().__init__(directory=directory, check_dir=False)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The smallest copy the browser accepts, with a year's caching."""
        encoding, suffix = self._best_copy(path, Headers(scope=scope))
        answer = await super().get_response(path + suffix, scope)
        answer.headers["Vary"] = "Accept-Encoding"
        answer.headers["Cache-Control"] = _FOR_EVER
        if encoding and answer.status_code != 304:
            answer.headers["Content-Encoding"] = encoding
            answer.headers["Content-Type"] = _media_type(path)
        return answer

    def _best_copy(self, path: str, headers: Headers) -> tuple[str, str]:
        words = headers.get("accept-encoding", "").split(",")
        accepted = {word.split(";")[0].strip() for word in words}
        for encoding, suffix in _ENCODINGS:
            if encoding in accepted and self.lookup_path(path + suffix)[1] is not None:
                return encoding, suffix
        return "", ""


def _media_type(path: str) -> str:
    return {
        ".css": "text/css; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".svg": "image/svg+xml",
    }.get(Path(path).suffix, "application/octet-stream")
