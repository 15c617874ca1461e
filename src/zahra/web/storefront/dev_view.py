"""What development alone shows: the outbox and the component kitchen."""

from dataclasses import dataclass
from datetime import datetime

from zahra.web.storefront.bag_view import FreeDelivery, Totals
from zahra.web.storefront.cards_view import Entry, Pager, ProductCard
from zahra.web.storefront.checkout_view import Step
from zahra.web.storefront.order_view import Moment
from zahra.web.storefront.product_view import ColourOption, SizeGuide, SizeOption
from zahra.web.ui.forms import FormState
from zahra.web.ui.page import NavLink


@dataclass(frozen=True, slots=True)
class OutboxMessage:
    """An e-mail or SMS that would have been sent."""

    channel: str
    to: str
    template: str
    subject: str
    text: str
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class OutboxPage:
    """Newest first."""

    messages: tuple[OutboxMessage, ...]


@dataclass(frozen=True, slots=True)
class KitchenPage:
    """Samples for every component."""

    trail: tuple[NavLink, ...]
    form: FormState
    cards: tuple[ProductCard, ...]
    colours: tuple[ColourOption, ...]
    sizes: tuple[SizeOption, ...]
    size_guide: SizeGuide
    steps: tuple[Step, ...]
    timeline: tuple[Moment, ...]
    totals: Totals
    facts: tuple[Entry, ...]
    free_delivery: FreeDelivery
    pager: Pager
