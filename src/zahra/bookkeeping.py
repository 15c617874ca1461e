"""What the commands of the books do."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from rich.console import Console

from zahra.running import database_of
from zahra.settings import CannotRun, Settings

if TYPE_CHECKING:
    from zahra.shop.assembled import Shop
    from zahra.shop.books import Discrepancy, Finding, Matching, Report
    from zahra.shop.cod import Backtest, RulesChange
    from zahra.shop.orders import Remitted
    from zahra.shop.tax import PriceFinding

T = TypeVar("T")
Aged: TypeAlias = "tuple[Discrepancy, int]"  # and how many days it has been open
_PAGE = 100
SOUND, BROKEN, CANNOT_ASK = 0, 1, 2


def see_the_doctor(console: Console, *, as_json: bool) -> int:
    """Examine the books and print what was found; the command's exit code."""
    from zahra.shop import books

    async def examine(shop: "Shop") -> "Report":
        return await books.examine_and_keep(shop.database)

    try:
        report = _done(Settings(), examine)  # pyright: ignore[reportCallIssue]
    except Exception as why:  # whatever keeps us from asking is not a finding
        if as_json:
            console.print_json(data={"isSound": None, "error": f"{type(why).__name__}: {why}"})
        else:
            console.print(f"[red]Cannot ask:[/red] {type(why).__name__}: {why}", soft_wrap=True)
        return CANNOT_ASK
    if as_json:
        console.print_json(_told(report))
    else:
        _print(console, report)
    return SOUND if report.is_sound else BROKEN


def take_settlement(settings: Settings, file: Path, gateway: str) -> "Matching":
    """Take in a gateway's report. Raises CannotRun, and what `books` refuses."""
    from zahra.base.actors import program
    from zahra.shop import books

    try:
        facts = books.items_in(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as why:
        raise CannotRun(f"{file} cannot be read: {why}") from why
    except books.StatementUnreadable as why:
        lines = "; ".join(f"{at}: {' '.join(said)}" for at, said in why.fields.items())
        raise CannotRun(f"{why} {lines}") from why

    async def take(shop: "Shop") -> "Matching":
        async with shop.database.transaction() as tx:
            return await books.take_statement(tx, program("command line"), gateway, facts)

    return _done(settings, take)


def exceptions_list(settings: Settings) -> "list[Aged]":
    """Everything that does not match, the oldest first, with its age in days."""
    from zahra.base.actors import program
    from zahra.shop import books

    async def read(shop: "Shop") -> "list[Aged]":
        by, found = program("command line"), list[Aged]()
        async with shop.database.agreeing() as snapshot:
            while True:
                after = found[-1][0].id if found else None
                page = await books.exceptions(snapshot, by, after=after, limit=_PAGE)
                found += [(each, each.age_days(snapshot.now)) for each in page]
                if len(page) < _PAGE:
                    return found

    return _done(settings, read)


def take_remittances(settings: Settings, file: Path) -> "Remitted":
    """Take in what a courier remitted. Raises CannotRun for a file that cannot be read."""
    from zahra.base.actors import program
    from zahra.shop import cod, orders

    try:
        text = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as why:
        raise CannotRun(f"{file} cannot be read: {why}") from why

    async def take(shop: "Shop") -> "Remitted":
        return await orders.import_remittances(shop.database, program("command line"), text)

    try:
        return _done(settings, take)
    except cod.RemittanceUnreadable as why:
        lines = "; ".join(f"{at}: {' '.join(said)}" for at, said in why.fields.items())
        raise CannotRun(f"{why} {lines}") from why


def hold_ladder_against_past(settings: Settings, change: "RulesChange", days: int) -> "Backtest":
    """What the rules of cash on delivery, with a change, would have asked of the last days."""
    from zahra.base.actors import program
    from zahra.shop import cod

    async def hold(shop: "Shop") -> "Backtest":
        async with shop.database.snapshot() as snapshot:
            window = timedelta(days=days)
            return await cod.backtest(snapshot, program("command line"), change, window=window)

    return _done(settings, hold)


def prices_without_a_rate(settings: Settings) -> "list[PriceFinding]":
    """What is wrong with the prices of everything on sale, by SKU."""
    from zahra.base.actors import program
    from zahra.shop import catalog

    async def look(shop: "Shop") -> "list[PriceFinding]":
        async with shop.database.snapshot() as snapshot:
            return await catalog.lint_prices(snapshot, program("zahra gst lint"))

    return _done(settings, look)


def export_registers(settings: Settings, month: str, folder: Path) -> list[Path]:
    """Write every GST register of a month (2026-11) into a folder. Raises Invalid."""
    from zahra.base.actors import program
    from zahra.shop import invoices

    async def take(shop: "Shop") -> dict[str, bytes]:
        seller, by = shop.terms.seller, program("zahra gst export")
        async with shop.database.transaction() as tx:
            return {
                register: await invoices.export_register(
                    tx,
                    by,
                    invoices.filing_of(
                        register, month, gstin=seller.gstin, hsn_digits=seller.hsn_digits
                    ),
                )
                for register in invoices.Register
            }

    files = {folder / f"{name}-{month}.csv": body for name, body in _done(settings, take).items()}
    folder.mkdir(parents=True, exist_ok=True)
    for path, body in files.items():
        path.write_bytes(body)
    return list(files)


def _told(report: "Report") -> str:
    from zahra.shop import books

    return json.dumps(
        {
            "at": report.at.isoformat(),
            "isSound": report.is_sound,
            "tookMs": report.took_ms,
            "findings": [
                {
                    "name": each.name,
                    "isSound": each.is_sound,
                    "count": each.count,
                    "about": each.about,
                    "examples": each.examples,
                    "advice": books.ADVICE[each.about] if each.about else None,
                }
                for each in report.findings
            ],
        }
    )


def _print(console: Console, report: "Report") -> None:
    for each in report.findings:
        mark = "[green]holds[/green] " if each.is_sound else "[red]BROKEN[/red]"
        console.print(f"{mark} {each.name}", soft_wrap=True)
        if not each.is_sound:
            _explain(console, each)
    sound = len(report.findings) - len(report.broken)
    console.print(f"{sound} of {len(report.findings)} rules hold, in {report.took_ms} ms.")
    if report.broken:
        console.print(
            "A broken rule is a mistake of the program, or of somebody who wrote into its database."
            " Give what is said here to whoever looks after it; docs/books.md explains every rule.",
            soft_wrap=True,
        )


def _explain(console: Console, found: "Finding") -> None:
    """How often it is broken, by what, and what a shopkeeper does until it is mended."""
    from zahra.shop import books

    more = ", …" if found.count > len(found.examples) else ""
    about = f" ({found.about})" if found.about else ""
    told = f"       {found.count}{about}: {', '.join(found.examples)}{more}"
    console.print(told, soft_wrap=True, markup=False)
    if found.about:
        console.print(f"       {books.ADVICE[found.about]}", soft_wrap=True, markup=False)


def _done(settings: Settings, work: "Callable[[Shop], Awaitable[T]]") -> T:
    """`work` on the shop of these settings."""
    from zahra.app import assemble

    async def do() -> T:
        shop = assemble(settings.model_copy(update={"log_level": "CRITICAL"}))
        await shop.database.open()
        try:
            return await work(shop)
        finally:
            await shop.database.close()

    with database_of(settings):
        return asyncio.run(do())
