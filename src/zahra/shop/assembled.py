"""What an assembled shop consists of; `app.assemble` fills it, faces and commands are given it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zahra.base.db import Database
from zahra.base.keys import Keys

if TYPE_CHECKING:
    from zahra.shop.cart import Terms
    from zahra.shop.catalog import Storage
    from zahra.shop.identity import Policy
    from zahra.shop.invoices import Paper
    from zahra.shop.messaging import Senders
    from zahra.shop.payments import Gateways
    from zahra.shop.shipping import Couriers


@dataclass(frozen=True, slots=True)
class Brand:
    """What the shop calls itself, and where browsers find it (no trailing slash)."""

    name: str
    url: str

    @property
    def host(self) -> str:
        """The host name alone, as one-time-code SMS bind to it."""
        return self.url.split("://", 1)[-1].split("/", 1)[0].partition(":")[0]


@dataclass(frozen=True, slots=True)
class Shop:
    """Everything a verb may be given."""

    database: Database
    keys: Keys
    gateways: "Gateways"
    couriers: "Couriers"
    senders: "Senders"
    storage: "Storage"
    terms: "Terms"
    policy: "Policy"
    brand: Brand
    paper: "Paper"
    desk: str = ""  # where the shop writes to itself, by e-mail
