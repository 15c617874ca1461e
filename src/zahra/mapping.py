"""`zahra pincodes import`: taking over a courier's list of PIN codes."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from zahra.running import database_of
from zahra.settings import CannotRun, Settings

if TYPE_CHECKING:
    from zahra.shop.places import ImportPlan

_SHOWN = 20


def import_pincodes(settings: Settings, console: Console, file: Path, *, dry_run: bool) -> bool:
    """Say what a list changes and which of its lines are wrong, and take it over unless this is a
    dry run; whether it could be taken."""
    try:
        text = file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as why:
        raise CannotRun(f"{file} cannot be read: {why}.") from why
    with database_of(settings):
        plan = asyncio.run(_planned(settings, text))
        _tell(console, plan)
        if plan.wrong or dry_run:
            return not plan.wrong
        with Progress(console=console) as progress:
            asyncio.run(_taken(settings, text, progress))
    console.print(f"{len(plan.places)} PIN codes were written.")
    return True


async def _planned(settings: Settings, text: str) -> "ImportPlan":
    from zahra.app import assemble
    from zahra.base.actors import program
    from zahra.shop import places

    shop = assemble(settings)
    await shop.database.open()
    try:
        async with shop.database.agreeing() as snapshot:
            return await places.plan_import(snapshot, program("command line"), text)
    finally:
        await shop.database.close()


async def _taken(settings: Settings, text: str, progress: Progress) -> None:
    from zahra.app import assemble
    from zahra.base.actors import program
    from zahra.shop import places

    bar = progress.add_task("PIN codes")
    shop = assemble(settings)
    await shop.database.open()
    try:
        async with shop.database.transaction() as tx:
            await places.import_pincodes(
                tx,
                program("command line"),
                text,
                progress=lambda done, of: progress.update(bar, completed=done, total=of),
            )
    finally:
        await shop.database.close()


def _tell(console: Console, plan: "ImportPlan") -> None:
    console.print(
        f"{plan.rows} rows: {plan.new} new, {plan.changed} changed, {plan.same} as before,"
        f" {plan.wrong} wrong lines."
    )
    table = Table("PIN code", "field", "before", "after", box=None)
    for change in plan.changes[:_SHOWN]:
        for name, (before, after) in change.differences.items():
            table.add_row(change.pincode, name, str(before), str(after))
    if plan.changes:
        console.print(table)
    for error in plan.errors[:_SHOWN]:
        console.print(f"[red]line {error.line}[/red] {error.column}: {error.said}")
