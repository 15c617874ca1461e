"""What the books do in the background."""

from zahra.base.db import Database
from zahra.base.jobs import job
from zahra.shop.books import comparing, examining, excepting, settling
from zahra.shop.payments import Gateways


@job(tries=1)
async def see_the_doctor(database: Database) -> None:
    """Every night: look at every rule of the shop, and keep what was found."""
    await examining.examine_and_keep(database)


@job(tries=1)
async def compare_payments(database: Database, gateways: Gateways) -> None:
    """Every hour: find payments that no webhook told of."""
    await comparing.compare_payments(database, gateways)


@job(tries=6, first_wait=60)
async def reconcile_settlements(database: Database, gateways: Gateways) -> None:
    """Every day: take in what gateways have paid out."""
    await settling.reconcile(database, gateways)


@job(tries=1)
async def note_mismatches(database: Database) -> None:
    """Every hour: keep the exceptions list."""
    async with database.transaction() as tx:
        await excepting.note_mismatches(tx)
