"""Sending out what was wanted in exchange: a new order, for the same person and the same address,
paid by the value of what came back. Its goods are promised or held under its id already."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from zahra.base import ids
from zahra.base.clock import ist_day
from zahra.base.db import Transaction
from zahra.base.money import Paise
from zahra.shop import catalog, tax
from zahra.shop.cart import COD
from zahra.shop.orders.crediting import take_credit
from zahra.shop.orders.events import OrderPlaced
from zahra.shop.orders.model import Copy, Draft, DraftLine, Order
from zahra.shop.orders.moving import first_steps
from zahra.shop.orders.placing.copying import line_of
from zahra.shop.orders.placing.drafting import CREDIT, PREFIX
from zahra.shop.orders.states import (
    FulfilmentStatus,
    OrderStatus,
    PaymentStatus,
    ReturnStatus,
)
from zahra.shop.orders.store import moving, replacing, writing

ONLINE = "razorpay"  # what a difference is paid by, where the old order was not paid online


@dataclass(frozen=True, slots=True)
class Replacing:
    """What an exchange sends out: of each variant, what every piece costs.

    `credit` was spent on it already; the rest is to be paid until `pay_by`. Made once per `id`.
    """

    id: UUID
    pieces: Mapping[UUID, tuple[Paise, ...]]
    credit: Paise
    pay_by: datetime
    seller: tax.Seller
    by: str

    @property
    def total(self) -> Paise:
        return sum(sum(nets) for nets in self.pieces.values())

    @property
    def due(self) -> Paise:
        """What is still to be paid."""
        return max(0, self.total - self.credit)


async def replace_pieces(tx: Transaction, old: Order, asked: Replacing) -> Order:
    """Write the order that sends pieces out in place of some of `old`, whose lock is held. It is
    placed where it is paid, and waits for the difference where it is not."""
    if (made := await moving.order(tx, asked.id)) is not None:
        return made
    copied = await moving.copy_of(tx, old.id)
    assert copied is not None
    facts = await catalog.variant_facts(tx, list(asked.pieces))
    lines = await _lines(tx, asked, facts, copied)
    order = _order(old, asked, lines, tx.now)
    draft = Draft(order, _plain(copied), lines, charges=())
    await writing.write(tx, draft, first_steps(order, by=asked.by), key=f"exchange:{asked.id}")
    await replacing.note_replacement(tx, order.id, replaces=old.id)
    if order.is_placed:
        await take_credit(tx, order)
        await tx.announce(OrderPlaced(order.id, from_bag=False))
    return order


async def _lines(
    tx: Transaction,
    asked: Replacing,
    facts: Mapping[UUID, catalog.VariantFacts],
    copied: Copy,
) -> tuple[DraftLine, ...]:
    """A line for every price of every variant, taxed by today's rules where the old one went."""
    priced = [
        (facts[variant_id], net, qty)
        for variant_id, nets in asked.pieces.items()
        for net, qty in sorted(Counter(nets).items(), reverse=True)
    ]
    supply = tax.supply_between(asked.seller.state_code, copied.place_of_supply)
    goods = [tax.Goods(variant.hsn, net * qty, qty) for variant, net, qty in priced]
    assessed = tax.assess(await tax.rules_on(tx, ist_day(tx.now)), supply, goods, ())
    return tuple(
        line_of(variant, pieces, price=net)
        for (variant, net, _), pieces in zip(priced, assessed.lines, strict=True)
    )


def _order(old: Order, asked: Replacing, lines: tuple[DraftLine, ...], now: datetime) -> Order:
    is_paid = asked.due == 0
    mrp_total = sum(line.mrp * line.qty for line in lines)
    online = ONLINE if old.payment_method in (COD, CREDIT) else old.payment_method
    return Order(
        id=asked.id,
        number=ids.human_number(PREFIX),
        user_id=old.user_id,
        cart_id=None,
        cart_version=0,
        status=OrderStatus.PLACED if is_paid else OrderStatus.PENDING_PAYMENT,
        payment_status=PaymentStatus.PAID if is_paid else PaymentStatus.PENDING,
        fulfilment_status=FulfilmentStatus.UNFULFILLED,
        return_status=ReturnStatus.NONE,
        payment_method=CREDIT if is_paid else online,
        shipping_method=old.shipping_method,
        mrp_total=mrp_total,
        discount=mrp_total - asked.total,
        coupon_discount=0,
        shipping=0,
        cod_fee=0,
        tax=sum(piece.tax for line in lines for piece in line.pieces),
        total=asked.total,
        phone=old.phone,
        email=old.email,
        created_at=now,
        expires_at=None if is_paid else asked.pay_by,
        placed_at=now if is_paid else None,
        cancelled_at=None,
        credit_used=min(asked.credit, asked.total),
        due_online=asked.due,
        collectable=0,
        flags=(),
    )


def _plain(copied: Copy) -> Copy:
    return Copy(
        shipping_address=copied.shipping_address,
        billing_address=copied.billing_address,
        place_of_supply=copied.place_of_supply,
        gstin=copied.gstin,
        note="",
        promised_by=None,
    )
