"""The command line. Every command is a few lines over `app`, `seeds` or the supervisor."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from zahra.book_commands import books_cli, cod_cli, gst_cli, settle_cli
from zahra.production import settings_of_this_start as _settings
from zahra.settings import CannotRun, Settings

cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
user_cli = typer.Typer(no_args_is_help=True, help="People of the shop.")
mail_cli = typer.Typer(no_args_is_help=True, help="E-mail that arrives.")
pincodes_cli = typer.Typer(no_args_is_help=True, help="Where we deliver.")
assets_cli = typer.Typer(no_args_is_help=True, help="What pages load.")
cli.add_typer(user_cli, name="user")
cli.add_typer(mail_cli, name="mail")
cli.add_typer(books_cli, name="books")
cli.add_typer(settle_cli, name="settle")
cli.add_typer(cod_cli, name="cod")
cli.add_typer(gst_cli, name="gst")
cli.add_typer(pincodes_cli, name="pincodes")
cli.add_typer(assets_cli, name="assets")
console = Console(highlight=False)


def main() -> None:
    """Run a command; a refusal is one sentence and a non-zero exit."""
    from zahra.base.db.embedded import CannotStart
    from zahra.base.errors import ShopError
    from zahra.supervising import GaveUp

    try:
        cli()
    except (CannotRun, CannotStart, GaveUp, ShopError) as why:
        console.print(f"[red]Cannot run:[/red] {why}", soft_wrap=True)
        sys.exit(1)


@cli.command()
def run() -> None:
    """Start everything: database, web, jobs and, in development, the gateway simulator."""
    from zahra.running import run_all

    run_all(_settings(), console)


@cli.command()
def web() -> None:
    """Serve the shop (many machines may; they share DATABASE_URL)."""
    from zahra.running import serve_web

    serve_web(_settings())


@cli.command()
def work() -> None:
    """Do the jobs (many machines may)."""
    from zahra.running import do_jobs

    do_jobs(_settings())


@cli.command()
def simulate() -> None:
    """Run the gateway simulator alone."""
    from zahra.running import serve_simulator

    serve_simulator(_settings())


@cli.command()
def migrate(revision: str = "head") -> None:
    """Bring the database to a revision (`head`, an id, or `-1` to go back one)."""
    from zahra.migrations import version_of
    from zahra.running import database_of, prepare

    with database_of(_settings()) as dsn:
        prepare(dsn, revision)
        console.print(f"The database is at revision {version_of(dsn)}.")


@cli.command("migrate-refresh-tokens")
def migrate_refresh_tokens() -> None:
    """Take over the refresh tokens of an older shop, hashed (see docs/operations.md)."""
    from zahra.moving_in import move_in_tokens

    done = move_in_tokens(_settings(), console)
    console.print(f"{done.moved} tokens were taken over, {done.refused} refused.")


@cli.command()
def seed(
    demo: Annotated[bool, typer.Option("--demo", help="the demo shop")] = False,
    scale: Annotated[int, typer.Option(help="N made-up styles, for measurements")] = 0,
) -> None:
    """Fill an empty shop."""
    from zahra.running import seed_shop

    if not demo and not scale:
        raise typer.BadParameter("say --demo or --scale N")
    seed_shop(_settings(), console, styles=scale)


@cli.command()
def doctor(
    json: Annotated[bool, typer.Option("--json", help="print the findings as JSON")] = False,
) -> None:
    """Look at every rule of the shop's books. Exit 0: all hold, 1: one is broken, 2: cannot ask."""
    from zahra.bookkeeping import see_the_doctor

    raise typer.Exit(see_the_doctor(console, as_json=json))


@cli.command()
def settings() -> None:
    """Print every setting, its meaning and its default."""
    table = Table("name", "default", "meaning", box=None)
    for name, field in Settings.model_fields.items():
        env = str(field.validation_alias or f"ZAHRA_{name}").upper()
        secret = "secret" in name
        table.add_row(env, "…" if secret else str(field.default), field.description or "")
    console.print(table)


@cli.command()
def texts() -> None:
    """Print our SMS as they are to be registered with the operators (DLT)."""
    from zahra.mailing import print_sms_texts

    print_sms_texts(_settings(), console)


@user_cli.command("api-key")
def api_key(
    email: str, scopes: Annotated[str, typer.Option(help="comma-separated permissions")]
) -> None:
    """Print a key for programs, shown once. It is used as a Bearer token."""
    from zahra.employing import make_api_key

    console.print(make_api_key(_settings(), email, scopes), soft_wrap=True)


@mail_cli.command("check")
def check_mail() -> None:
    """Ask DNS whether our mail will be believed: SPF, DKIM, DMARC, From, bounces."""
    from zahra import mailing

    raise typer.Exit(0 if mailing.check_mail(_settings(), console) else 1)


@mail_cli.command("test")
def test_mail(addresses: list[str]) -> None:
    """Send a letter to each ADDRESS, to see where it lands."""
    from zahra import mailing

    raise typer.Exit(0 if mailing.test_mail(_settings(), console, addresses) else 1)


@pincodes_cli.command("import")
def import_pincodes(
    file: Path, dry_run: Annotated[bool, typer.Option("--dry-run", help="change nothing")] = False
) -> None:
    """Take over a courier's list (CSV: pincode, zone, serviceable, cod, cod_max, min_days …)."""
    from zahra import mapping

    raise typer.Exit(
        0 if mapping.import_pincodes(_settings(), console, file, dry_run=dry_run) else 1
    )


@user_cli.command("create-owner")
def create_owner(email: str) -> None:
    """Print a link by which somebody becomes an owner: once, within a day."""
    from zahra.employing import make_owner

    console.print(make_owner(_settings(), email), soft_wrap=True)


@user_cli.command("code")
def code() -> None:
    """Print what the app of the demo shop's owner shows now (development only)."""
    from zahra.employing import owners_code

    console.print(owners_code(_settings()))


@assets_cli.command("build")
def build_assets() -> None:
    """Bundle, minify and hash what pages load."""
    from zahra.web.ui.assets import build

    build()
