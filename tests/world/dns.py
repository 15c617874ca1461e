"""A nameserver that knows what a test tells it."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset

from zahra.providers.dns import Dns


@dataclass
class Nameserver(asyncio.DatagramProtocol):
    """Answers on loopback; a silent one never does."""

    txt: dict[str, list[tuple[str, ...]]] = field(default_factory=dict[str, Any])
    mx: dict[str, str] = field(default_factory=dict[str, str])
    is_silent: bool = False
    port: int = 0

    @classmethod
    @asynccontextmanager
    async def running(cls) -> AsyncGenerator["Nameserver", None]:
        server = cls()
        loop = asyncio.get_running_loop()
        transport, _ = await loop.create_datagram_endpoint(
            lambda: server, local_addr=("127.0.0.1", 0)
        )
        server.port = transport.get_extra_info("sockname")[1]
        yield server
        transport.close()

    @property
    def resolver(self) -> Dns:
        return Dns(("127.0.0.1",), port=self.port, seconds=1)

    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    def datagram_received(self, data: bytes, addr: Any) -> None:
        if not self.is_silent:
            self._transport.sendto(self._answer(dns.message.from_wire(data)).to_wire(), addr)

    def _answer(self, asked: dns.message.Message) -> dns.message.Message:
        question = asked.question[0]
        name, kind = question.name.to_text(), dns.rdatatype.to_text(question.rdtype)
        answer = dns.message.make_response(asked)
        answer.flags |= dns.flags.AA
        told = self._records(name, kind)
        if told:
            answer.answer.append(dns.rrset.from_text(name, 60, "IN", kind, *told))
        else:
            answer.set_rcode(dns.rcode.NXDOMAIN)
        return answer

    def _records(self, name: str, kind: str) -> list[str]:
        if kind == "TXT":
            return [" ".join(f'"{part}"' for part in each) for each in self.txt.get(name, [])]
        return [f"10 {self.mx[name]}"] if kind == "MX" and name in self.mx else []
