"""Filling an empty shop: with the demo shop's story, or with any number of made-up styles."""

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.markup import escape
from rich.progress import Progress

from zahra.seeds.catalogue import read_catalogue
from zahra.seeds.pictures import looks
from zahra.seeds.picturing import Shots, store_shots
from zahra.seeds.scale import seed_scale as load_styles
from zahra.seeds.staging import Stage, stage_of
from zahra.seeds.telling import begin
from zahra.seeds.welcoming import DemoLogin, employ_owner
from zahra.settings import CannotRun
from zahra.shop import catalog, places
from zahra.shop.assembled import Shop

_SHOWN = 5  # warnings


class ShopNotEmpty(CannotRun):
    """Somebody's goods are there; what is made up must not come among them."""

    def __init__(self) -> None:
        super().__init__("The shop is not empty, and only an empty shop can be filled.")


async def is_empty(shop: Shop) -> bool:
    """Whether no shelf has been put up yet, so that nothing can stand on one."""
    async with shop.database.snapshot() as snapshot:
        return not await catalog.categories(snapshot)


async def seed_demo(shop: Shop, console: Console) -> None:
    """Build the demo shop as it has come about over a year; all of it or nothing.

    Raises ShopNotEmpty.
    """
    await _refuse_goods(shop)
    demo = read_catalogue()
    with _progress(console) as progress:
        shots = await _stored(shop, progress)
        async with stage_of(shop) as stage:
            await _load_places(stage, progress)
            story = await begin(stage, demo, shots)
            for scene in progress.track(story.scenes(), description="What has happened so far"):
                await story.play(scene)
            await story.come_to_today()
    console.print(
        f"Built the demo shop: {len(demo.styles)} styles, {len(demo.orders)} past orders."
    )


async def give_owner_a_login(shop: Shop) -> DemoLogin:
    """Let the demo shop's owner into its admin; for development only."""
    return await employ_owner(shop, read_catalogue().staff[0])


async def seed_scale(shop: Shop, styles: int, console: Console) -> None:
    """Load that many made-up styles, for measurements; all of them or none.

    Raises ShopNotEmpty.
    """
    await _refuse_goods(shop)
    with _progress(console) as progress:
        shots = await _stored(shop, progress)
        images = [image for each in shots.values() for image in each.of("A made-up style")]
        async with stage_of(shop) as stage:
            await _load_places(stage, progress)
            task = progress.add_task("Made-up styles", total=styles)
            warnings = await load_styles(
                stage.shop.database,
                styles,
                images=images,
                progress=lambda done: progress.update(task, completed=done),
            )
    console.print(f"Loaded {styles} made-up styles.")
    _warn(console, [each.sentence for each in warnings])


def _warn(console: Console, said: Sequence[str]) -> None:
    """The first warnings in full, and how many more there are."""
    for each in said[:_SHOWN]:
        console.print(f"[yellow]Warning[/yellow] {escape(each)}", soft_wrap=True)
    if len(said) > _SHOWN:
        console.print(f"… and {len(said) - _SHOWN:,} more: `zahra gst lint` names every one.")


def _progress(console: Console) -> Progress:
    return Progress(console=console, transient=True, disable=not console.is_terminal)


async def _refuse_goods(shop: Shop) -> None:
    if not await is_empty(shop):
        raise ShopNotEmpty


async def _stored(shop: Shop, progress: Progress) -> Mapping[str, Shots]:
    task = progress.add_task("Pictures", total=len(looks()))
    return await store_shots(shop.storage, progress=lambda: progress.advance(task))


async def _load_places(stage: Stage, progress: Progress) -> None:
    task = progress.add_task("PIN codes", total=1)
    async with stage.shop.database.transaction() as tx:
        await places.load_pincodes(tx)
    progress.advance(task)
