"""A document as it is read: every amount, date and address written out. Pure.

The PDF and the print page show this same sheet, made from the frozen snapshot and nothing else.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeAlias

from zahra.base.money import Paise, group_indian
from zahra.shop.invoices.snapshots import Snapshot
from zahra.shop.invoices.words import in_words

Sheet: TypeAlias = dict[str, Any]
_TAXES = {"cgst": "CGST", "sgst": "SGST", "utgst": "UTGST", "igst": "IGST"}
_OF_SUPPLY = {"intra": ("cgst", "sgst"), "intra_ut": ("cgst", "utgst"), "inter": ("igst",)}
_TITLES = {
    "invoice": "Tax invoice",
    "credit_note": "Credit note",
    "commercial_note": "Commercial credit note",
}
_NO_GST = "commercial_note"
_PAID_BY = {"prepaid": "Prepaid", "cod": "Cash on delivery"}


def sheet_of(snapshot: Snapshot, *, is_void: bool = False) -> Sheet:
    """What is printed of a snapshot; texts only, so that whoever prints it reckons nothing."""
    taxes = () if snapshot["kind"] == _NO_GST else _OF_SUPPLY[snapshot["supply"]]
    total = snapshot["total"]
    supplied = snapshot["place_of_supply"]
    return {
        "title": _TITLES[snapshot["kind"]],
        "is_void": is_void,
        "number": snapshot["number"],
        "date": day(snapshot["date"]),
        "iso_date": snapshot["date"],
        "order_number": snapshot["order_number"],
        "original": _named(snapshot.get("original")),
        "replaces": _named(snapshot.get("replaces")),
        "reason": snapshot.get("reason", ""),
        "seller": _seller(snapshot["seller"]),
        "buyer": _party(snapshot["buyer"]),
        "ship_to": _party(snapshot["ship_to"]),
        "is_shipped_elsewhere": _is_elsewhere(snapshot),
        "place_of_supply": f"{supplied['state']} ({supplied['state_code']})",
        "paid_by": _PAID_BY[snapshot["paid_by"]],
        "reverse_charge": "Yes" if snapshot["reverse_charge"] else "No",
        "tax_names": [_TAXES[tax] for tax in taxes],
        "lines": [_line(line, taxes) for line in snapshot["lines"]],
        "charges": [_charge(charge, taxes) for charge in snapshot["charges"]],
        "by_rate": [_at_rate(row, taxes) for row in snapshot["by_rate"]],
        "total": {"amount": money(total["net"]), **_taxed(total, taxes)},
        "in_words": in_words(total["net"]),
    }


def money(amount: Paise) -> str:
    """An amount with both decimals and Indian grouping, as columns of a table want it.

    >>> money(12345678), money(0)
    ('1,23,456.78', '0.00')
    """
    rupees, paise = divmod(amount, 100)
    return f"{group_indian(rupees)}.{paise:02d}"


def day(iso: str) -> str:
    """A date as it is read in India.

    >>> day("2026-11-05")
    '5 November 2026'
    """
    told = date.fromisoformat(iso)
    return f"{told.day} {told:%B %Y}"


def _named(document: Mapping[str, str] | None) -> str:
    return f"{document['number']} of {day(document['date'])}" if document else ""


def _seller(seller: Mapping[str, str]) -> dict[str, str]:
    return {
        "legal_name": seller["legal_name"],
        "address": seller["address"],
        "gstin": seller["gstin"],
        "state": f"{seller['state']} ({seller['state_code']})",
        "care": seller.get("care", ""),  # papers of before it was printed have none
    }


def _party(party: Mapping[str, Any]) -> dict[str, Any]:
    lines = [party["line1"], party["line2"]]
    return {
        "name": party["name"],
        "lines": [*filter(None, lines), f"{party['city']} {party['pincode']}"],
        "state": f"{party['state']} ({party['state_code']})",
        "gstin": party.get("gstin") or "",
    }


def _is_elsewhere(snapshot: Snapshot) -> bool:
    billed = {name: told for name, told in snapshot["buyer"].items() if name != "gstin"}
    return billed != snapshot["ship_to"]


def _line(line: Mapping[str, Any], taxes: tuple[str, ...]) -> dict[str, Any]:
    about = ", ".join(filter(None, [line["colour"], line["size"]]))
    return {
        "title": line["title"],
        "about": f"{about} · {line['sku']}",
        "hsn": line["hsn"],
        "qty": f"{line['qty']} {line['uqc']}",
        "price": money(line["unit_price"]),
        "discount": money(line["discount"]),
        "amount": money(line["net"]),
        "rate": f"{line['rate']} %",
        **_taxed(line, taxes),
    }


def _charge(charge: Mapping[str, Any], taxes: tuple[str, ...]) -> dict[str, Any]:
    return {
        "title": charge["label"],
        "amount": money(charge["net"]),
        "rate": f"{charge['rate']} %",
        **_taxed(charge, taxes),
    }


def _at_rate(row: Mapping[str, Any], taxes: tuple[str, ...]) -> dict[str, Any]:
    rate, halves = row["rate"], len(taxes) == 2
    each = f"{rate // 2}{'.5' if rate % 2 else ''}"
    said = f"{rate} % ({each} + {each})" if halves else f"{rate} %"
    return {"rate": said, "amount": money(row["net"]), **_taxed(row, taxes)}


def _taxed(row: Mapping[str, Any], taxes: tuple[str, ...]) -> dict[str, Any]:
    return {
        "taxable": money(row["taxable"]),
        "taxes": [money(row[tax]) for tax in taxes],
        "tax": money(sum(row[tax] for tax in taxes)),
    }
