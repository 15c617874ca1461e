"""PayU's side of the hashes, written from its documentation and not from the shop's code."""

import hashlib
from collections.abc import Mapping

_UDF = [f"udf{number}" for number in range(1, 6)]


def of_request(form: Mapping[str, str], salt: str) -> str:
    names = ["key", "txnid", "amount", "productinfo", "firstname", "email", *_UDF]
    return _sha512("|".join(form.get(name, "") for name in names) + "||||||" + salt)


def of_answer(fields: Mapping[str, str], salt: str) -> str:
    names = [*reversed(_UDF), "email", "firstname", "productinfo", "amount", "txnid", "key"]
    told = "|".join(fields.get(name, "") for name in names)
    message = f"{salt}|{fields['status']}||||||{told}"
    charges = fields.get("additionalCharges")
    return _sha512(f"{charges}|{message}" if charges else message)


def of_command(form: Mapping[str, str], salt: str) -> str:
    return _sha512(f"{form.get('key')}|{form.get('command')}|{form.get('var1')}|{salt}")


def of_dispute(told: Mapping[str, object], key: str, salt: str) -> str:
    names = ["txn_id", "cb_amount", "cb_id", "cb_type"]
    state = str(told["cb_status"]).replace(" ", "")
    return _sha512("|".join([key, *(str(told[name]) for name in names), state, salt]))


def _sha512(message: str) -> str:
    return hashlib.sha512(message.encode()).hexdigest()
