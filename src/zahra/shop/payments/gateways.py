"""The gateways on offer. One without secrets is not among them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from zahra.base.errors import NotFound
from zahra.shop.payments.model import Clocks
from zahra.shop.payments.provider import Gateway, Wallet
from zahra.shop.payments.statements import Ledger, Statements


@dataclass(frozen=True, slots=True)
class Gateways:
    """What verbs that take money are given, the preferred gateway first.

    `home` is the shop's own address, where payers come back to.
    """

    on_offer: Sequence[Gateway] = ()
    clocks: Clocks = field(default_factory=Clocks)
    home: str = ""

    def __contains__(self, provider: object) -> bool:
        return any(gateway.name == provider for gateway in self.on_offer)

    def named(self, provider: str) -> Gateway:
        """Raises NotFound for a gateway that is not on offer."""
        for gateway in self.on_offer:
            if gateway.name == provider:
                return gateway
        raise NotFound

    @property
    def for_links(self) -> Gateway | None:
        """The preferred one of those that make links."""
        return next((gateway for gateway in self.on_offer if gateway.makes_links), None)

    @property
    def wallets(self) -> tuple[Wallet, ...]:
        """Those that keep ways of paying."""
        return tuple(gateway for gateway in self.on_offer if isinstance(gateway, Wallet))

    @property
    def ledgers(self) -> tuple[Ledger, ...]:
        """Those that tell what they took."""
        return tuple(gateway for gateway in self.on_offer if isinstance(gateway, Ledger))

    @property
    def statements(self) -> tuple[Statements, ...]:
        """Those that tell what they paid out."""
        return tuple(gateway for gateway in self.on_offer if isinstance(gateway, Statements))

    def return_to(self, number: str, attempt_id: UUID) -> str:
        """Where a payer comes back to from a gateway's page."""
        return f"{self.home}/checkout/return/{number}/{attempt_id}"

    async def close(self) -> None:
        for gateway in self.on_offer:
            await gateway.close()
