"""The couriers the shop works with. One without secrets is not among them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from zahra.base.errors import NotFound
from zahra.shop.shipping.provider import Courier


@dataclass(frozen=True, slots=True)
class Patience:
    """How long we wait for news, and for a booking that somebody else is making."""

    booking: timedelta = timedelta(minutes=2)  # longer than all calls of one booking together
    news: timedelta = timedelta(hours=4)  # a parcel on its way that nobody told us about


@dataclass(frozen=True, slots=True)
class Couriers:
    """What verbs that ask couriers are given."""

    on_offer: Sequence[Courier] = ()
    patience: Patience = field(default_factory=Patience)

    @property
    def names(self) -> frozenset[str]:
        """To whom a parcel may be given."""
        return frozenset(courier.name for courier in self.on_offer)

    @property
    def first(self) -> Courier:
        """Who is asked to carry a parcel, if nobody says otherwise. Raises NotFound."""
        for courier in self.on_offer:
            return courier
        raise NotFound

    def named(self, name: str) -> Courier:
        """Raises NotFound for a courier we do not work with."""
        for courier in self.on_offer:
            if courier.name == name:
                return courier
        raise NotFound

    async def close(self) -> None:
        for courier in self.on_offer:
            await courier.close()
