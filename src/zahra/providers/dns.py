"""What DNS says about names, asked within a bounded time."""

from dns.asyncresolver import Resolver
from dns.exception import DNSException
from dns.resolver import NXDOMAIN, NoAnswer


class Dns:
    """The system's resolver, or the ones named. Every answer comes within `seconds`."""

    def __init__(
        self, servers: tuple[str, ...] = (), *, port: int = 53, seconds: float = 5
    ) -> None:
        self._servers = servers
        self._port = port
        self._seconds = seconds

    async def txt(self, name: str) -> tuple[str, ...] | None:
        """The TXT records of a name; None where nobody could be asked."""
        try:
            answer = await self._resolver().resolve(name, "TXT")
        except (NXDOMAIN, NoAnswer):
            return ()
        except (DNSException, OSError):
            return None
        return tuple(b"".join(each.strings).decode("utf-8", "replace") for each in answer)

    async def takes_mail(self, name: str) -> bool | None:
        """Whether a domain has an MX record; None where nobody could be asked."""
        try:
            answer = await self._resolver().resolve(name, "MX")
        except (NXDOMAIN, NoAnswer):
            return False
        except (DNSException, OSError):
            return None
        return any(each.exchange.to_text() != "." for each in answer)

    def _resolver(self) -> Resolver:
        resolver = Resolver(configure=not self._servers)
        if self._servers:
            resolver.nameservers = list(self._servers)
            resolver.port = self._port
        resolver.lifetime = self._seconds
        return resolver
