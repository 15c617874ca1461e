"""What a handler may ask for by annotation: the shop, who asks, a snapshot or a transaction.

A request holds one connection at a time: who asks is settled before a snapshot or a transaction
opens, and a handler that opens its own transactions asks for neither. Every dependency is async:
a plain one would be run in a thread of its own.
"""

from collections.abc import AsyncGenerator
from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from zahra.base.actors import Actor
from zahra.base.db import Snapshot, Transaction
from zahra.base.errors import Unauthenticated
from zahra.shop.assembled import Shop
from zahra.web.http.sessions import identify, settle_identity, shop_of


async def _shop(request: Request) -> Shop:
    return shop_of(request)


async def _asker(request: Request) -> Actor:
    return await identify(request)


async def _person(request: Request) -> Actor:
    actor = await identify(request)
    if actor.user_id is None:
        raise Unauthenticated
    return actor


async def _snapshot(request: Request) -> AsyncGenerator[Snapshot, None]:
    await settle_identity(request)
    async with shop_of(request).database.snapshot() as snapshot:
        yield snapshot


async def _transaction(request: Request) -> AsyncGenerator[Transaction, None]:
    await settle_identity(request)
    async with shop_of(request).database.transaction() as tx:
        yield tx


TheShop = Annotated[Shop, Depends(_shop)]
Asker = Annotated[Actor, Depends(_asker)]
"""Who asks, guests included."""
Person = Annotated[Actor, Depends(_person)]
"""Who asks, and nobody unknown: raises Unauthenticated for a guest."""
Snap = Annotated[Snapshot, Depends(_snapshot, scope="function")]
Tx = Annotated[Transaction, Depends(_transaction, scope="function")]
"""One transaction for the request: it commits when the handler returns, before the answer."""
