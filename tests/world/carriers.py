"""Small stand-ins for carriers: an HTTP and an SMTP server that keep what they are sent and answer
as they are told."""

import asyncio
import json
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from pydantic import SecretStr

from zahra.shop.messaging import SMS_TEXTS

TEMPLATES = ", ".join(f"{name}=11070000000000000{at:02}" for at, name in enumerate(SMS_TEXTS))
CARRIERS: Mapping[str, Any] = {
    "smtp_url": SecretStr("smtp://zahra:mail%20secret@mail.example"),
    "msg91_auth_key": SecretStr("msg91-auth-key"),
    "msg91_templates": TEMPLATES,
    "msg91_webhook_secrets": SecretStr("msg91-secret, msg91-previous"),
    "dlt_entity_id": "1101234567890123456",
    "dlt_header": "ZAHRAA",
    "dlt_templates": TEMPLATES,
}
"""What production is told about SMTP and MSG91."""

Serving = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Asked:
    """One request that came in. Header names are in lower case."""

    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode()))


@dataclass(slots=True)
class HttpStandIn:
    """Somebody's HTTP API. `status` None never answers."""

    status: int | None = 200
    body: Any = field(default_factory=dict[str, Any])
    asked: list[Asked] = field(default_factory=list[Asked])
    url: str = ""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while line := await reader.readline():
            path, headers = line.decode().split(" ")[1], dict[str, str]()
            while (header := (await reader.readline()).decode().strip()) != "":
                name, _, value = header.partition(":")
                headers[name.lower()] = value.strip()
            body = await reader.readexactly(int(headers.get("content-length", "0")))
            self.asked.append(Asked(path, headers, body))
            if self.status is None:
                await asyncio.sleep(60)
            said = self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()
            head = f"HTTP/1.1 {self.status} Told\r\nContent-Length: {len(said)}\r\n\r\n"
            writer.write(head.encode() + said)
            await writer.drain()


@dataclass(slots=True)
class SmtpStandIn:
    """Somebody's mail server, unencrypted. `replies` are by verb, `DATA.` once it is read."""

    replies: dict[str, str] = field(default_factory=dict[str, str])
    said: list[str] = field(default_factory=list[str])
    letters: list[str] = field(default_factory=list[str])
    host: str = "127.0.0.1"
    port: int = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 standing in\r\n")
        while line := (await reader.readline()).decode().strip():
            self.said.append(line)
            verb = line.split(" ")[0].upper()
            writer.write(f"{self.replies.get(verb, _USUAL.get(verb, '250 good'))}\r\n".encode())
            if verb == "DATA" and verb not in self.replies:
                self.letters.append((await reader.readuntil(b"\r\n.\r\n")).decode())
                writer.write(f"{self.replies.get('DATA.', '250 taken')}\r\n".encode())
            await writer.drain()
            if verb == "QUIT":
                break
        writer.close()


_USUAL = {
    "EHLO": "250-standing in\r\n250 AUTH PLAIN LOGIN",
    "AUTH": "235 welcome",
    "DATA": "354 go on",
    "QUIT": "221 bye",
}


@asynccontextmanager
async def http_stand_in(**told: Any) -> AsyncGenerator[HttpStandIn, None]:
    stand_in = HttpStandIn(**told)
    async with _serving(stand_in.serve, "127.0.0.1") as port:
        stand_in.url = f"http://127.0.0.1:{port}"
        yield stand_in


@asynccontextmanager
async def smtp_stand_in(
    host: str = "127.0.0.1", **replies: str
) -> AsyncGenerator[SmtpStandIn, None]:
    stand_in = SmtpStandIn(replies, host=host)
    async with _serving(stand_in.serve, host) as port:
        stand_in.port = port
        yield stand_in


@asynccontextmanager
async def _serving(serve: Serving, host: str) -> AsyncGenerator[int, None]:
    busy: set[asyncio.Task[None]] = set()

    async def served(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        busy.add(task)
        try:
            await serve(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            return
        finally:
            busy.discard(task)
            writer.close()

    server = await asyncio.start_server(served, host, 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for task in busy:
            task.cancel()
