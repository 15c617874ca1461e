"""Payouts by plain forms: a kind of account with what it needs, and where money that waits goes."""

import re
from datetime import timedelta
from urllib.parse import quote

import pytest

from tests.web.storefront.conftest import SigningIn
from zahra.shop import credit, identity

pytestmark = pytest.mark.anyio
ASHA, BINA, DINA = "+919876500001", "+919876500002", "+919876500031"
HERE, FORM = "/account/credit", "/account/credit/account"


def fields_of(page: str) -> dict[str, bool]:
    """The fields that can be filled in, and whether each must be."""
    found = re.findall(r'<input class="input"[^>]*name="(\w+)"([^>]*)>', page)
    return {name: " required" in rest for name, rest in found}


async def test_each_kind_of_account_asks_for_what_it_needs_and_no_more(shopper: SigningIn):
    asha = await shopper(ASHA)
    upi, bank = (await asha.get(FORM)).text, (await asha.get(f"{FORM}?kind=bank")).text
    assert fields_of(upi) == {"holder": True, "vpa": True}
    assert fields_of(bank) == {"holder": True, "number": True, "numberAgain": True, "ifsc": True}
    assert "(optional)" not in upi + bank
    assert f'href="{FORM}?kind=bank&amp;next={HERE}"' in upi


async def test_who_wanted_an_account_for_a_return_is_back_at_it_when_it_is_named(
    shopper: SigningIn,
):
    asha, wizard = await shopper(ASHA), "/orders/ZH-7K3M9Q2X/return"
    form = f"{FORM}?kind=upi&next={wizard}"
    page = (await asha.get(form)).text
    assert f'href="{FORM}?kind=bank&amp;next={wizard}"' in page
    assert f'href="{wizard}"' in page, "who cancels is back at it too"
    wrong = await asha.send(FORM, seen_on=form, kind="upi", vpa="asha", next=wizard)
    assert f'name="next" value="{wizard}"' in wrong.text
    named = {"kind": "upi", "holder": "Asha Rao", "vpa": "asha@okaxis"}
    kept = await asha.send(FORM, seen_on=form, **named, next=wizard)
    assert (kept.status_code, kept.headers["location"]) == (303, wizard)


@pytest.mark.parametrize("elsewhere", ["https://evil.example", "//evil.example", "/\\evil.example"])
async def test_an_account_leads_to_no_other_site(shopper: SigningIn, elsewhere: str):
    asha = await shopper(ASHA)
    assert "evil.example" not in (await asha.client.get(FORM, params={"next": elsewhere})).text
    named = {"kind": "upi", "holder": "Asha Rao", "vpa": "asha@okicici"}
    kept = await asha.send(FORM, seen_on=FORM, **named, next=elsewhere)
    assert (kept.status_code, kept.headers["location"]) == (303, HERE)


async def test_what_was_chosen_is_kept_on_the_way_to_show_that_it_is_you(shopper: SigningIn):
    asha, form = await shopper(ASHA), f"{FORM}?kind=bank&next=/orders/ZH-7K3M9Q2X/return"
    asha.whole.shop.database.ahead += timedelta(hours=1)
    try:
        asked = await asha.get(form)
    finally:
        asha.whole.shop.database.ahead -= timedelta(hours=1)
    assert asked.status_code == 303
    assert asked.headers["location"] == f"/account/confirm?next={quote(form)}"


async def test_what_is_wrong_stands_at_its_field(shopper: SigningIn):
    asha = await shopper(ASHA)
    bank = await asha.send(FORM, seen_on=f"{FORM}?kind=bank", kind="bank", holder="Asha Rao")
    assert bank.status_code == 422
    for name in ("number", "ifsc"):
        assert f'id="{name}-error"' in bank.text
        assert f'href="#{name}"' in bank.text
    upi = await asha.send(FORM, seen_on=FORM, kind="upi", holder="", vpa="asha")
    assert upi.status_code == 422
    for name in ("holder", "vpa"):
        assert f'id="{name}-error"' in upi.text
    assert 'value="asha"' in upi.text, "what was typed is not lost"


async def test_money_that_waits_goes_to_the_account_that_is_chosen(shopper: SigningIn):
    asha = await shopper(ASHA)
    page = (await asha.get(HERE)).text
    assert "Needs an account" in page
    path, field = form_of(page)
    nothing = await asha.send(path, seen_on=HERE)
    assert nothing.status_code == 422
    assert f'id="{field}-error"' in nothing.text
    account = re.search(r'<option value="([0-9a-f]{32})"', page)
    assert account
    sent = await asha.send(path, seen_on=HERE, **{field: account[1]})
    assert (sent.status_code, sent.headers["location"]) == (303, HERE)
    page = (await asha.get(HERE)).text
    assert "₹1 goes to " in page
    assert "To be paid out" in page
    assert 'action="/account/credit/payouts/' not in page


async def test_anothers_payout_does_not_exist(shopper: SigningIn):
    bina, stranger = await shopper(BINA), await shopper()
    path, field = form_of((await bina.get(HERE)).text)
    answer = await stranger.send(path, seen_on="/account", **{field: "0" * 32})
    assert answer.status_code == 404
    assert "Needs an account" in (await bina.get(HERE)).text


def form_of(page: str) -> tuple[str, str]:
    """Where an account is chosen, and by which field."""
    path = re.search(r'action="(/account/credit/payouts/[0-9a-f-]+)"', page)
    field = re.search(r'name="(account_[0-9a-f]{32})"', page)
    assert path, page
    assert field, page
    return path[1], field[1]


async def test_store_credit_is_given_up_knowingly_or_the_account_stays(shopper: SigningIn):
    dina, form = await shopper(DINA), "/account/security/delete"
    assert "Lost with it:" not in (await dina.get(form)).text
    async with dina.whole.shop.database.transaction() as tx:
        found = await identity.find_or_create_user(tx, identity.identifier_of(DINA))
        cause = credit.Cause.GOODWILL
        await credit.give(tx, found[0].id, 50000, key="dina", cause=cause)
    assert "your store credit of ₹500" in (await dina.get(form)).text
    for said in ({}, {"giving_up": "49999"}, {"giving_up": "nonsense"}):
        kept = await dina.send(form, seen_on=form, sure="yes", **said)
        assert kept.status_code == 422
        assert 'id="giving_up-error"' in kept.text
    assert "₹500" in (await dina.get(HERE)).text
    gone = await dina.send(form, seen_on=form, sure="yes", giving_up="50000")
    assert (gone.status_code, gone.headers["location"]) == (303, "/")
    assert (await dina.get(HERE)).status_code == 303
