"""What stands on a document, frozen when it is issued. Pure; amounts stay paise.

The fields are those of CGST Rule 46 (invoice) and Rule 53(1A) (credit note). A line of the paper
is the pieces of one order line that bear one rate: a line whose pieces bear two is two lines.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any, TypeAlias

from zahra.shop import places, tax
from zahra.shop.invoices.model import BilledPiece, Billing, Invoice
from zahra.shop.invoices.rules import uqc_of

Snapshot: TypeAlias = Mapping[str, Any]
Part: TypeAlias = tuple[int, tax.Taxed]  # which piece, and its tax
COLUMNS = ("net", "taxable", "cgst", "sgst", "utgst", "igst")
_LABELS = {
    tax.ChargeKind.SHIPPING: "Delivery",
    tax.ChargeKind.COD_FEE: "Cash on delivery fee",
}


def invoice_snapshot(invoice: Invoice, billing: Billing) -> dict[str, Any]:
    """What an invoice says."""
    lines = [_line(_facts(of[0], billing.seller), _parts(of)) for of in _grouped(billing.pieces)]
    charges = [_charge(part) for part in billing.charges]
    seller = billing.seller
    return {
        **_head(invoice),
        "seller": {
            "legal_name": seller.legal_name,
            "address": seller.address,
            "gstin": seller.gstin,
            "care": seller.care,
            **_state(seller.state_code),
        },
        "buyer": {**asdict(billing.buyer), "gstin": billing.gstin},
        "ship_to": asdict(billing.ship_to),
        "place_of_supply": _state(billing.place_of_supply),
        "supply": invoice.supply.value,
        "paid_by": billing.paid_by.value,
        "reverse_charge": False,
        "note_series": seller.note_series,
        **_body(lines, charges),
    }


def note_snapshot(
    note: Invoice,
    original: Snapshot,
    *,
    pieces: Mapping[tuple[str, int], tax.Taxed],
    charges: Sequence[tax.ChargePart],
    reason: str,
) -> dict[str, Any]:
    """What a credit note says: of its invoice, the pieces (by line id and number) and charges."""
    return {
        **_head(note),
        **{name: original[name] for name in _KEPT},
        "original": {"number": original["number"], "date": original["date"]},
        "reason": reason,
        **_body(_lines_of(original, pieces), [_charge(part) for part in charges]),
    }


def anew_snapshot(
    invoice: Invoice,
    original: Snapshot,
    *,
    pieces: Mapping[tuple[str, int], tax.Taxed],
    charges: Sequence[tax.ChargePart],
) -> dict[str, Any]:
    """What an invoice says that takes the place of another: the same, of what is named."""
    return {
        **_head(invoice),
        **{name: original[name] for name in (*_KEPT, "note_series")},
        "replaces": {"number": original["number"], "date": original["date"]},
        **_body(_lines_of(original, pieces), [_charge(part) for part in charges]),
    }


def sealed(snapshot: Snapshot) -> bytes:
    """The SHA-256 of a snapshot in its one canonical form: sorted keys, no blanks, UTF-8."""
    text = json.dumps(snapshot, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).digest()


def summed(amounts: Iterable[tax.Taxed]) -> dict[str, int]:
    """The columns added up."""
    listed = list(amounts)
    return {name: sum(getattr(each, name) for each in listed) for name in COLUMNS}


_KEPT = ("seller", "buyer", "ship_to", "place_of_supply", "supply", "paid_by", "reverse_charge")
_FACTS = ("line_id", "sku", "title", "size", "colour", "hsn", "uqc", "mrp", "unit_price")


def _head(invoice: Invoice) -> dict[str, Any]:
    return {
        "version": 1,
        "kind": invoice.kind.value,
        "number": invoice.number,
        "date": invoice.dated.isoformat(),
        "order_number": invoice.order_number,
    }


def _body(lines: list[dict[str, Any]], charges: list[dict[str, Any]]) -> dict[str, Any]:
    """Lines and charges, their sums by rate, and the total."""
    rows = [*lines, *charges]
    rates = sorted({row["rate"] for row in rows})
    at_rates = [(rate, [row for row in rows if row["rate"] == rate]) for rate in rates]
    return {
        "lines": lines,
        "charges": charges,
        "by_rate": [{"rate": rate, **_added(found)} for rate, found in at_rates],
        "total": _added(rows),
    }


def _added(rows: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    return {name: sum(row[name] for row in rows) for name in COLUMNS}


def _grouped(pieces: Sequence[BilledPiece]) -> list[list[BilledPiece]]:
    """Pieces of one line and rate together, in the order they came."""
    groups: dict[tuple[Any, int], list[BilledPiece]] = {}
    for piece in pieces:
        groups.setdefault((piece.line_id, piece.taxed.rate), []).append(piece)
    return list(groups.values())


def _parts(pieces: Sequence[BilledPiece]) -> list[Part]:
    return [(piece.piece, piece.taxed) for piece in pieces]


def _lines_of(
    original: Snapshot, pieces: Mapping[tuple[str, int], tax.Taxed]
) -> list[dict[str, Any]]:
    """The lines of an invoice, with those of its pieces that are named."""
    lines: list[dict[str, Any]] = []
    for line in original["lines"]:
        keys = [(line["line_id"], at) for at in line["pieces"]]
        if parts := [(key[1], pieces[key]) for key in keys if key in pieces]:
            lines.append(_line({name: line[name] for name in _FACTS}, parts))
    return lines


def _facts(piece: BilledPiece, seller: tax.Seller) -> dict[str, Any]:
    return {
        "line_id": str(piece.line_id),
        "sku": piece.sku,
        "title": piece.title,
        "size": piece.size,
        "colour": piece.colour,
        "hsn": piece.hsn[: seller.hsn_digits],
        "uqc": uqc_of(piece.hsn),
        "mrp": piece.mrp,
        "unit_price": piece.unit_price,
    }


def _line(facts: Mapping[str, Any], parts: Sequence[Part]) -> dict[str, Any]:
    sums = summed(taxed for _, taxed in parts)
    gross = facts["unit_price"] * len(parts)
    return {
        **facts,
        "pieces": [at for at, _ in parts],
        "qty": len(parts),
        "gross": gross,
        "discount": gross - sums["net"],
        "rate": parts[0][1].rate,
        **sums,
    }


def _charge(part: tax.ChargePart) -> dict[str, Any]:
    label = _LABELS[part.kind]
    return {
        "kind": part.kind.value,
        "label": label,
        "rate": part.taxed.rate,
        **summed([part.taxed]),
    }


def _state(code: str) -> dict[str, str]:
    return {"state_code": code, "state": places.STATES[code].name}
