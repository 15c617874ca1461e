"""SQL that writes a new order: every row of it by one statement, however many pieces it has."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from psycopg.types.json import Jsonb

from zahra.base import ids
from zahra.base.db import Transaction
from zahra.shop.orders.model import Draft, DraftLine, Step
from zahra.shop.promotions import Discount

_WRITE = """
WITH written AS (
    INSERT INTO orders (id, number, user_id, cart_id, cart_version, idempotency_key,
        status, payment_status, fulfilment_status, return_status, payment_method,
        shipping_method, mrp_total, discount, coupon_discount, shipping, cod_fee, tax,
        total, shipping_address, billing_address, place_of_supply, gstin, phone, email,
        note, promised_by, created_at, expires_at, placed_at, cancelled_at, credit_used,
        due_online, collectable, flags)
    VALUES (%(id)s, %(number)s, %(user_id)s, %(cart_id)s, %(cart_version)s, %(key)s,
        %(status)s, %(payment_status)s, %(fulfilment_status)s, %(return_status)s,
        %(payment_method)s, %(shipping_method)s, %(mrp_total)s, %(discount)s,
        %(coupon_discount)s, %(shipping)s, %(cod_fee)s, %(tax)s, %(total)s,
        %(shipping_address)s, %(billing_address)s, %(place_of_supply)s, %(gstin)s,
        %(phone)s, %(email)s, %(note)s, %(promised_by)s, %(created_at)s, %(expires_at)s,
        %(placed_at)s, %(cancelled_at)s, %(credit_used)s, %(due_online)s, %(collectable)s,
        %(flags)s)),
lines AS (
    INSERT INTO order_lines (id, order_id, position, variant_id, product_id, slug, sku,
        title, size, colour, image, hsn, weight_grams, qty, unit_price, mrp, discount,
        total, returnable_days)
    SELECT id, %(id)s, position, variant_id, product_id, slug, sku, title, size, colour,
        image, hsn, weight_grams, qty, unit_price, mrp, discount, total, returnable_days
    FROM jsonb_to_recordset(%(lines)s) AS line (id uuid, position int, variant_id uuid,
        product_id uuid, slug text, sku text, title text, size text, colour text,
        image jsonb, hsn text, weight_grams int, qty int, unit_price bigint, mrp bigint,
        discount bigint, total bigint, returnable_days int)),
pieces AS (
    INSERT INTO order_pieces
        (order_line_id, piece, net, rate, taxable, cgst, sgst, utgst, igst)
    SELECT line_id, piece, net, rate, taxable, cgst, sgst, utgst, igst
    FROM jsonb_to_recordset(%(pieces)s) AS p (line_id uuid, piece int, net bigint,
        rate int, taxable bigint, cgst bigint, sgst bigint, utgst bigint, igst bigint)),
charges AS (
    INSERT INTO order_charges
        (order_id, kind, net, rate, taxable, cgst, sgst, utgst, igst)
    SELECT %(id)s, kind, net, rate, taxable, cgst, sgst, utgst, igst
    FROM jsonb_to_recordset(%(charges)s) AS part (kind text, net bigint, rate int,
        taxable bigint, cgst bigint, sgst bigint, utgst bigint, igst bigint)),
discounts AS (
    INSERT INTO order_discounts (order_id, promotion_id, klass, code, label, amount)
    SELECT %(id)s, promotion_id, klass, code, label, amount
    FROM jsonb_to_recordset(%(discounts)s) AS d (promotion_id uuid, klass text, code text,
        label text, amount bigint)),
shares AS (
    INSERT INTO order_line_discounts (order_line_id, order_id, promotion_id, amount)
    SELECT line_id, %(id)s, promotion_id, amount
    FROM jsonb_to_recordset(%(shares)s) AS s (line_id uuid, promotion_id uuid, amount bigint))
INSERT INTO status_history (id, order_id, at, life, from_state, to_state, actor, note)
SELECT id, %(id)s, %(created_at)s, life, from_state, to_state, by, note
FROM jsonb_to_recordset(%(steps)s)
    AS step (id uuid, life text, from_state text, to_state text, by text, note text)
"""


async def write(tx: Transaction, draft: Draft, steps: Sequence[Step], *, key: str) -> None:
    """Write the order with its lines, pieces, charges, discounts and the first steps of its
    history."""
    copy = draft.copy
    await tx.run(
        _WRITE,
        **{**asdict(draft.order), "flags": list(draft.order.flags)},
        key=key,
        shipping_address=Jsonb(asdict(copy.shipping_address)),
        billing_address=Jsonb(asdict(copy.billing_address)),
        place_of_supply=copy.place_of_supply,
        gstin=copy.gstin,
        note=copy.note,
        promised_by=copy.promised_by,
        lines=Jsonb([_line(line, at) for at, line in enumerate(draft.lines, start=1)]),
        pieces=Jsonb([piece for line in draft.lines for piece in _pieces(line)]),
        charges=Jsonb([{"kind": part.kind, **asdict(part.taxed)} for part in draft.charges]),
        discounts=Jsonb([_discount(each) for each in draft.discounts]),
        shares=Jsonb([share for each in draft.discounts for share in _shares(each, draft)]),
        steps=Jsonb([{"id": str(ids.new()), **asdict(step)} for step in steps]),
    )


def _line(line: DraftLine, position: int) -> dict[str, Any]:
    fields = asdict(line)
    del fields["pieces"]
    ids_as_text = {name: str(fields[name]) for name in ("id", "variant_id", "product_id")}
    return {**fields, **ids_as_text, "position": position}


def _pieces(line: DraftLine) -> list[dict[str, Any]]:
    return [
        {"line_id": str(line.id), "piece": at, **asdict(taxed)}
        for at, taxed in enumerate(line.pieces, start=1)
    ]


def _discount(discount: Discount) -> dict[str, Any]:
    fields = asdict(discount)
    del fields["shares"]
    return {**fields, "promotion_id": str(discount.promotion_id)}


def _shares(discount: Discount, draft: Draft) -> Iterator[dict[str, Any]]:
    """What each line bears of it; delivery is no line."""
    for line, amount in zip(draft.lines, discount.shares, strict=False):
        if amount:
            promotion_id = str(discount.promotion_id)
            yield {"line_id": str(line.id), "promotion_id": promotion_id, "amount": amount}
