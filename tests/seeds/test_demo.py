"""The demo shop: filled once for this module, then read, or changed and the change undone."""

import os
from collections import Counter
from collections.abc import AsyncGenerator, Generator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pyotp.totp import TOTP
from rich.console import Console

from tests.world.empty import an_empty_shop, undone
from tests.world.fake_gateway import FakeGateway
from tests.world.server import clone_template, drop_database
from zahra import seeds
from zahra.base import clock
from zahra.base.actors import Actor, Kind, Permission, program
from zahra.base.db import Transaction
from zahra.base.db.embedded import EmbeddedServer
from zahra.providers.outbox import Outbox
from zahra.seeds.catalogue import Catalogue, Ending, Journey, read_catalogue
from zahra.shop import books, catalog, identity, orders, payments
from zahra.shop.assembled import Shop
from zahra.shop.catalog import Asking, Band
from zahra.shop.orders import OrderStatus, WholeOrder

pytestmark = pytest.mark.anyio

QUIET = Console(quiet=True)
OWNER = "owner@zahra.example"
STAFF = Actor(Kind.STAFF, permissions=frozenset([Permission.ORDERS_READ]))
CAPTURED = ("captured", "partially_refunded")
STANDING = {  # ending: where an order and its money stand
    Ending.PLACED_PAID: ("placed", "paid"),
    Ending.PLACED_AFTER_RETRY: ("placed", "paid"),
    Ending.PLACED_COD: ("placed", "cod_due"),
    Ending.PARTLY_REFUNDED: ("placed", "partially_refunded"),
    Ending.PENDING_PAYMENT: ("pending_payment", "pending"),
    Ending.CANCELLED_EXPIRED: ("cancelled", "voided"),
}
AFTER = {  # a journey, where it changed what the ending says
    (Ending.PLACED_PAID, Journey.CANCELLED): ("cancelled", "refunded"),
    (Ending.PLACED_COD, Journey.DELIVERED): ("placed", "cod_collected"),
    (Ending.PLACED_COD, Journey.CAME_BACK): ("placed", "voided"),
}
GOODS = {
    Journey.CANCELLED: "cancelled",
    Journey.SENT: "shipped",
    Journey.DELIVERED: "delivered",
    Journey.CAME_BACK: "rto",
}


@pytest.fixture(scope="module")
def demo() -> Catalogue:
    return read_catalogue()


@pytest.fixture(scope="module")
def own_dsn(server: EmbeddedServer) -> Generator[str, None, None]:
    name = f"zahra_demo_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"
    yield clone_template(server, name)
    drop_database(server, name)


@pytest.fixture(scope="module")
async def shop(own_dsn: str, scratch: Path) -> AsyncGenerator[Shop, None]:
    async with an_empty_shop(own_dsn, scratch / "demo") as shop:
        assert await seeds.is_empty(shop)
        await seeds.seed_demo(shop, QUIET)
        yield shop


async def value(shop: Shop, sql: str, **params: Any) -> Any:
    async with shop.database.snapshot() as snapshot:
        return await snapshot.value(sql, **params)


async def past_orders(shop: Shop) -> list[WholeOrder]:
    """All of them, the oldest first."""
    async with shop.database.snapshot() as snapshot:
        page = await orders.orders_of(snapshot, STAFF, limit=100)
    return sorted(page.orders, key=lambda whole: whole.order.created_at)


async def pending_order(shop: Shop) -> WholeOrder:
    (found,) = [o for o in await past_orders(shop) if o.order.is_pending]
    return found


async def test_every_style_is_on_sale_in_all_its_colours_and_sizes(shop: Shop):
    async with shop.database.snapshot() as snapshot:
        listing = await catalog.listing(snapshot, Asking(limit=100))
        shelves = await catalog.categories(snapshot)
    assert len({card.style_id for card in listing.cards}) == 48
    assert (listing.total, len(listing.cards)) == (64, 64)
    assert sum(len(card.sizes) for card in listing.cards) == 368
    assert len(shelves) == 8
    assert sum(len(shelf.children) for shelf in shelves) == 3


async def test_every_style_came_on_sale_on_its_own_day(shop: Shop, demo: Catalogue):
    today = clock.ist_day(datetime.now(UTC))
    for style in demo.styles:
        published = await value(
            shop,
            "SELECT published_at FROM cards WHERE slug = %(slug)s",
            slug=style.colour_slug(style.colours[0]),
        )
        assert (today - clock.ist_day(published)).days == style.published_days_ago, style.slug


async def test_cards_tell_what_the_orders_have_left_of_each_size(shop: Shop, demo: Catalogue):
    left = Counter[tuple[str, str]]()
    for style in demo.styles:
        for colour in style.colours:
            left.update({(style.colour_slug(colour), s): n for s, n in colour.stock.items()})
    for whole in await past_orders(shop):
        if whole.order.cancelled_at is None:
            there = {(x.slug, x.size): x.qty - x.states.get("rto", 0) for x in whole.lines}
            left.subtract(there)
    async with shop.database.snapshot() as snapshot:
        listing = await catalog.listing(snapshot, Asking(limit=100))
    told = {(card.slug, each.size): each.band for card in listing.cards for each in card.sizes}
    assert told == {size: band_of(pieces) for size, pieces in left.items()}
    assert Counter(told.values())[Band.OUT] >= 12
    assert Counter(told.values())[Band.LOW] >= 12
    gone = [card.slug for card in listing.cards if not card.is_in_stock]
    assert gone == ["kashish-gota-border-anarkali-kashish"]


def band_of(pieces: int) -> Band:
    return Band.OUT if pieces == 0 else Band.LOW if pieces <= 3 else Band.IN


async def test_every_card_has_its_two_pictures_in_the_storage(shop: Shop):
    async with shop.database.snapshot() as snapshot:
        listing = await catalog.listing(snapshot, Asking(limit=100))
    for card in listing.cards:
        assert [sorted(image.avif) for image in card.images] == [["320", "720"], ["720"]]
        for image in card.images:
            assert image.alt.startswith(f"{card.title} in {card.colour_name}")
            for name in (*image.avif.values(), *image.webp.values()):
                assert await shop.storage.open(name)


async def test_every_order_of_the_story_stands_where_it_ended(shop: Shop, demo: Catalogue):
    made = await past_orders(shop)
    past = sorted(demo.orders, key=lambda told: told.made_at(datetime.now(UTC)))
    for told, whole in zip(past, made, strict=True):
        stands = (whole.order.status, whole.order.payment_status)
        at = (told.ending, told.journey)
        assert stands == AFTER.get(at, STANDING[told.ending]), told.key
        goods = GOODS.get(told.journey, "unfulfilled")
        assert whole.order.fulfilment_status == goods, told.key
        assert whole.order.payment_method == told.method
        assert [(line.sku[:5], line.size, line.qty) for line in whole.lines] == [
            (demo.style(line.style).code, line.size, line.qty) for line in told.lines
        ]
        late = abs(whole.order.created_at - told.made_at(datetime.now(UTC)))
        assert late < timedelta(minutes=1 if told.at else 10), told.key
        assert [moment.at for moment in whole.history] == sorted(m.at for m in whole.history)
    assert {told.ending for told in past} == set(Ending)
    assert {told.journey for told in past} == set(Journey)
    assert len(made) == 17


async def test_captured_money_is_on_a_placed_order_and_every_prepaid_one_has_it(shop: Shop):
    for whole in await past_orders(shop):
        order = whole.order
        captured = sum(p.amount for p in whole.payments if p.status in CAPTURED)
        is_paid = order.is_placed and not order.is_cod
        assert captured == (order.total if is_paid else 0), order.number


async def test_orders_and_their_taxes_add_up_to_what_was_charged(shop: Shop):
    assert await value(
        shop,
        """
        SELECT count(*) FROM orders o
        WHERE total = (SELECT sum(l.total) FROM order_lines l WHERE l.order_id = o.id)
                + shipping + cod_fee
            AND total = (SELECT sum(p.net) FROM order_pieces p
                         JOIN order_lines l ON l.id = p.order_line_id WHERE l.order_id = o.id)
                + coalesce((SELECT sum(c.net) FROM order_charges c WHERE c.order_id = o.id), 0)
        """,
    ) == len(await past_orders(shop))


async def test_what_was_given_back_is_settled_and_no_more_than_was_paid(shop: Shop):
    found = await value(
        shop,
        """
        SELECT jsonb_agg(jsonb_build_array(r.state, r.amount, p.amount_refunded, r.asked_by))
        FROM refunds r JOIN payments p ON p.id = r.payment_id
        """,
    )
    (for_a_thread, for_second_thoughts) = sorted(found)
    assert for_a_thread == ["settled", 99_900, 99_900, "Zahra Qureshi"]
    assert for_second_thoughts[0] == "settled"
    assert for_second_thoughts[1] == for_second_thoughts[2]
    assert for_second_thoughts[3] == "shopper"


async def test_the_ledger_adds_up_to_the_levels(shop: Shop):
    assert await value(shop, "SELECT count(*) FROM stock_levels") > 300
    assert await value(
        shop,
        """
        SELECT count(*) FROM stock_levels l LEFT JOIN (
            SELECT variant_id, sum(on_hand) AS on_hand, sum(allocated) AS allocated
            FROM stock_movements GROUP BY variant_id) AS m USING (variant_id)
        WHERE (l.on_hand, l.allocated) IS DISTINCT FROM (m.on_hand, m.allocated)
        """,
    ) == 0  # fmt: skip


async def test_the_doctor_finds_the_story_sound(shop: Shop):
    async with shop.database.agreeing() as snapshot:
        report = await books.examine(snapshot)
    assert [each for each in report.findings if not each.is_sound] == []


async def test_every_placed_order_was_confirmed_then_and_nothing_is_sent_now(
    shop: Shop, scratch: Path
):
    placed = [whole for whole in await past_orders(shop) if whole.order.placed_at]
    sent = await value(
        shop,
        """
        SELECT count(*) FROM messages m JOIN orders o ON o.id = m.order_id
        WHERE m.state = 'sent' AND m.template = 'order_placed'
            AND m.sent_at - o.placed_at < interval '1 hour'
        """,
    )
    assert sent == len(placed)
    assert await value(shop, "SELECT count(*) FROM messages WHERE state <> 'sent'") == 0
    assert await value(shop, "SELECT count(*) FROM procrastinate_jobs") == 0
    assert Outbox(scratch / "demo" / "outbox").messages() == []


async def test_the_shops_own_clock_was_never_moved(shop: Shop):
    assert shop.database.ahead == timedelta(0)


async def test_everybody_is_known_by_phone_with_their_addresses(
    own_dsn: str, shop: Shop, demo: Catalogue
):
    async with undone(own_dsn) as database, database.transaction() as tx:
        for shopper in demo.shoppers:
            actor, is_new = await somebody(tx, shopper.phone)
            known = await identity.person(tx, actor)
            book = await identity.addresses_of(tx, actor, actor.person)
            assert (is_new, known.name) == (False, shopper.name)
            assert [each.line1 for each in book] == [each.line1 for each in shopper.addresses]
            assert [each.state_code for each in book] == [a.state_code for a in shopper.addresses]
            assert book[0].is_default


async def test_the_owner_may_be_given_a_key_that_refunds(own_dsn: str, shop: Shop):
    wanted = {Permission.REFUNDS_CREATE, Permission.ORDERS_READ}
    async with undone(own_dsn) as database, database.transaction() as tx:
        owner, is_new = await somebody(tx, OWNER)
        key = await identity.make_api_key(tx, program("tests"), OWNER, wanted)
        holder = await identity.actor_of_api_key(tx, key)
    assert not is_new
    assert (holder.user_id, holder.name, holder.permissions) == (
        owner.user_id,
        "Zahra Qureshi",
        wanted,
    )


async def test_a_worker_that_starts_asks_no_gateway_about_the_past(own_dsn: str, shop: Shop):
    """A gateway that knows none of these orders would be asked in vain, every minute."""
    gateway = FakeGateway()
    gateways = payments.Gateways([gateway])
    async with undone(own_dsn) as database:
        for hours in (0, 1, 24):
            database.ahead = timedelta(hours=hours)
            await orders.jobs.poll_attempts(database, gateways)
            await orders.jobs.expire_orders(database, gateways)
        async with database.snapshot() as snapshot:
            whole = await orders.order(snapshot, STAFF, (await pending_order(shop)).order.id)
    assert not gateway.calls
    assert whole.order.status is OrderStatus.CANCELLED


async def test_the_order_that_waits_can_be_paid_at_the_shops_own_gateway(own_dsn: str, shop: Shop):
    waiting = (await pending_order(shop)).order
    buyer = Actor(Kind.SHOPPER, waiting.user_id)
    gateway = FakeGateway()
    gateways = payments.Gateways([gateway])
    async with undone(own_dsn) as database:
        opened = await orders.open_payment(
            database, gateways, buyer, waiting.id, "razorpay", key="now"
        )
        assert opened.attempt
        assert opened.attempt.provider_order_id
        gateway.pay(opened.attempt.provider_order_id)
        paid = await orders.settle(database, gateways, opened.attempt.id)
    assert (paid.status, paid.payment_status) == ("placed", "paid")


async def test_a_shop_with_goods_is_not_filled_again(shop: Shop):
    before = await fingerprint(shop)
    for filling in (seeds.seed_demo(shop, QUIET), seeds.seed_scale(shop, 5, QUIET)):
        with pytest.raises(seeds.ShopNotEmpty, match="only an empty shop can be filled"):
            await filling
    assert not await seeds.is_empty(shop)
    assert await fingerprint(shop) == before


async def test_the_owner_logs_in_with_a_login_of_this_shop_alone(shop: Shop, own_dsn: str):
    async with undone(own_dsn) as database:
        own = replace(shop, database=database)
        login, other = await seeds.give_owner_a_login(own), await seeds.give_owner_a_login(own)
        assert login.password != other.password
        asked = identity.LoggingIn(OWNER, other.password, identity.SessionKind.ADMIN)
        needed = await identity.log_in(database, shop.keys, asked)
        assert isinstance(needed, identity.SecondFactorNeeded)
        code = TOTP(other.totp_secret).now()
        finishing = identity.FinishingSecondFactor(needed.token, code, identity.SessionKind.ADMIN)
        signed_in = await identity.finish_second_factor(database, shop.keys, finishing)
        async with database.snapshot() as snapshot:
            actor = await identity.actor_of_cookie(
                snapshot, signed_in.secret or "", kind=identity.SessionKind.ADMIN
            )
    assert actor.permissions == frozenset(Permission)


async def test_a_story_that_breaks_off_leaves_nothing(fresh_dsn: str, scratch: Path):
    async def refuse(tx: Transaction, event: orders.OrderPlaced) -> None:
        raise InterruptedError

    async with an_empty_shop(fresh_dsn, scratch / "broken") as shop:
        before = await fingerprint(shop)
        shop.database.listeners = {**shop.database.listeners, orders.OrderPlaced: [refuse]}
        with pytest.raises(InterruptedError):
            await seeds.seed_demo(shop, QUIET)
        assert await seeds.is_empty(shop)
        assert await fingerprint(shop) == before


async def somebody(tx: Transaction, identifier: str) -> tuple[Actor, bool]:
    """Whoever signs in with this, and whether the shop has not seen them before."""
    known = identity.identifier_of(identifier)
    account, is_new = await identity.find_or_create_user(tx, known)
    return Actor(Kind.SHOPPER, account.id), is_new


async def fingerprint(shop: Shop) -> Mapping[str, int]:
    """How many rows every table holds."""
    async with shop.database.snapshot() as snapshot:
        tables = await snapshot.values(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
        )
        return {t: await snapshot.value(f'SELECT count(*) FROM "{t}"') for t in tables}
