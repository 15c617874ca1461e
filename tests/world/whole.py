"""The whole site as it is assembled, asked in this process by two shoppers, a clerk, the owner and
nobody."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
from fastapi import FastAPI
from pydantic import SecretStr

from tests.world.bags import a_directory
from tests.world.doorstep import link_terms
from tests.world.fake_gateway import EPOCH, FakeGateway
from tests.world.gateway import KEY_ID, KEY_SECRET, WEBHOOK_SECRET
from tests.world.goods import Goods, an_indigo_kurta
from tests.world.people import Door
from tests.world.promoting import for_own_codes, ten_percent
from tests.world.returning import deliver_order
from zahra.app import assemble
from zahra.base import ids
from zahra.base.actors import Actor, Kind, Permission, program
from zahra.settings import Settings
from zahra.shop import credit, identity, orders, payments
from zahra.shop.assembled import Shop
from zahra.shop.identity.sessions.opening import Opening, open_session
from zahra.web.site import create_site

PREVIOUS_SECRET = "whsec_of_last_year"
NOWHERE = "http://127.0.0.1:9"  # a gateway that is never there
HOME = {
    "name": "Asha Verma",
    "phone": "+919876543210",
    "line1": "12 Johari Bazaar",
    "city": "Jaipur",
    "state": "Rajasthan",
    "pincode": "302001",
}
ACCOUNT = {"holder": "Asha Verma", "vpa": "asha@okhdfc"}
_OWN_BOOKS = ("idempotency_keys", "rate_gcra")  # of the door itself, not of the shop
_NOTED = "last_seen_at,ip_last,idle_expires_at"  # of whoever asks anything, every minute


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody at the API: the headers that say who, and the ids of what is theirs."""

    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    ids: Mapping[str, str] = field(default_factory=dict[str, str])
    tokens: identity.Tokens | None = None


@dataclass(slots=True)
class Whole:
    """The site, its shop, and who comes."""

    shop: Shop
    site: FastAPI
    client: httpx.AsyncClient
    goods: Goods
    asha: Visitor = field(default_factory=Visitor)
    bina: Visitor = field(default_factory=Visitor)
    clerk: Visitor = field(default_factory=Visitor)
    owner: Visitor = field(default_factory=Visitor)
    promotion_id: str = ""

    async def ask(self, method: str, path: str, who: Visitor, **more: Any) -> httpx.Response:
        """A request to the API by somebody."""
        headers = {**who.headers, **more.pop("headers", {})}
        return await self.client.request(method, f"/api/v1{path}", headers=headers, **more)

    async def order_for_cash(self, who: Visitor, *, total: int) -> httpx.Response:
        """Somebody's bag, ordered to be paid at the door, for so much in paise."""
        bag = (await self.ask("GET", "/cart", who)).json()["data"]
        wanted = {
            "cartVersion": bag["version"],
            "expectedTotal": total,
            "shippingAddress": HOME,
            "shippingMethod": "standard",
            "paymentMethod": "cod",
        }
        headers = {"Idempotency-Key": str(ids.new())}
        return await self.ask("POST", "/orders", who, json=wanted, headers=headers)

    async def fingerprint(self) -> Mapping[str, str]:
        """What every table holds, but for the door's own books."""
        async with self.shop.database.snapshot() as snapshot:
            tables = await snapshot.values(
                "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'"
            )
            told = [_sum_of(table) for table in sorted(tables) if table not in _OWN_BOOKS]
            found = await snapshot.values(" UNION ALL ".join(told))
        return dict(row.split(" ", 1) for row in found)


def settings_for(dsn: str, folder: Path, **wishes: Any) -> Settings:
    """A development shop with a Razorpay account whose gateway does not answer."""
    usual: dict[str, Any] = {
        "env": "development",
        "data_dir": folder,
        "database_url": dsn,
        "rate_limits": "off",
        "cut_off_hour": link_terms(datetime.now(UTC)).cut_off_hour,
        "razorpay_key_id": KEY_ID,
        "razorpay_key_secret": SecretStr(KEY_SECRET),
        "razorpay_webhook_secrets": SecretStr(f"{WEBHOOK_SECRET},{PREVIOUS_SECRET}"),
        "razorpay_api_base": NOWHERE,
    }
    return Settings(_env_file=None, **{**usual, **wishes})  # pyright: ignore[reportCallIssue]


@asynccontextmanager
async def whole_site(settings: Settings) -> AsyncGenerator[Whole, None]:
    """The site over an empty shop with one kurta, an order of Asha's, and Bina."""
    shop = assemble(settings)
    await shop.database.open()
    site = create_site(shop, settings)
    async with shop.database.transaction() as tx:
        await a_directory(tx)
        goods = await an_indigo_kurta(tx, {"S": 50, "M": 50})
        by = program("tests")
        key = await identity.make_api_key(tx, by, "sam@example.com", {Permission.REFUNDS_CREATE})
        await ten_percent(tx)
        promotion = await for_own_codes(tx)
        owners = await identity.make_api_key(tx, by, "meera@example.com", set(Permission))
    async with asking(site) as client:
        whole = Whole(shop, site, client, goods, clerk=Visitor(_bearer(key)))
        whole.owner = Visitor(_bearer(owners))
        whole.promotion_id = str(promotion.id)
        whole.asha = await _customer(whole, "+919876500001")
        whole.bina = await _customer(whole, "+919876500002")
        yield whole
    await shop.gateways.close()
    await shop.database.close()


def asking(site: FastAPI, address: str = "203.0.113.7") -> httpx.AsyncClient:
    """Somebody at this address who asks the site; close it when done."""
    transport = httpx.ASGITransport(site, raise_app_exceptions=False, client=(address, 4711))
    return httpx.AsyncClient(transport=transport, base_url="http://shop.test")


async def a_browsers_secret(shop: Shop, phone: str) -> str:
    """What the cookie of a browser holds that somebody has logged in with."""
    async with shop.database.transaction() as tx:
        account, _ = await identity.find_or_create_user(tx, identity.identifier_of(phone))
        opening = Opening(identity.SessionKind.WEB, ("sms",))
        opened = await open_session(tx, shop.keys, account, opening, policy=shop.policy)
    assert opened.secret is not None
    return opened.secret


async def an_owners_secret(shop: Shop) -> str:
    """What the staff's cookie holds of an owner who has signed in with both factors."""
    async with shop.database.transaction() as tx:
        named = identity.identifier_of("owner@zahra.example")
        account, _ = await identity.find_or_create_user(tx, named)
        await tx.run("UPDATE users SET roles = '{owner}' WHERE id = %(id)s", id=account.id)
        opening = Opening(identity.SessionKind.ADMIN, ("pwd", "otp", "mfa"))
        opened = await open_session(tx, shop.keys, account, opening, policy=shop.policy)
    assert opened.secret is not None
    return opened.secret


async def _customer(whole: Whole, phone: str) -> Visitor:
    """Signed in, with an address, an order that waits for its money, and a line in the cart."""
    door = Door(whole.shop.database, keys=whole.shop.keys)
    found = await door.sign_in(phone, kind=identity.SessionKind.API)
    assert found.tokens is not None
    who = Visitor(_bearer(found.tokens.access_token), tokens=found.tokens)
    address = _data(await whole.ask("POST", "/users/me/addresses", who, json=HOME))
    given = await _given_back(whole, who, found.person.id)
    order = await _unpaid_order(whole, who)
    bag = await _bag(whole, who)
    copy = _data(await whole.ask("POST", "/users/me/export", who))
    account = _data(await whole.ask("POST", "/users/me/payout-accounts", who, json=ACCOUNT))
    ids = {
        "method_id": str(await _saved_card(whole.shop, found.person.id)),
        "user_id": str(found.person.id),
        "session_id": str(found.tokens.session_id),
        "address_id": address["id"],
        "export_id": copy["id"],
        "account_id": account["id"],
        "payout_id": str(await _payout(whole.shop, UUID(given["orderId"]))),
        "return_id": given["id"],
        "promotion_id": whole.promotion_id,
        "item_id": bag["items"][0]["id"],
        "cart_version": bag["version"],
        "total": bag["totals"]["total"],
        "order_id": order["order"]["id"],
        "number": order["order"]["number"],
        "payment_id": order["payment"]["id"],
        "gateway_order": order["payment"]["client"].get("orderId", ""),
    }
    return Visitor(who.headers, ids, who.tokens)


async def _saved_card(shop: Shop, user_id: UUID) -> UUID:
    """A card she has let a gateway keep."""
    token = payments.TokenFact(f"token_{user_id.hex}", "card", "1007", "RuPay", "HDFC", EPOCH)
    gateway, who = FakeGateway(), Actor(Kind.SHOPPER, user_id)
    gateway.tokens[f"cust_{user_id.hex[-14:]}"] = [token]
    gateways, payer = payments.Gateways([gateway]), payments.Payer("Asha", None, None)
    await payments.start_keeping(shop.database, gateways, who, payer)
    saved = await payments.refresh_saved(shop.database, gateways, who)
    return saved.methods[0].id


async def _bag(whole: Whole, who: Visitor) -> dict[str, Any]:
    line = {"variantId": str(whole.goods["M"]), "qty": 2}
    return _data(await whole.ask("POST", "/cart/items", who, json=line))


async def _given_back(whole: Whole, who: Visitor, user_id: UUID) -> dict[str, Any]:
    """A return under way, of an order that store credit paid and that was delivered."""
    bag = await _bag(whole, who)
    async with whole.shop.database.transaction() as tx:
        cause = credit.Cause.GOODWILL
        await credit.give(tx, user_id, bag["totals"]["total"], key=str(user_id), cause=cause)
    wanted = {
        "cartVersion": bag["version"],
        "expectedTotal": bag["totals"]["total"],
        "shippingAddress": HOME,
        "shippingMethod": "standard",
        "paymentMethod": "razorpay",
        "useStoreCredit": True,
    }
    key = {"Idempotency-Key": "paid-by-credit"}
    placed = await whole.ask("POST", "/orders", who, json=wanted, headers=key)
    order = _data(placed)["order"]
    await deliver_order(whole.shop.database, UUID(order["id"]))
    item = {"orderItemId": order["lines"][0]["id"], "qty": 1, "reason": "too_small"}
    path = f"/orders/{order['id']}/return"
    return _data(await whole.ask("POST", path, who, json={"items": [item]}, headers=key))


async def _payout(shop: Shop, order_id: UUID) -> UUID:
    """A rupee of a refund that waits for an account to go to."""
    async with shop.database.transaction() as tx:
        await orders.lock_order(tx, order_id)
        (paid,) = await payments.payments_of_order(tx, order_id)
        to, key = payments.Destination.PAYOUT, f"payout:{order_id}"
        refund = await payments.grant_refund(
            tx, paid, 100, reason="test", key=key, asked_by="tests", destination=to
        )
        return (await payments.open_payout(tx, refund, account_id=None)).id


async def _unpaid_order(whole: Whole, who: Visitor) -> dict[str, Any]:
    """Opened at a gateway that answers: the one that does not is put back afterwards."""
    bag = await _bag(whole, who)
    wanted = {
        "cartVersion": bag["version"],
        "expectedTotal": bag["totals"]["total"],
        "shippingAddress": HOME,
        "shippingMethod": "standard",
        "paymentMethod": "razorpay",
    }
    silent = whole.site.state.shop
    answering = payments.Gateways([FakeGateway(numbers=_NUMBERS)])
    whole.site.state.shop = _with(silent, gateways=answering)
    key = {"Idempotency-Key": f"order-{next(_NUMBERS)}"}
    placed = await whole.ask("POST", "/orders", who, json=wanted, headers=key)
    whole.site.state.shop = silent
    return _data(placed)


_NUMBERS = count(10**12)


def _with(shop: Shop, **changed: Any) -> Shop:
    parts = {name: getattr(shop, name) for name in Shop.__slots__}
    return Shop(**{**parts, **changed})


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def _data(answer: httpx.Response) -> Any:
    assert answer.is_success, answer.text
    return answer.json()["data"]


def _sum_of(table: str) -> str:
    row = f"to_jsonb(t) - '{{{_NOTED}}}'::text[]" if table == "sessions" else "t"
    rows = f"string_agg(md5(({row})::text), '' ORDER BY md5(({row})::text))"
    return f"SELECT '{table} ' || count(*) || ' ' || coalesce(md5({rows}), '') FROM \"{table}\" t"
