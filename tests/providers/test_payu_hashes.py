"""PayU's hashes, against the worked examples that were reckoned apart from this code."""

from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zahra.providers.payu import events, paying
from zahra.providers.payu.account import PayuAccount
from zahra.providers.payu.hashes import command_hash, is_signed, request_hash, reverse_hash
from zahra.providers.payu.naming import lengthened, paise, rupees, shortened
from zahra.shop.payments.provider import ForgedEvent, GatewayOrder

SALT = "ZAHsalt1"
FORM = {
    "key": "ZAHkey",
    "txnid": "ZAH10042A1",
    "amount": "2499.00",
    "productinfo": "Zahra order ZAH-10042",
    "firstname": "Asha",
    "email": "asha@example.com",
    "udf1": "ZAH-10042",
}
REVERSE = (
    "bf55324b67cf340bfa07110fed28613426139f649c32d26d215db0bee07556da"
    "379ace957308277ac56aed99efc223e29179a90d85f44df8e9f99a3a2789197d"
)
RETURNED = {**FORM, "status": "success", "hash": REVERSE}
ACCOUNT = PayuAccount("ZAHkey", (SALT,), "care@zahra.example")


def test_the_worked_request_hash():
    assert request_hash(FORM, SALT) == (
        "98bbe57461ba04aa1cda0ad650d1d6ca46f8cfb2ba2b7a6f4315b5856f4436d3"
        "d50c8fb62536d76b1bcf6571a1449be26bf13e0e8647cacf3a7dca8749c0d4ab"
    )


def test_the_worked_reverse_hash():
    assert reverse_hash(RETURNED, SALT) == REVERSE
    assert is_signed(RETURNED, [SALT])


def test_the_worked_hash_of_a_command():
    assert command_hash("ZAHkey", "verify_payment", "ZAH10042A1", SALT) == (
        "1ebae89f130059ff6662d31a2f910610ee37557e07fbf80dd7c72b0323d201aa"
        "c4c344e11694bf176c11f342a1951ebc88a1ddc89880954dc106b0b62d1d64e6"
    )


def test_charges_the_payer_bore_stand_in_front():
    told = {**RETURNED, "additionalCharges": "12.50"}
    assert not is_signed(told, [SALT])
    assert is_signed({**told, "hash": reverse_hash(told, SALT)}, [SALT])


@pytest.mark.parametrize("name", [*FORM, "status"])
def test_a_changed_field_is_forged(name: str):
    assert not is_signed({**RETURNED, name: f"{RETURNED[name]}x"}, [SALT])


def test_the_amount_is_hashed_to_the_byte():
    assert not is_signed({**RETURNED, "amount": "2499.0"}, [SALT])


def test_the_previous_salt_still_fits_and_no_other():
    assert is_signed(RETURNED, ["ZAHsalt2", SALT])
    assert not is_signed(RETURNED, ["ZAHsalt2"])
    assert not is_signed({**RETURNED, "hash": ""}, [SALT])
    assert not is_signed({**RETURNED, "hash": "é"}, [SALT])


@pytest.mark.parametrize("name", FORM)
def test_no_hashed_field_holds_a_bar(name: str):
    with pytest.raises(ValueError, match="holds a"):
        request_hash({**FORM, name: "a|b"}, SALT)


def test_what_people_typed_loses_its_bars_before_it_is_hashed():
    order = GatewayOrder("ZAH10042A1", 249900, "INR", "created")
    client = paying.client_payload(
        ACCOUNT,
        order,
        {"payer": "Asha|1.00|", "email": "a|b@example.com", "description": "Order|x"},
    )
    fields = client["fields"]
    assert (fields["firstname"], fields["email"]) == ("Asha 1.00", "a b@example.com")
    assert fields["productinfo"] == "Order x"
    assert fields["hash"] == request_hash(fields, SALT)


def test_a_payer_without_an_address_is_named_by_ours():
    client = paying.client_payload(ACCOUNT, GatewayOrder("t", 100, "INR", "created"), {})
    assert client["fields"]["email"] == "care@zahra.example"


@given(st.integers(min_value=1, max_value=10**12))
def test_a_sum_has_one_spelling_and_comes_back(amount: int):
    assert paise(rupees(amount)) == amount


@pytest.mark.parametrize("told", ["", "1.005", "NaN", "Infinity", "-1.00", "1,000.00"])
def test_what_is_no_sum_is_refused(told: str):
    with pytest.raises(ValueError, match="amount"):
        paise(told)


@given(st.uuids())
def test_a_reference_fits_and_comes_back(id):
    short = shortened(id.hex)
    assert len(short) == 22  # a token has 23 at most, a transaction's id 25
    assert lengthened(short) == id.hex


def test_a_return_for_another_transaction_or_merchant_is_not_genuine():
    assert events.is_genuine_return(ACCOUNT, "ZAH10042A1", RETURNED)
    assert not events.is_genuine_return(ACCOUNT, "ZAH10042A2", RETURNED)
    other = PayuAccount("other", (SALT,), "care@zahra.example")
    assert not events.is_genuine_return(other, "ZAH10042A1", RETURNED)


def test_a_webhook_is_believed_for_its_hash_alone():
    raw = b"key=ZAHkey&txnid=ZAH10042A1&mihpayid=403993715&status=success&hash=0"
    with pytest.raises(ForgedEvent):
        events.read_event(ACCOUNT, raw)


def posted(**changed: str) -> bytes:
    """Asha's own payment as PayU told of it, with what the hash does not cover changed."""
    told = {"mihpayid": "403993715", "unmappedstatus": "captured", **RETURNED, **changed}
    return urlencode(told).encode()


def test_an_event_is_known_again_by_what_is_signed_of_it():
    genuine = events.read_event(ACCOUNT, posted())
    assert genuine.id == "payment:ZAH10042A1:success:captured"
    for told in ({"mihpayid": "403993716"}, {"unmappedstatus": "CAPTURED"}, {"mode": "UPI"}):
        assert events.read_event(ACCOUNT, posted(**told)).id == genuine.id
    other = events.read_event(ACCOUNT, posted(unmappedstatus="auth"))
    assert other.id != genuine.id, "money that is only promised is other news"


def test_one_form_of_somebodys_own_makes_no_flood_of_events():
    made_up = ["x", "y" * 5000, "a\0b", "captured|", ""]
    ids = {events.read_event(ACCOUNT, posted(unmappedstatus=word)).id for word in made_up}
    assert ids == {"payment:ZAH10042A1:success:other"}


def test_no_hint_can_take_the_place_of_a_payments_news():
    forged = b"key=ZAHkey&action=refund&mihpayid=ZAH10042A1&request_id=success&status=captured"
    assert events.read_event(ACCOUNT, forged).id.startswith("refund:")
    again = events.read_event(ACCOUNT, forged)
    assert again.id == events.read_event(ACCOUNT, forged).id
    assert again.id != events.read_event(ACCOUNT, forged + b"&amt=1.00").id


def test_news_of_a_refund_is_a_hint_that_anybody_could_send():
    raw = b"key=ZAHkey&action=refund&mihpayid=4039937&request_id=131&status=success&amt=1.00"
    fact = events.read_event(ACCOUNT, raw)
    assert (fact.is_signed, fact.payment_id, fact.refund_id) == (False, "4039937", "131")
    assert fact.order_id is None


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe",
        b"key=other&action=refund&mihpayid=1&request_id=1&status=success",
        b"key=ZAHkey&action=refund&mihpayid=&request_id=1&status=success",
        b"key=ZAHkey&action=refund&mihpayid=a%0ab&request_id=1&status=success",
        b"key=ZAHkey&key=ZAHkey&action=refund&mihpayid=1&request_id=1&status=x",
        b"&".join(b"a%d=1" % n for n in range(300)),
    ],
)
def test_what_payu_cannot_have_sent_is_forged(raw: bytes):
    with pytest.raises(ForgedEvent):
        events.read_event(ACCOUNT, raw)
