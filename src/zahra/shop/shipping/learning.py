"""What our own parcels teach us about PIN codes: how many go there, how many come back, and in how
many working days the delivered ones were there."""

from datetime import timedelta

from zahra.base.db import Database
from zahra.shop import places
from zahra.shop.shipping.store import lessons

REMEMBERED = timedelta(days=180)


async def learn(database: Database) -> int:
    """Write down for each PIN code what its parcels of the last half year say; how many PIN codes.

    Places that no parcel went to in that time forget what they had taught.
    """
    async with database.transaction() as tx:
        found = await lessons.lessons(tx, since=tx.now - REMEMBERED)
        await places.keep_lessons(tx, found)
        return len(found)
