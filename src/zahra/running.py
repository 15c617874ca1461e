"""What the commands do: start servers, lend the database, seed, and say where everything is."""

import asyncio
import os
import shutil
from collections.abc import Generator
from contextlib import contextmanager, suppress

from rich.console import Console

from zahra.base.db.embedded import EmbeddedServer
from zahra.opening import OwnerLogin, announce, refuse_taken_ports
from zahra.settings import CannotRun, Settings
from zahra.supervising import Child, Supervisor

SILENCE = 10_000  # ms; docs/operations.md says what that asks of a proxy
HEAD = 16 * 1024


def run_all(settings: Settings, console: Console) -> None:
    """`zahra run`, from an empty folder to a shop that sells."""
    from zahra.web.ui import assets

    refuse_taken_ports(settings)
    if assets.is_stale():
        assets.build()
    with database_of(settings) as dsn:
        was_ready = prepare(dsn)
        seed_if_empty(settings, console, was_ready=was_ready)
        supervisor = Supervisor(_children(settings, dsn))
        supervisor.run(lambda: announce(settings, console, supervisor))
    console.print("Stopped. Your data is kept.")


@contextmanager
def database_of(settings: Settings) -> Generator[str, None, None]:
    """The connection string: DATABASE_URL, or the embedded server started for this block."""
    if settings.database_url:
        yield settings.database_url
        return
    server = EmbeddedServer(settings.data_dir / "postgres")
    settings.database_url = server.start()
    try:
        yield settings.database_url
    finally:
        server.stop()
        settings.database_url = ""


def prepare(dsn: str, revision: str = "head") -> bool:
    """Migrate, and fill what comes with the software: the PIN directory.

    Whether there was nothing to do, which is found out without loading what does it.
    """
    from zahra.migrations import head, migrate, version_of

    if revision == "head" and version_of(dsn) == head():
        return True
    from zahra.base.db import Database, PooledConnections
    from zahra.shop import places

    migrate(dsn, revision)
    if version_of(dsn) != head():
        return False

    async def load() -> None:
        database = Database(PooledConnections(dsn, size=2))
        await database.open()
        try:
            async with database.transaction() as tx:
                await places.load_pincodes(tx)
        finally:
            await database.close()

    asyncio.run(load())
    return False


def serve_web(settings: Settings) -> None:
    """Granian over the site; failed workers are respawned.

    HTTP/1.1 only: the proxy in front speaks the rest to browsers. A request's head is at most
    HEAD bytes and takes at most SILENCE ms to arrive; a connection idle for longer is closed.
    """
    from granian.constants import HTTPModes, Interfaces
    from granian.http import HTTP1Settings
    from granian.log import LogLevels
    from granian.server import Server

    refuse_old_database(settings)
    _count_together(settings)
    Server(
        "zahra.app:create_app",
        factory=True,
        address=settings.host,
        port=settings.port,
        interface=Interfaces.ASGI,
        workers=settings.workers,
        respawn_failed_workers=True,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=SILENCE, max_buffer_size=HEAD),
        log_access=False,
        log_level=LogLevels.warning,
        websockets=False,
    ).serve()


def _count_together(settings: Settings) -> None:
    """Have several web processes count into one folder, so that each can tell the sum."""
    if settings.workers > 1:
        folder = settings.data_dir / "metrics"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)


def refuse_old_database(settings: Settings) -> None:
    """Serve nobody from a database that lacks migrations. One that does not answer may come back,
    and `/readyz` says so meanwhile. Raises CannotRun."""
    from psycopg import OperationalError

    from zahra.migrations import is_behind

    with suppress(OperationalError):
        if settings.database_url and is_behind(settings.database_url):
            raise CannotRun("The database is older than this version: run `zahra migrate` first.")


def do_jobs(settings: Settings) -> None:
    """The worker, until it is told to stop."""
    from zahra.app import assemble, worker_for
    from zahra.shop import messaging

    refuse_old_database(settings)

    async def work() -> None:
        shop = assemble(settings)
        await shop.database.open()
        try:
            await worker_for(shop, settings).run()
        finally:
            await shop.gateways.close()
            await shop.couriers.close()
            await messaging.hang_up(shop.senders)
            await shop.database.close()

    asyncio.run(work())


def serve_simulator(settings: Settings) -> None:
    """The simulator of gateways on its own port, telling the shop by webhook."""
    from zahra.providers import couriers, payu, razorpay, stripe
    from zahra.simulator import CourierAccount, Merchant, SimulatorSettings
    from zahra.simulator import run as run_simulator

    account = razorpay.account_of(settings)
    if account is None:
        raise CannotRun("The simulator is for development.")
    at_payu, at_stripe = payu.account_of(settings), stripe.account_of(settings)
    sends = couriers.shiprocket_account(settings)
    inbox = f"{settings.url}/api/v1/payments/webhook"
    scans = f"{settings.url}/api/v1/hooks/courier-a"
    told = SimulatorSettings(
        settings.data_dir / "simulator",
        account.key_id,
        account.key_secret,
        webhook_url=inbox,
        webhook_secrets=account.webhook_secrets,
        payu=at_payu and Merchant(at_payu.key, at_payu.salt, at_payu.salt, f"{inbox}/payu"),
        stripe=at_stripe
        and Merchant(at_stripe.secret_key, "", at_stripe.webhook_secrets[0], f"{inbox}/stripe"),
        shiprocket=sends
        and CourierAccount(sends.email, sends.password, scans, sends.webhook_tokens[0]),
        merchant=settings.brand,
    )
    run_simulator(told, port=settings.simulator_port)


def seed_if_empty(settings: Settings, console: Console, *, was_ready: bool) -> None:
    """Fill a new development shop; a shop with goods is left alone.

    A mark in the data folder saves a warm start from loading the seeds to find that out.
    """
    mark = settings.data_dir / "seeded"
    if not settings.in_development:
        return
    if was_ready and mark.exists() and mark.read_text() == settings.database_url:
        return
    _seed(settings, console, styles=0, only_empty=True)
    mark.write_text(settings.database_url)


def seed_shop(settings: Settings, console: Console, *, styles: int) -> None:
    """`zahra seed`: the demo shop, or `styles` made-up styles."""
    with database_of(settings) as dsn:
        prepare(dsn)
        _seed(settings, console, styles=styles, only_empty=False)


def _seed(settings: Settings, console: Console, *, styles: int, only_empty: bool) -> None:
    from zahra import seeds
    from zahra.app import assemble

    quiet = settings.model_copy(update={"log_level": "ERROR"})  # what is seeded is no news

    async def fill() -> None:
        shop = assemble(quiet)
        await shop.database.open()
        try:
            if styles:
                await seeds.seed_scale(shop, styles, console)
            elif not only_empty or await seeds.is_empty(shop):
                await seeds.seed_demo(shop, console)
                if settings.in_development:
                    made = await seeds.give_owner_a_login(shop)
                    OwnerLogin(made.email, made.password, made.totp_secret).keep(settings)
        finally:
            await shop.gateways.close()
            await shop.couriers.close()
            await shop.database.close()

    asyncio.run(fill())


def _children(settings: Settings, dsn: str) -> list[Child]:
    environment = {"DATABASE_URL": dsn}
    children = [Child("web", ["web"], environment), Child("worker", ["work"], environment)]
    if settings.uses_simulator:
        children.append(Child("simulator", ["simulate"], environment))
    return children
