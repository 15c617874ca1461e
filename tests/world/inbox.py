"""A webhook address that keeps what it is sent and answers as it is told."""

import threading
import time
from collections.abc import Generator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest


@dataclass(frozen=True, slots=True)
class Received:
    body: bytes
    headers: dict[str, str]  # names in lower case
    at: float


class Inbox:
    """Listens on a port of its own. `status` and `seconds` say how the next letters are taken."""

    def __init__(self) -> None:
        self.status = 200
        self.seconds = 0.0
        self.received: list[Received] = []
        inbox = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                headers = {name.lower(): value for name, value in self.headers.items()}
                inbox.received.append(Received(body, headers, time.monotonic()))
                time.sleep(inbox.seconds)
                self.send_response(inbox.status)
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:
                return

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/webhooks/rzp"
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def inbox() -> Generator[Inbox, None, None]:
    listening = Inbox()
    yield listening
    listening.close()
