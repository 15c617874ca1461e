"""The gateways on offer. One without secrets is not among them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from zahra.base.errors import NotFound
from zahra.shop.payments.model import Clocks
from zahra.shop.payments.provider import Gateway


@dataclass(frozen=True, slots=True)
class Gateways:
    """What verbs that take money are given."""

    on_offer: Sequence[Gateway] = ()
    clocks: Clocks = field(default_factory=Clocks)

    def __contains__(self, provider: object) -> bool:
        return any(gateway.name == provider for gateway in self.on_offer)

    def named(self, provider: str) -> Gateway:
        """Raises NotFound for a gateway that is not on offer."""
        for gateway in self.on_offer:
            if gateway.name == provider:
                return gateway
        raise NotFound

    async def close(self) -> None:
        for gateway in self.on_offer:
            await gateway.close()
