"""What stands on a paper: the worked invoice to the paisa, in figures and in words."""

import doctest
from dataclasses import replace
from typing import Any

import pytest

from tests.world.papers import ASHA, BINA, SELLER, a_billing, a_paper
from zahra.shop.invoices import rules, sheet_of, sheets, words
from zahra.shop.invoices.snapshots import sealed
from zahra.shop.invoices.words import in_words


@pytest.mark.parametrize("module", [rules, sheets, words])
def test_the_examples_in_the_documentation_are_true(module: Any):
    assert doctest.testmod(module).failed == 0


def test_the_worked_invoice_within_the_state():
    sheet = sheet_of(a_paper())
    lines = [
        (row["title"], row["qty"], row["price"], row["discount"], row["taxable"], row["rate"],
         row["taxes"], row["amount"])
        for row in sheet["lines"]
    ]  # fmt: skip
    assert lines == [
        ("Buta Kurta", "1 PCS", "2,499.00", "138.89", "2,247.73", "5 %", ["56.19", "56.19"],
         "2,360.11"),
        ("Dupatta", "2 PCS", "1,499.00", "166.63", "2,696.53", "5 %", ["67.42", "67.42"],
         "2,831.37"),
        ("Raw Silk Anarkali", "1 PCS", "3,499.00", "194.48", "2,800.44", "18 %",
         ["252.04", "252.04"], "3,304.52"),
    ]  # fmt: skip
    assert [(row["title"], row["rate"], row["amount"]) for row in sheet["charges"]] == [
        ("Delivery", "5 %", "60.49"),
        ("Delivery", "18 %", "38.51"),
    ]
    total = sheet["total"]
    assert (total["taxable"], total["taxes"], total["tax"], total["amount"]) == (
        "7,834.94",
        ["380.03", "380.03"],
        "760.06",
        "8,595.00",
    )
    assert sheet["tax_names"] == ["CGST", "SGST"]
    assert [(row["rate"], row["taxable"], row["taxes"]) for row in sheet["by_rate"]] == [
        ("5 % (2.5 + 2.5)", "5,001.87", ["125.05", "125.05"]),
        ("18 % (9 + 9)", "2,833.07", ["254.98", "254.98"]),
    ]
    assert sheet["in_words"] == "Rupees Eight Thousand Five Hundred and Ninety-Five Only"


def test_the_worked_invoice_to_another_state():
    sheet = sheet_of(a_paper(a_billing(to=BINA)))
    assert sheet["tax_names"] == ["IGST"]
    total = sheet["total"]
    assert (total["taxable"], total["taxes"], total["amount"]) == (
        "7,834.96",
        ["760.04"],
        "8,595.00",
    )
    assert sheet["place_of_supply"] == "Maharashtra (27)"
    assert [row["rate"] for row in sheet["by_rate"]] == ["5 %", "18 %"]


def test_the_worked_invoice_in_a_territory_names_utgst():
    ladakh = replace(SELLER, gstin="38AAEFZ2607Q1ZI", state_code="38")
    home = replace(ASHA, city="Leh", state="Ladakh", state_code="38", pincode="194101")
    sheet = sheet_of(a_paper(a_billing(seller=ladakh, to=home)))
    assert sheet["tax_names"] == ["CGST", "UTGST"]
    assert sheet["total"]["taxes"] == ["380.03", "380.03"]


def test_everything_rule_46_asks_for_is_on_the_sheet():
    sheet = sheet_of(a_paper(a_billing(to=BINA, gstin="27AAPFU0939F1ZV")))
    assert sheet["seller"] == {
        "legal_name": "Zahra Textiles LLP",
        "address": "14 Gangori Bazaar, Jaipur",
        "gstin": "08AAEFZ2607Q1ZL",
        "state": "Rajasthan (08)",
        "care": "Customer care: care@zahra.example, +91 141 400 0000. Grievance officer: Meera "
        "Joshi, grievance@zahra.example.",
    }
    assert (sheet["title"], sheet["number"]) == ("Tax invoice", "ZAH/26-27/000123")
    assert sheet["date"] == "23 November 2026"
    assert sheet["buyer"] == {
        "name": "Bina Rao",
        "lines": ["5 Sea View", "Marine Drive", "Mumbai 400001"],
        "state": "Maharashtra (27)",
        "gstin": "27AAPFU0939F1ZV",
    }
    assert sheet["lines"][0]["hsn"] == "621142"
    assert (sheet["reverse_charge"], sheet["paid_by"]) == ("No", "Prepaid")
    assert not sheet["is_shipped_elsewhere"]


def test_a_paper_of_before_it_told_of_customer_care_is_still_printed():
    snapshot = dict(a_paper())
    snapshot["seller"] = {key: said for key, said in snapshot["seller"].items() if key != "care"}
    assert sheet_of(snapshot)["seller"]["care"] == ""


def test_a_delivery_elsewhere_is_named_beside_the_buyer():
    gift = replace(a_billing(), ship_to=BINA)
    sheet = sheet_of(a_paper(gift))
    assert sheet["is_shipped_elsewhere"]
    assert (sheet["buyer"]["name"], sheet["ship_to"]["name"]) == ("Asha Verma", "Bina Rao")


@pytest.mark.parametrize(("digits", "printed"), [(4, "6211"), (6, "621142"), (8, "62114200")])
def test_hsn_is_printed_with_as_many_digits_as_the_shop_needs(digits: int, printed: str):
    sheet = sheet_of(a_paper(a_billing(seller=replace(SELLER, hsn_digits=digits))))
    assert {row["hsn"] for row in sheet["lines"]} == {printed}


def test_a_line_whose_pieces_bear_two_rates_is_two_lines():
    """The odd paisa puts one of two pieces over the slab's edge."""
    sheet = sheet_of(a_paper(a_billing(goods=[("Kurta", 270000, 525001, 2)], freight=0)))
    assert [(row["qty"], row["rate"], row["amount"]) for row in sheet["lines"]] == [
        ("1 PCS", "18 %", "2,625.01"),
        ("1 PCS", "5 %", "2,625.00"),
    ]


@pytest.mark.parametrize(
    ("paise", "said"),
    [
        (0, "Rupees Zero Only"),
        (50, "Rupees Zero and Fifty Paise Only"),
        (2100, "Rupees Twenty-One Only"),
        (10100, "Rupees One Hundred and One Only"),
        (100_000_00, "Rupees One Lakh Only"),
        (1_23_45_678_90, "Rupees One Crore Twenty-Three Lakh Forty-Five Thousand Six Hundred and "
         "Seventy-Eight and Ninety Paise Only"),
        (100_00_00_000_00, "Rupees One Hundred Crore Only"),
    ],
)  # fmt: skip
def test_amounts_are_said_in_lakhs_and_crores(paise: int, said: str):
    assert in_words(paise) == said


def test_a_seal_sees_any_change_and_none_in_the_order_of_keys():
    snapshot = dict(a_paper())
    turned = dict(reversed(snapshot.items()))
    assert sealed(turned) == sealed(snapshot)
    assert sealed({**snapshot, "number": "ZAH/26-27/000124"}) != sealed(snapshot)
