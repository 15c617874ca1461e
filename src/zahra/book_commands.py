"""The commands of the books: settlements, cash on delivery, GST."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from zahra.base.clock import ist_day
from zahra.base.money import format_inr
from zahra.production import settings_of_this_start as _settings

if TYPE_CHECKING:
    from zahra.shop.books import Discrepancy

books_cli = typer.Typer(no_args_is_help=True, help="What the books say of themselves.")
settle_cli = typer.Typer(no_args_is_help=True, help="What gateways paid out.")
cod_cli = typer.Typer(no_args_is_help=True, help="Cash on delivery.")
gst_cli = typer.Typer(no_args_is_help=True, help="What GST returns ask for.")
console = Console(highlight=False)


@books_cli.command("exceptions")
def exceptions(
    json: Annotated[bool, typer.Option("--json", help="print the list as JSON")] = False,
) -> None:
    """List what does not match, the oldest first, with its age. Noted every hour."""
    from zahra.bookkeeping import exceptions_list
    from zahra.shop.books import MEANINGS

    found = exceptions_list(_settings())
    if json:
        console.print_json(data=[_told(each, days) for each, days in found])
        return
    table = Table("Kind", "About", "Amount", "Days", "Due", box=None)
    for each, days in found:
        amount = "" if each.amount is None else format_inr(each.amount)
        due = ist_day(each.due_at).isoformat() if each.due_at else ""
        table.add_row(each.kind.value, each.subject, amount, str(days), due)
    console.print(table)
    for kind in sorted({each.kind for each, _ in found}):
        says = MEANINGS[kind]
        console.print(f"{kind}: {says.means}. Do: {says.do}.", markup=False, soft_wrap=True)
    console.print(f"{len(found)} open.")


@settle_cli.command("import")
def import_settlement(
    file: Annotated[Path, typer.Argument(help="the gateway's combined report, CSV")],
    gateway: Annotated[str, typer.Option(help="whose report it is")] = "razorpay",
) -> None:
    """Take in a settlement report, matched with our payments and refunds; each line once."""
    from zahra.bookkeeping import take_settlement

    took = take_settlement(_settings(), file, gateway)
    console.print(
        f"{took.lines} lines, {took.new} of them new, {took.unknown} about nothing of ours,"
        f" {took.changed} told otherwise before.",
        soft_wrap=True,
    )


@cod_cli.command("remittances")
def import_remittances(
    file: Annotated[Path, typer.Argument(help="CSV with AWB, amount, UTR and date")],
) -> None:
    """Take in what a courier remitted, parcel by parcel; each line once."""
    from zahra.bookkeeping import take_remittances

    took = take_remittances(_settings(), file)
    new = ", ".join(f"{number} {verdict}" for verdict, number in took.verdicts.items())
    console.print(f"{took.lines} lines, {took.known} known already; {new or 'nothing new'}.")
    for remark in took.remarks:
        console.print(f"Line {remark.at}, AWB {remark.awb}: {remark.message}")


@cod_cli.command("backtest")
def backtest(
    otp_from: Annotated[int | None, typer.Option(help="points from which a code is asked")] = None,
    advance_from: Annotated[int | None, typer.Option(help="… an advance")] = None,
    prepaid_from: Annotated[int | None, typer.Option(help="… all of it")] = None,
    days: Annotated[int, typer.Option(min=1, max=366)] = 90,
) -> None:
    """Hold today's rules, with a change, against the orders of the last days."""
    from zahra.bookkeeping import hold_ladder_against_past
    from zahra.shop.cod import Outcome, RulesChange, Step

    change = RulesChange(otp_from, advance_from, prepaid_from)
    tried = hold_ladder_against_past(_settings(), change, days)
    table = Table("Step", "Orders", "delivered", "came back", "cancelled")
    for step in Step:
        ends = (Outcome.DELIVERED, Outcome.RTO, Outcome.CANCELLED)
        ended = [str(tried.ended(step, outcome)) for outcome in ends]
        table.add_row(step.value, str(tried.asked(step)), *ended)
    console.print(table)


@gst_cli.command("lint")
def lint_prices() -> None:
    """Name every price that fits no GST rate, and the better one beside it."""
    from zahra.bookkeeping import prices_without_a_rate

    found = prices_without_a_rate(_settings())
    for each in found:
        console.print(each.sentence, markup=False, soft_wrap=True)
    console.print(f"{len(found)} prices to look at.")


@gst_cli.command("export")
def export_gst(
    month: Annotated[str, typer.Option(help="such as 2026-11")],
    to: Annotated[Path, typer.Option(help="a folder for the files")] = Path(),
) -> None:
    """Write the registers of a month as CSV, one file each."""
    from zahra.bookkeeping import export_registers

    for path in export_registers(_settings(), month, to):
        console.print(str(path), soft_wrap=True)


def _told(each: "Discrepancy", days: int) -> dict[str, object]:
    return {
        "id": str(each.id),
        "kind": each.kind.value,
        "subject": each.subject,
        "amount": each.amount,
        "openedAt": each.opened_at.isoformat(),
        "ageDays": days,
        "dueAt": each.due_at.isoformat() if each.due_at else None,
    }
