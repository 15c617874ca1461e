"""What uploads do in the background."""

from zahra.base.db import Database
from zahra.base.jobs import job
from zahra.shop import catalog
from zahra.shop.uploads.forgetting import remove_files


@job(tries=3)
async def remove_forgotten(database: Database, storage: catalog.Storage) -> None:
    """Every hour: delete the files of pictures whose senders are forgotten."""
    await remove_files(database, storage)
