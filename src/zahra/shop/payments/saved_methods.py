"""Ways of paying that a gateway keeps for somebody who agreed to it. We hold references only.

Of a card a shop may store the last four digits and the issuer's name, nothing else (RBI,
card-on-file tokenisation). What is kept there is asked of the gateway, never decided here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

import structlog

from zahra.base.actors import Actor
from zahra.base.db import Database, Snapshot, Transaction
from zahra.base.errors import NotFound
from zahra.base.jobs import job
from zahra.shop.payments.gateways import Gateways
from zahra.shop.payments.provider import GatewayDown, GatewayRefused, OpeningCustomer, Wallet
from zahra.shop.payments.store import saved as store
from zahra.shop.payments.store.saved import SavedMethod

log = structlog.get_logger("zahra.payments")


@dataclass(frozen=True, slots=True)
class Payer:
    """How a person is named to a gateway: as on their account."""

    name: str | None
    phone: str | None
    email: str | None


@dataclass(frozen=True, slots=True)
class SavedMethods:
    """What is kept for somebody, newest first, and since when they agree to it; None: they do
    not."""

    agreed_at: datetime | None
    methods: tuple[SavedMethod, ...]


async def saved_methods(snapshot: Snapshot, actor: Actor) -> SavedMethods:
    """What the actor let gateways keep, as it was last told."""
    customers = await store.customers_of(snapshot, actor.person)
    agreed_at = min((each.agreed_at for each in customers), default=None)
    return SavedMethods(agreed_at, tuple(await store.methods_of(snapshot, actor.person)))


async def refresh_saved(database: Database, gateways: Gateways, actor: Actor) -> SavedMethods:
    """The same, after asking the gateways; as last told where one does not answer."""
    async with database.snapshot() as snapshot:
        customers = await store.customers_of(snapshot, actor.person)
    for customer in customers:
        wallet = _wallet(gateways, customer.provider)
        if wallet is None or customer.customer_id is None:
            continue
        try:
            tokens = await wallet.tokens_of(customer.customer_id)
        except (GatewayDown, GatewayRefused) as trouble:
            log.warning("saved_methods_unknown", provider=customer.provider, why=str(trouble))
            continue
        await database.run(partial(store.replace_methods, customer=customer, tokens=tokens))
    async with database.snapshot() as snapshot:
        return await saved_methods(snapshot, actor)


async def start_keeping(database: Database, gateways: Gateways, actor: Actor, payer: Payer) -> None:
    """Agree that gateways keep the cards one wants kept. Nothing is kept by this alone: the
    gateway asks at each card. Again is fine. Raises GatewayDown, GatewayRefused.

    A gateway knows people by their contacts. Where one has changed hands, what it kept for the
    last owner is deleted before the next can see it.
    """
    user_id = actor.person
    for wallet in gateways.wallets:
        await database.run(partial(store.agree, user_id=user_id, provider=wallet.name))
        opening = OpeningCustomer(user_id.hex, payer.name, payer.phone, payer.email)
        customer_id = await wallet.open_customer(opening)
        if await _is_of_another(database, wallet, customer_id, user_id):
            await _forget_all(wallet, customer_id)
        await database.run(
            partial(
                store.keep_customer,
                user_id=user_id,
                provider=wallet.name,
                customer_id=customer_id,
            )
        )


async def remove_saved(
    database: Database, gateways: Gateways, actor: Actor, method_id: UUID
) -> None:
    """Have a gateway delete one of the actor's. Raises NotFound, GatewayDown: then it is still
    there."""
    async with database.snapshot() as snapshot:
        found = await store.method(snapshot, actor.person, method_id)
    if found is None:
        raise NotFound
    wallet = _wallet(gateways, found.provider)
    if wallet is not None:
        await wallet.forget_token(found.customer_id, found.token_id)
    await database.run(partial(store.drop_method, method_id=method_id))


async def stop_keeping(tx: Transaction, actor: Actor) -> None:
    """Take the agreement back: forgotten here at once, and at the gateways by a job."""
    await forget_methods(tx, actor.person)


async def forget_methods(tx: Transaction, user_id: UUID) -> None:
    """Forget all that is kept for somebody; a job has the gateways delete it."""
    for customer in await store.customers_of(tx, user_id):
        if customer.customer_id is not None:
            await tx.defer(
                forget_at_gateway, provider=customer.provider, customer_id=customer.customer_id
            )
    await store.forget_person(tx, user_id)


@job(tries=10, first_wait=8)
async def forget_at_gateway(gateways: Gateways, provider: str, customer_id: str) -> None:
    """Have a gateway delete every way of paying of a customer. Raises GatewayDown."""
    wallet = _wallet(gateways, provider)
    if wallet is not None:
        await _forget_all(wallet, customer_id)


async def customer_at(snapshot: Snapshot, actor: Actor, provider: str) -> str | None:
    """Who the actor is at a gateway they let keep their cards."""
    if actor.user_id is None:
        return None
    customers = await store.customers_of(snapshot, actor.user_id)
    return next((each.customer_id for each in customers if each.provider == provider), None)


async def methods_told(snapshot: Snapshot, user_id: UUID) -> Sequence[Mapping[str, Any]]:
    """What of it belongs into somebody's copy of their data."""
    return [each.told for each in await store.methods_of(snapshot, user_id)]


async def _is_of_another(
    database: Database, wallet: Wallet, customer_id: str, user_id: UUID
) -> bool:
    async with database.snapshot() as snapshot:
        owner = await store.owner_of(snapshot, wallet.name, customer_id)
    return owner not in (None, user_id)


async def _forget_all(wallet: Wallet, customer_id: str) -> None:
    for token in await wallet.tokens_of(customer_id):
        await wallet.forget_token(customer_id, token.id)


def _wallet(gateways: Gateways, provider: str) -> Wallet | None:
    return next((each for each in gateways.wallets if each.name == provider), None)
