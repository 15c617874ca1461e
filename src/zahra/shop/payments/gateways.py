"""The gateways on offer, by name. One without secrets is not among them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from zahra.base.errors import NotFound
from zahra.shop.payments.model import Clocks
from zahra.shop.payments.provider import Gateway


@dataclass(frozen=True, slots=True)
class Gateways:
    """What verbs that take money are given."""

    on_offer: Mapping[str, Gateway] = field(default_factory=dict[str, Gateway])
    clocks: Clocks = field(default_factory=Clocks)

    def __contains__(self, provider: object) -> bool:
        return provider in self.on_offer

    def named(self, provider: str) -> Gateway:
        """Raises NotFound for a gateway that is not on offer."""
        if (gateway := self.on_offer.get(provider)) is None:
            raise NotFound
        return gateway

    async def close(self) -> None:
        for gateway in self.on_offer.values():
            await gateway.close()
