"""What returns do in the background."""

from zahra.base.db import Database
from zahra.base.jobs import job
from zahra.shop.returns.calling_off import expire_run_out


@job(tries=1)
async def expire_returns(database: Database) -> None:
    """Every hour: close returns whose pieces were not handed over in time."""
    await expire_run_out(database)
