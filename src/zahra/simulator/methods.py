"""Ways to pay and what each leaves on the payment."""

from collections.abc import Mapping
from typing import Any

from zahra.simulator import cards
from zahra.simulator.books import Json
from zahra.simulator.cards import CardForm
from zahra.simulator.desk import Desk
from zahra.simulator.life import Attempt
from zahra.simulator.refusals import Refusal

BANKS = {"HDFC": "HDFC Bank", "ICIC": "ICICI Bank", "SBIN": "State Bank of India", "UTIB": "Axis"}
WALLETS = {"phonepe": "PhonePe", "mobikwik": "MobiKwik", "airtelmoney": "Airtel Money"}
_GOOD_CARD = CardForm("4100 2800 0000 1007", "12/49", "123", "Asha Rao")
_UPI: Json = {
    "vpa": "payer@oksim",
    "upi": {"payer_account_type": "bank_account", "vpa": "payer@oksim", "flow": "intent"},
}


def attempt_by(desk: Desk, method: str, choice: Mapping[str, str], **payer: Any) -> Attempt:
    """An attempt by `upi`, `card`, `netbanking` or `wallet`. `choice` names the card, bank …"""
    match method:
        case "upi":
            return Attempt("upi", dict(_UPI), **payer)
        case "netbanking":
            bank = _known(BANKS, "bank", choice.get("bank") or "HDFC")
            return Attempt("netbanking", {"bank": bank}, **payer)
        case "wallet":
            wallet = _known(WALLETS, "wallet", choice.get("wallet") or "phonepe")
            return Attempt("wallet", {"wallet": wallet}, **payer)
        case "card":
            form = card_form(choice) if choice.get("number") else _GOOD_CARD
            card = cards.described(form, desk.new_id("card"))
            return Attempt("card", card=card, doom=cards.doom_of(form.number), **payer)
        case _:
            raise Refusal("The selected method is invalid.", field="method")


def card_form(choice: Mapping[str, str]) -> CardForm:
    return CardForm(
        number=choice.get("number", ""),
        expiry=choice.get("expiry", ""),
        cvv=choice.get("cvv", ""),
        holder=choice.get("holder", ""),
    )


def _known(names: Mapping[str, str], what: str, name: str) -> str:
    if name not in names:
        raise Refusal(f"The selected {what} is invalid.", field=what)
    return name
