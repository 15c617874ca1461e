"""Forgetting what people sent: first who it was, then the files."""

from collections.abc import Collection
from uuid import UUID

import structlog

from zahra.base.db import Database, Transaction
from zahra.shop import catalog
from zahra.shop.uploads import store

log = structlog.get_logger("zahra.uploads")
BATCH = 100


async def forget_of(tx: Transaction, user_ids: Collection[UUID]) -> None:
    """Of these people forget every picture; its files go by and by. What staff uploaded for the
    catalogue stays there, without their name."""
    await store.forget_of(tx, user_ids)


async def remove_files(database: Database, storage: catalog.Storage) -> None:
    """Delete the files of pictures whose senders are forgotten. Raises StorageDown: what is left
    is deleted another time."""
    async with database.snapshot() as snapshot:
        forgotten = await store.forgotten(snapshot, limit=BATCH)
    for upload_id in forgotten:
        for name in catalog.names_of(upload_id):
            await storage.remove(name)
        async with database.transaction() as tx:
            await store.delete(tx, upload_id)
    if forgotten:
        log.info("photos_forgotten", count=len(forgotten))
