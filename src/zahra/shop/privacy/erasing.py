"""Forgetting somebody who asks for it (DPDP Act 2023 s. 12).

At once: the account is closed, its sessions end, and all that only served its owner is deleted. By
a job: a last letter, then the phone and the e-mail address go too. What stays is what law wants
kept of a sale (CGST Act s. 36, 72 months): orders, their tax, payments and refunds, with the name
and the address that stand on an invoice.
"""

from zahra.base import idempotency
from zahra.base.actors import Actor
from zahra.base.db import Transaction
from zahra.shop import cart, identity, orders, payments, promotions
from zahra.shop.privacy import store
from zahra.shop.privacy.errors import OrdersUnderWay
from zahra.shop.privacy.jobs import finish_erasure


async def erase_me(tx: Transaction, actor: Actor) -> None:
    """Close the actor's account and forget them.

    Raises StepUpRequired, StillStaff, and OrdersUnderWay while an order waits for money.
    """
    await cart.forget_person(tx, actor.person)  # first: with the cart locked no order is placed
    if waiting := await orders.waiting_of(tx, actor.person):
        raise OrdersUnderWay(orders=waiting)
    await promotions.forget_person(tx, actor.person)  # while the contacts are known
    await identity.close_account(tx, actor)
    await orders.forget_letters_of_gateways(tx)
    await store.forget_person(tx, actor.person)
    await payments.forget_accounts(tx, actor.person)
    await payments.forget_methods(tx, actor.person)
    await idempotency.forget_caller(tx, f"user:{actor.person}")
    await tx.defer(finish_erasure, user_id=actor.person)
