"""SQL that shows what belongs to orders: one statement for any number of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from zahra.base.db import Snapshot
from zahra.shop.orders.model import Copy
from zahra.shop.orders.money_back import MoneyBack, RefundSeen
from zahra.shop.orders.whole import (
    Document,
    Line,
    Moment,
    ParcelSeen,
    Paying,
    TakenOff,
    TaxAtRate,
)

_DETAILS = """
SELECT o.id AS order_id,
    jsonb_build_object('shipping_address', o.shipping_address,
        'billing_address', o.billing_address, 'place_of_supply', o.place_of_supply,
        'gstin', o.gstin, 'note', o.note, 'promised_by', o.promised_by) AS copy,
    (SELECT jsonb_agg(jsonb_build_object('id', l.id, 'variant_id', l.variant_id,
        'product_id', l.product_id, 'slug', l.slug, 'sku', l.sku, 'title', l.title,
        'size', l.size, 'colour', l.colour, 'image', l.image, 'qty', l.qty,
        'unit_price', l.unit_price, 'mrp', l.mrp, 'discount', l.discount,
        'total', l.total, 'returnable_days', l.returnable_days,
        'states', (SELECT jsonb_object_agg(state, n) FROM (
            SELECT state, count(*) AS n FROM order_pieces WHERE order_line_id = l.id
            GROUP BY state) AS counted),
        'delivered_at', (SELECT min(delivered_at) FROM order_pieces
            WHERE order_line_id = l.id AND state = 'delivered')) ORDER BY l.position)
     FROM order_lines l WHERE l.order_id = o.id) AS lines,
    (SELECT coalesce(jsonb_agg(to_jsonb(t) ORDER BY t.rate), '[]')
     FROM (
        SELECT rate, sum(taxable) AS taxable, sum(cgst) AS cgst, sum(sgst) AS sgst,
            sum(utgst) AS utgst, sum(igst) AS igst
        FROM (
            SELECT rate, taxable, cgst, sgst, utgst, igst FROM order_pieces
            WHERE order_line_id IN (SELECT id FROM order_lines WHERE order_id = o.id)
            UNION ALL
            SELECT rate, taxable, cgst, sgst, utgst, igst FROM order_charges
            WHERE order_id = o.id) AS amounts
        GROUP BY rate) AS t) AS taxes,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('at', h.at, 'life', h.life,
        'from_state', h.from_state, 'to_state', h.to_state, 'by', h.actor,
        'note', h.note) ORDER BY h.seq), '[]')
     FROM status_history h WHERE h.order_id = o.id) AS history,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'order_id', a.order_id,
        'provider', a.provider, 'attempt_state', a.state,
        'provider_order_id', a.provider_order_id, 'payment_state', p.state,
        'amount', coalesce(p.amount, a.amount),
        'amount_refunded', coalesce(p.amount_refunded, 0), 'currency', a.currency,
        'method', p.method, 'error_reason', p.error_reason, 'created_at', a.created_at,
        'kind', a.kind, 'pay_url', a.pay_url)
        ORDER BY a.created_at, a.id), '[]')
     FROM payment_attempts a LEFT JOIN LATERAL (
        SELECT state, amount, amount_refunded, method, error_reason FROM payments
        WHERE order_id = o.id AND attempt_id = a.id AND purpose <> 'quarantined'
        ORDER BY purpose = 'order' DESC, captured_at IS NULL, state = 'authorized' DESC,
            first_seen_at DESC
        LIMIT 1) AS p ON true
     WHERE a.order_id = o.id) AS payments,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'number', s.number,
        'state', s.state, 'courier', s.courier, 'carrier', s.carrier, 'awb', s.awb,
        'tracking_url', s.tracking_url, 'collectable', s.collectable,
        'promised_by', s.promised_by, 'created_at', s.created_at,
        'dispatched_at', s.dispatched_at, 'delivered_at', s.delivered_at,
        'items', (SELECT jsonb_agg(jsonb_build_object('line_id', line_id, 'qty', qty)) FROM (
            SELECT p.order_line_id AS line_id, count(*) AS qty FROM order_pieces p
            WHERE p.shipment_id = s.id GROUP BY p.order_line_id) AS packed))
        ORDER BY s.created_at, s.id), '[]')
     FROM shipments s WHERE s.order_id = o.id AND s.state <> 'cancelled'
        AND EXISTS (SELECT 1 FROM order_pieces p WHERE p.shipment_id = s.id)) AS parcels,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'kind', i.kind,
        'number', i.number, 'issued_at', i.issued_at, 'total', i.total,
        'is_void', EXISTS (SELECT FROM invoice_voids v WHERE v.invoice_id = i.id))
        ORDER BY i.issued_at, i.id), '[]')
     FROM invoices i WHERE i.order_id = o.id) AS documents,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('id', g.id, 'kind', g.kind,
        'reason', g.reason, 'amount', g.refunded, 'uncollected', g.uncollected,
        'created_at', g.created_at, 'settled', (
            SELECT coalesce(sum(r.amount), 0) FROM payments p JOIN refunds r ON r.payment_id = p.id
            WHERE p.order_id = o.id AND r.giveback_id = g.id AND r.state = 'settled'))
        ORDER BY g.created_at, g.id), '[]')
     FROM givebacks g WHERE g.order_id = o.id) AS givebacks,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'giveback_id', r.giveback_id,
        'amount', r.amount, 'state', r.state, 'destination', r.destination,
        'purpose', p.purpose, 'method', p.method, 'payout', u.state, 'account', d.shown,
        'reference', coalesce(r.reference, u.utr), 'created_at', r.created_at,
        'settled_at', r.settled_at) ORDER BY r.created_at, r.id), '[]')
     FROM payments p JOIN refunds r ON r.payment_id = p.id
     LEFT JOIN payouts u ON u.refund_id = r.id
     LEFT JOIN payout_destinations d ON d.id = u.destination_id
     WHERE p.order_id = o.id AND p.purpose <> 'quarantined'
        AND NOT EXISTS (SELECT FROM refunds i WHERE i.instead_of = r.id)) AS refunds,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('klass', d.klass, 'code', d.code,
        'label', d.label, 'amount', d.amount) ORDER BY d.code NULLS FIRST, d.label), '[]')
     FROM order_discounts d WHERE d.order_id = o.id) AS discounts
FROM orders o WHERE o.id = ANY(%(ids)s)
"""


@dataclass(frozen=True, slots=True)
class Detail:
    """What belongs to an order besides its own row."""

    order_id: UUID
    copy: Copy
    lines: tuple[Line, ...]
    taxes: tuple[TaxAtRate, ...]
    history: tuple[Moment, ...]
    payments: tuple[Paying, ...]
    parcels: tuple[ParcelSeen, ...]
    documents: tuple[Document, ...]
    givebacks: tuple[MoneyBack, ...]
    refunds: tuple[RefundSeen, ...]
    discounts: tuple[TakenOff, ...]


async def details(snapshot: Snapshot, order_ids: Sequence[UUID]) -> list[Detail]:
    """Everything an owner may see of these orders. A payment is an attempt with what has come
    furthest on it; a parcel that was taken apart is left out, and a refund that went another way
    stands only as that."""
    return await snapshot.rows(Detail, _DETAILS, ids=list(order_ids))
