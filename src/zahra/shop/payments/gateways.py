"""The gateways of the shop: those on offer, and those that only finish what they began. One
without secrets is neither."""

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

    Those `withdrawn` open nothing new; they are asked about what was paid there, and give it back.
    `home` is the shop's own address, where payers come back to.
    """

    on_offer: Sequence[Gateway] = ()
    withdrawn: Sequence[Gateway] = ()
    clocks: Clocks = field(default_factory=Clocks)
    home: str = ""

    def __contains__(self, provider: object) -> bool:
        return any(gateway.name == provider for gateway in self.on_offer)

    def named(self, provider: str) -> Gateway:
        """On offer or withdrawn. Raises NotFound for a gateway we have no account at."""
        for gateway in self._all:
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
        return tuple(gateway for gateway in self._all if isinstance(gateway, Wallet))

    @property
    def ledgers(self) -> tuple[Ledger, ...]:
        """Those that tell what they took."""
        return tuple(gateway for gateway in self._all if isinstance(gateway, Ledger))

    @property
    def statements(self) -> tuple[Statements, ...]:
        """Those that tell what they paid out."""
        return tuple(gateway for gateway in self._all if isinstance(gateway, Statements))

    def return_to(self, number: str, attempt_id: UUID) -> str:
        """Where a payer comes back to from a gateway's page."""
        return f"{self.home}/checkout/return/{number}/{attempt_id}"

    async def close(self) -> None:
        for gateway in self._all:
            await gateway.close()

    @property
    def _all(self) -> tuple[Gateway, ...]:
        return (*self.on_offer, *self.withdrawn)
