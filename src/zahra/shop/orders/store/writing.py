"""SQL that writes a new order: one statement for each kind of row, however many there are."""

from collections.abc import Sequence
from dataclasses import asdict

from psycopg.types.json import Jsonb

from zahra.base.db import Transaction
from zahra.shop.orders.model import Draft, DraftLine
from zahra.shop.tax import Taxed


async def write(tx: Transaction, draft: Draft, *, key: str) -> None:
    """Write the order with its lines, pieces and charges."""
    await _write_order(tx, draft, key)
    await _write_lines(tx, draft)
    await _write_pieces(tx, draft.lines)
    if draft.charges:
        await _write_charges(tx, draft)


async def _write_order(tx: Transaction, draft: Draft, key: str) -> None:
    copy = draft.copy
    await tx.run(
        """
        INSERT INTO orders (id, number, user_id, cart_id, cart_version, idempotency_key, status,
            payment_status, fulfilment_status, return_status, payment_method, shipping_method,
            mrp_total, discount, coupon_discount, shipping, cod_fee, tax, total,
            shipping_address, billing_address, place_of_supply, gstin, phone, email, note,
            promised_by, created_at, expires_at, placed_at, cancelled_at)
        VALUES (%(id)s, %(number)s, %(user_id)s, %(cart_id)s, %(cart_version)s, %(key)s,
            %(status)s, %(payment_status)s, %(fulfilment_status)s, %(return_status)s,
            %(payment_method)s, %(shipping_method)s, %(mrp_total)s, %(discount)s,
            %(coupon_discount)s, %(shipping)s, %(cod_fee)s, %(tax)s, %(total)s,
            %(shipping_address)s, %(billing_address)s, %(place_of_supply)s, %(gstin)s, %(phone)s,
            %(email)s, %(note)s, %(promised_by)s, %(created_at)s, %(expires_at)s, %(placed_at)s,
            %(cancelled_at)s)
        """,
        **asdict(draft.order),
        key=key,
        shipping_address=Jsonb(asdict(copy.shipping_address)),
        billing_address=Jsonb(asdict(copy.billing_address)),
        place_of_supply=copy.place_of_supply,
        gstin=copy.gstin,
        note=copy.note,
        promised_by=copy.promised_by,
    )


async def _write_lines(tx: Transaction, draft: Draft) -> None:
    await tx.run(
        """
        INSERT INTO order_lines (id, order_id, position, variant_id, product_id, slug, sku, title,
            size, colour, image, hsn, weight_grams, qty, unit_price, mrp, total, returnable_days)
        SELECT id, %(order_id)s, position, variant_id, product_id, slug, sku, title, size, colour,
            image, hsn, weight_grams, qty, unit_price, mrp, total, returnable_days
        FROM jsonb_to_recordset(%(lines)s) AS line (id uuid, position int, variant_id uuid,
            product_id uuid, slug text, sku text, title text, size text, colour text, image jsonb,
            hsn text, weight_grams int, qty int, unit_price bigint, mrp bigint, total bigint,
            returnable_days int)
        """,
        order_id=draft.order.id,
        lines=Jsonb([_line_json(line, at) for at, line in enumerate(draft.lines, start=1)]),
    )


async def _write_pieces(tx: Transaction, lines: Sequence[DraftLine]) -> None:
    await tx.run(
        """
        INSERT INTO order_pieces (order_line_id, piece, net, rate, taxable, cgst, sgst, utgst, igst)
        SELECT line_id, piece, net, rate, taxable, cgst, sgst, utgst, igst
        FROM jsonb_to_recordset(%(pieces)s) AS p (line_id uuid, piece int, net bigint, rate int,
            taxable bigint, cgst bigint, sgst bigint, utgst bigint, igst bigint)
        """,
        pieces=Jsonb(
            [
                {"line_id": str(line.id), "piece": at, **asdict(taxed)}
                for line in lines
                for at, taxed in enumerate(line.pieces, start=1)
            ]
        ),
    )


async def _write_charges(tx: Transaction, draft: Draft) -> None:
    parts: list[tuple[str, Taxed]] = [(part.kind.value, part.taxed) for part in draft.charges]
    await tx.run(
        """
        INSERT INTO order_charges (order_id, kind, net, rate, taxable, cgst, sgst, utgst, igst)
        SELECT %(order_id)s, kind, net, rate, taxable, cgst, sgst, utgst, igst
        FROM jsonb_to_recordset(%(parts)s) AS part (kind text, net bigint, rate int,
            taxable bigint, cgst bigint, sgst bigint, utgst bigint, igst bigint)
        """,
        order_id=draft.order.id,
        parts=Jsonb([{"kind": kind, **asdict(taxed)} for kind, taxed in parts]),
    )


def _line_json(line: DraftLine, position: int) -> dict[str, object]:
    fields = asdict(line)
    del fields["pieces"]
    ids = {name: str(fields[name]) for name in ("id", "variant_id", "product_id")}
    return {**fields, **ids, "position": position}
