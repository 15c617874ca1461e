"""Who really asks when a proxy stands between: believed from proxies we know, from nobody else.

Anybody can send `X-Forwarded-For`; only what a trusted proxy has appended to it says who asked.
"""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
NONE = "none"


class TrustedProxies:
    """ASGI middleware: puts the client's address and scheme in place of a trusted proxy's."""

    def __init__(self, app: ASGIApp, *, networks: tuple[Network, ...]) -> None:
        self.app = app
        self.networks = networks

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and self.networks and self._trusts(_peer(scope)):
            scope = {**scope, **self._told_by_proxy(scope)}
        await self.app(scope, receive, send)

    def _told_by_proxy(self, scope: Scope) -> Scope:
        told: Scope = {}
        asker = client_behind(_listed(scope, b"x-forwarded-for"), self.networks)
        if asker is not None:
            told["client"] = (str(asker), 0)
        schemes = _listed(scope, b"x-forwarded-proto")
        if schemes and schemes[-1] in ("http", "https"):
            told["scheme"] = schemes[-1]
        return told

    def _trusts(self, peer: Address | None) -> bool:
        return peer is not None and _is_in(peer, self.networks)


def networks_of(trusted: Iterable[str]) -> tuple[Network, ...]:
    """Addresses and networks as settings name them; `none` is none. Raises ValueError.

    >>> networks_of(["10.0.0.0/8", "::1"])
    (IPv4Network('10.0.0.0/8'), IPv6Network('::1/128'))
    >>> networks_of(["none"])
    ()
    """
    return tuple(ip_network(each) for each in trusted if each != NONE)


def client_behind(hops: Iterable[str], trusted: Iterable[Network]) -> Address | None:
    """The last hop that is no proxy of ours; None where a hop nearer to us is no address.

    >>> str(client_behind(["6.6.6.6", "203.0.113.9", "10.0.0.2"], networks_of(["10.0.0.0/8"])))
    '203.0.113.9'
    """
    for hop in reversed(list(hops)):
        address = plain_address(hop)
        if address is None or not _is_in(address, trusted):
            return address
    return None


def plain_address(text: str) -> Address | None:
    """An address; IPv4 written as IPv6 (`::ffff:192.0.2.1`) is IPv4. None for anything else."""
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def network_of(request: Request) -> str:
    """The caller's address: IPv4 whole, IPv6 by its /64, which one customer is given."""
    return _network(request, 32, 64)


def neighbourhood_of(request: Request) -> str:
    """The caller's neighbours too: IPv4 by its /24, IPv6 by its /48, which one site is given."""
    return _network(request, 24, 48)


def _network(request: Request, v4: int, v6: int) -> str:
    host = request.client.host if request.client else "0.0.0.0"  # noqa: S104
    address = plain_address(host)
    if address is None:
        return host
    network = ip_network((address, v4 if address.version == 4 else v6), strict=False)
    return str(address) if network.num_addresses == 1 else str(network)


def _is_in(address: Address, networks: Iterable[Network]) -> bool:
    return any(address in network for network in networks)


def _peer(scope: Scope) -> Address | None:
    client = scope.get("client")
    return plain_address(client[0]) if client else None


def _listed(scope: Scope, name: bytes) -> list[str]:
    told = b",".join(value for key, value in scope["headers"] if key == name).decode("latin-1")
    return [part.strip().lower() for part in told.split(",") if part.strip()]
