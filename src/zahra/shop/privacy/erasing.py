"""Forgetting somebody who asks for it (DPDP Act 2023 s. 12).

At once: the account is closed, its sessions end, and all that only served its owner is deleted. By
a job: a last letter, then the phone and the e-mail address go too. What stays is what law wants
kept of a sale (CGST Act s. 36, 72 months): orders, their tax, payments and refunds, with the name
and the address that stand on an invoice.
"""

from zahra.base import idempotency
from zahra.base.actors import Actor
from zahra.base.db import Transaction
from zahra.base.money import Paise
from zahra.shop import cart, credit, identity, orders, payments, promotions
from zahra.shop.privacy import store
from zahra.shop.privacy.errors import OrdersUnderWay, PayoutsWaiting
from zahra.shop.privacy.jobs import finish_erasure


async def erase_me(tx: Transaction, actor: Actor, *, giving_up: Paise = 0) -> None:
    """Close the actor's account and forget them. `giving_up` is how much store credit they have
    said that they let go of.

    Raises StepUpRequired, StillStaff, OrdersUnderWay while an order waits for money, PayoutsWaiting
    while money waits for an account, and CreditLeft where there is more than they let go of.
    """
    await cart.forget_person(tx, actor.person)  # first: with the cart locked no order is placed
    if waiting := await orders.waiting_of(tx, actor.person):
        raise OrdersUnderWay(orders=waiting)
    payouts = await orders.payouts_of(tx, actor)
    if homeless := [payout.number for payout in payouts if payout.needs_account]:
        raise PayoutsWaiting(payouts=homeless)
    await credit.give_up(tx, actor.person, at_most=giving_up)
    await promotions.forget_person(tx, actor.person)  # while the contacts are known
    await identity.close_account(tx, actor)
    await orders.forget_letters_of_gateways(tx)
    await store.forget_person(tx, actor.person)
    await payments.forget_accounts(tx, actor.person)
    await payments.forget_methods(tx, actor.person)
    await idempotency.forget_caller(tx, f"user:{actor.person}")
    await tx.defer(finish_erasure, user_id=actor.person)
