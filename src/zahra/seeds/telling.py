"""The demo shop's story: every scene at the moment it happened, the earliest first."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from zahra.base import clock
from zahra.base.actors import Actor, program
from zahra.seeds.catalogue import Catalogue, PastOrder, Shopper, Style
from zahra.seeds.ordering import Past, play_order
from zahra.seeds.picturing import Shots
from zahra.seeds.promoting import offer_promotions
from zahra.seeds.shelves import lay_shelves
from zahra.seeds.staging import Stage
from zahra.seeds.stocking import Stockroom, put_on_sale
from zahra.seeds.welcoming import Customer, welcome_shopper, welcome_staff
from zahra.shop import inventory

_SEEDS = program("seeds")
_PREPARING = 30  # days from the first shelf to the first style
_MORNING, _NOON = timedelta(hours=8), timedelta(hours=12)  # of an IST day


@dataclass(frozen=True, slots=True)
class Scene:
    """Something that happened, and when."""

    at: datetime
    happen: Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Story:
    """Who and what is there so far."""

    stage: Stage
    room: Stockroom
    owner: Actor
    customers: dict[str, Customer] = field(default_factory=dict[str, Customer])

    def scenes(self) -> list[Scene]:
        """Everything that has happened since the shelves were put up."""
        demo, today = self.room.demo, self.stage.today
        scenes = [Scene(_published(s, today), partial(self._publish, s)) for s in demo.styles]
        scenes += [Scene(_joined(s, today), partial(self._join, s)) for s in demo.shoppers]
        scenes += [Scene(o.made_at(today), partial(self._order, o)) for o in demo.orders]
        return sorted(scenes, key=lambda scene: scene.at)

    async def play(self, scene: Scene) -> None:
        """Let it happen, at its time."""
        self.stage.move_to(scene.at)
        await scene.happen()

    async def come_to_today(self) -> None:
        """Write the cards as the shop's goods now stand, which nobody did while the story was
        told, and offer what is offered today."""
        self.stage.move_to(self.stage.today)
        async with self.stage.shop.database.transaction() as tx:
            await inventory.refresh_cards(tx, self.room.colours)
            await offer_promotions(tx, _SEEDS, self.room.shelves)

    async def _publish(self, style: Style) -> None:
        async with self.stage.shop.database.transaction() as tx:
            await put_on_sale(tx, _SEEDS, self.room, style)

    async def _join(self, shopper: Shopper) -> None:
        async with self.stage.shop.database.transaction() as tx:
            self.customers[shopper.key] = await welcome_shopper(tx, shopper)

    async def _order(self, told: PastOrder) -> None:
        await play_order(self.stage, Past(self.customers, self.owner, self.room.variants), told)


async def begin(stage: Stage, demo: Catalogue, shots: Mapping[str, Shots]) -> Story:
    """Put up the shelves of an empty shop, weeks before its first style."""
    first = max(style.published_days_ago for style in demo.styles)
    stage.move_to(_moment(stage.today, first + _PREPARING, _MORNING))
    async with stage.shop.database.transaction() as tx:
        shelves = await lay_shelves(tx, _SEEDS, demo)
        owner, *_ = [await welcome_staff(tx, member) for member in demo.staff]
    room = Stockroom(demo, shelves, shots, clock.ist_day(stage.today))
    return Story(stage, room, owner)


def _published(style: Style, today: datetime) -> datetime:
    return _moment(today, style.published_days_ago, _NOON)


def _joined(shopper: Shopper, today: datetime) -> datetime:
    return _moment(today, shopper.joined_days_ago, _MORNING)


def _moment(today: datetime, days_ago: int, of_day: timedelta) -> datetime:
    return clock.start_of(clock.ist_day(today) - timedelta(days=days_ago)) + of_day
