"""Being forgotten: nothing personal stays but what tax law wants kept of a sale."""

from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

import pytest

from tests.world.people import Brand, Door, tables_with
from tests.world.till import ASHAS_HOME, Errands, Till
from zahra.base.actors import Actor, Kind, Permission
from zahra.base.db import Database
from zahra.base.errors import StepUpRequired, Unauthenticated
from zahra.shop import books, credit, identity, orders, payments, privacy
from zahra.shop.identity import AddressDraft, ContactKind
from zahra.shop.orders import Placed

pytestmark = pytest.mark.anyio
PHONE, EMAIL, NAME = "+919812300001", "quill@example.com", "Canarina Quill"
HOME = replace(ASHAS_HOME, name=NAME, phone=PHONE, line1="7 Canary Lane", landmark="a canary tree")
BOOKED = AddressDraft(
    NAME, PHONE, HOME.line1, HOME.city, HOME.state, HOME.pincode, landmark=HOME.landmark
)
AGENT = "CanaryPhone/7"
CANARIES = (PHONE, EMAIL, NAME, "Canary Lane", "canary tree", "sing in the morning", AGENT)
# What stays of a person, table by table, and why.
KEPT = {
    "users": "that an account was opened and closed",
    "sessions": "that sessions were ended, without where they were used",
    "auth_events": "the diary of the door, 400 days, masked (DPDP rules: a year)",
    "orders": "sales (CGST Act s. 36: 72 months)",
    "carts": "what became an order: goods alone",
    "credit_accounts": "what the shop owes them still: amounts alone",
    "credit_entries": "how that came to be: amounts alone",
    "returns": "what was given back of a sale, for its credit note",
}
FORGOTTEN = {
    "addresses",
    "api_keys",
    "ceremonies",
    "enrolments",
    "exports",
    "gateway_customers",
    "identities",
    "number_claims",
    "passkeys",
    "password_resets",
    "passwords",
    "payout_destinations",
    "pending_contacts",
    "recovery_codes",
    "saved_methods",
    "totp_secrets",
    "uploads",
    "user_devices",
}


@dataclass(slots=True)
class Quill:
    """Somebody of whom the shop knows everything it can."""

    till: Till
    door: Door
    actor: Actor
    secret: str
    kurta: UUID

    async def erase(self, actor: Actor | None = None, *, giving_up: int = 0) -> None:
        """By somebody who has just shown that it is them, unless it is another `actor`."""
        async with self.till.database.transaction() as tx:
            fresh = replace(self.actor, proven_at=tx.now)
            await privacy.erase_me(tx, actor or fresh, giving_up=giving_up)

    async def give(self, amount: int, *, key: str = "given") -> None:
        """Some store credit."""
        async with self.till.database.transaction() as tx:
            cause = credit.Cause.GOODWILL
            await credit.give(tx, self.actor.person, amount, key=key, cause=cause)

    async def leftovers(self) -> dict[str, set[str]]:
        """Which tables hold which canaries, once the two days are over that a code is counted."""
        await self.till.later(days=2, minutes=5)
        await identity.forget_what_is_over(self.till.database)
        found: dict[str, set[str]] = {}
        for canary in CANARIES:
            for table in await tables_with(self.till.database, canary):
                found.setdefault(table, set()).add(canary)
        return found

    async def order(self, *, key: str = "key-1", is_paid: bool = True) -> Placed:
        await self.till.fill_bag(self.actor, self.kurta)
        placed = await self.till.place(
            self.actor, shipping_address=HOME, key=key, note="sing in the morning"
        )
        if is_paid:
            self.till.pay(placed)
            await self.till.settle(placed)
        await self.till.run_errands()
        return placed


@pytest.fixture
async def quill(database: Database) -> Quill:
    till, door = Till(database), Door(database)
    device = identity.Device.seen("203.0.113.9", user_agent=AGENT, label=AGENT, token="canary")
    signed_in = await door.sign_in(PHONE, device=device)
    assert signed_in.secret
    actor = await door.actor(signed_in.secret)
    async with database.transaction() as tx:
        sent = await identity.change_contact(tx, door.keys, actor, EMAIL, binding=None)
        told = identity.ChangingProfile(NAME, date_of_birth="1992-04-30")
        await identity.change_profile(tx, actor, told)
    assert sent
    await door.deliver(sent.challenge_id)
    changed = await identity.confirm_contact(
        database, door.keys, actor, identity.ConfirmingContact(EMAIL, door.code)
    )
    assert changed.secret
    secret = await identity.change_password(database, actor, None, "eight canaries sing")
    assert secret
    goods = await till.goods({"M": 5})
    async with database.transaction() as tx:
        await identity.change_contact(tx, door.keys, actor, "soon@example.com", binding=None)
        await identity.add_address(tx, actor, BOOKED)
        await privacy.ask_export(tx, actor)
    await till.run_errands()
    till.postbox.messages.clear()
    return Quill(till, door, actor, secret, goods["M"])


async def test_every_table_of_a_person_is_kept_for_a_reason_or_forgotten(quill: Quill):
    """A table that comes later has to choose."""
    async with quill.till.database.snapshot() as snapshot:
        of_people = await snapshot.values(
            "SELECT table_name::text FROM information_schema.columns"
            " WHERE column_name = 'user_id' AND table_schema = 'public'"
        )
    assert {*of_people, "users"} == set(KEPT) | FORGOTTEN
    await quill.erase()
    await quill.till.run_errands()
    async with quill.till.database.snapshot() as snapshot:
        for table in FORGOTTEN:
            left = await snapshot.value(
                f"SELECT count(*) FROM {table} WHERE user_id = %(id)s", id=quill.actor.user_id
            )
            assert left == 0, table


async def test_whoever_bought_nothing_leaves_nothing(quill: Quill):
    assert set(await quill.leftovers()) >= {"users", "identities", "addresses", "sessions"}
    await quill.erase()
    await quill.till.run_errands()
    assert await quill.leftovers() == {}


async def test_of_a_sale_stays_what_its_invoice_needs(quill: Quill):
    placed = await quill.order()
    await quill.erase()
    await quill.till.run_errands()
    assert set(await quill.leftovers()) == {"orders"}
    async with quill.till.database.transaction() as tx:
        await tx.run("UPDATE orders SET fulfilment_status = 'delivered'")
    await quill.till.later(days=60)
    await privacy.jobs.forget_leftovers(quill.till.database)
    assert await quill.leftovers() == {"orders": {NAME, "Canary Lane"}}
    whole = await quill.till.whole(placed)
    assert (whole.order.total, whole.order.phone, whole.order.email) == (159900, None, None)
    assert whole.copy.shipping_address == replace(HOME, phone="", landmark=None)
    assert [payment.status for payment in whole.payments] == ["captured"]


async def test_while_a_parcel_is_on_its_way_its_courier_can_still_call(quill: Quill):
    placed = await quill.order()
    await quill.erase()
    await quill.till.run_errands()
    await quill.till.later(days=90)
    await privacy.jobs.forget_leftovers(quill.till.database)
    assert (await quill.till.whole(placed)).copy.shipping_address.phone == PHONE


async def test_of_what_was_never_sold_only_the_place_stays(quill: Quill):
    placed = await quill.order(is_paid=False)
    await quill.till.run_out()
    await quill.erase()
    await quill.till.later(days=30)
    await quill.till.run_errands()
    await privacy.jobs.forget_leftovers(quill.till.database)
    assert await quill.leftovers() == {}
    kept = (await quill.till.whole(placed)).copy.shipping_address
    assert (kept.name, kept.line1, kept.pincode, kept.state) == ("", "", HOME.pincode, HOME.state)


async def test_an_order_that_waits_for_its_money_keeps_its_owner(quill: Quill):
    placed = await quill.order(is_paid=False)
    before = await quill.leftovers()
    with pytest.raises(privacy.OrdersUnderWay) as refused:
        await quill.erase()
    assert refused.value.details == {"orders": [placed.order.number]}
    assert await quill.leftovers() == before
    assert (await quill.door.actor(quill.secret)).user_id == quill.actor.user_id


async def test_store_credit_is_not_lost_without_a_word(quill: Quill):
    await quill.give(50000)
    before = await quill.leftovers()
    for said in (0, 49999):
        with pytest.raises(credit.CreditLeft) as refused:
            await quill.erase(giving_up=said)
        assert refused.value.details == {"balance": 50000}
    assert await quill.leftovers() == before
    assert (await quill.door.actor(quill.secret)).user_id == quill.actor.user_id
    assert await balance(quill) == 50000


async def test_whoever_gives_it_up_is_forgotten_and_the_ledger_says_so(quill: Quill):
    await quill.give(50000)
    await quill.erase(giving_up=50000)
    assert await balance(quill) == 0
    last = "SELECT cause || ' ' || amount FROM credit_entries ORDER BY seq DESC LIMIT 1"
    assert await quill.till.value(last) == "given_up -50000"


async def test_credit_that_comes_after_the_account_is_gone_is_an_exception(quill: Quill):
    await quill.erase()
    await quill.give(50000)
    async with quill.till.database.transaction() as tx:
        await books.note_mismatches(tx)
    found = "SELECT kind || ' ' || amount FROM discrepancies"
    assert await quill.till.value(found) == "credit_unclaimed 50000"


async def test_money_that_waits_for_an_account_keeps_its_owner(quill: Quill):
    placed = await quill.order()
    async with quill.till.database.transaction() as tx:
        order = await orders.lock_order(tx, placed.order.id)
        (payment,) = await payments.payments_of_order(tx, order.id)
        to = payments.Destination.PAYOUT
        refund = await payments.grant_refund(
            tx, payment, 100, reason="size", key="r1", asked_by="tests", destination=to
        )
        payout = await payments.open_payout(tx, refund, account_id=None)
    with pytest.raises(privacy.PayoutsWaiting) as refused:
        await quill.erase()
    assert refused.value.details == {"payouts": [payout.number]}
    assert (await quill.door.actor(quill.secret)).user_id == quill.actor.user_id


async def balance(quill: Quill) -> int:
    async with quill.till.database.snapshot() as snapshot:
        return await credit.balance(snapshot, quill.actor.person)


async def test_it_needs_a_fresh_proof_and_never_an_api_key(quill: Quill):
    key = Actor(Kind.STAFF, quill.actor.user_id, permissions=frozenset({Permission.ORDERS_READ}))
    quill.till.database.ahead += timedelta(minutes=11)
    for actor in (quill.actor, key):
        with pytest.raises(StepUpRequired):
            await quill.erase(actor)
    assert (await quill.door.actor(quill.secret)).user_id == quill.actor.user_id


async def test_whoever_works_here_is_taken_off_the_staff_first(quill: Quill):
    async with quill.till.database.transaction() as tx:
        await tx.run("UPDATE users SET roles = '{support}'")
    with pytest.raises(identity.StillStaff):
        await quill.erase()


async def test_the_account_is_dead_at_once_and_the_number_free_for_a_new_one(quill: Quill):
    await quill.erase()
    with pytest.raises(Unauthenticated):
        await quill.door.actor(quill.secret)
    quill.till.database.ahead += timedelta(hours=1)
    again = await quill.door.sign_in(PHONE)
    assert again.is_new
    assert again.person.id != quill.actor.user_id
    assert again.person.name is None
    async with quill.till.database.snapshot() as snapshot:
        reasons = await snapshot.values(
            "SELECT DISTINCT revoke_reason FROM sessions WHERE user_id = %(id)s",
            id=quill.actor.user_id,
        )
    assert reasons == ["account_erased"]


async def test_the_last_letter_goes_to_the_address_and_then_the_address_is_forgotten(quill: Quill):
    await quill.erase()
    await quill.till.run_errands()
    told = [(message.to, message.subject) for message in quill.till.postbox.messages]
    assert told == [(EMAIL, "Your Zahra account was deleted")]
    user_id = quill.actor.person
    await privacy.jobs.finish_erasure(
        quill.till.database, quill.till.postbox, Brand(), user_id=user_id
    )
    assert len(quill.till.postbox.messages) == 1


async def test_a_contact_that_no_letter_reaches_is_forgotten_a_day_later(quill: Quill):
    quill.till.database.queue = Errands()  # whose jobs nobody runs
    await quill.erase()
    await privacy.jobs.forget_leftovers(quill.till.database)
    assert "identities" in await quill.leftovers()
    await quill.till.later(days=1)
    await privacy.jobs.forget_leftovers(quill.till.database)
    assert "identities" not in await quill.leftovers()


async def test_a_number_given_up_is_forgotten_a_month_later(quill: Quill):
    async with quill.till.database.transaction() as tx:
        await identity.remove_contact(tx, quill.actor, ContactKind.PHONE)
    await quill.till.later(days=27)
    await privacy.jobs.forget_leftovers(quill.till.database)
    assert PHONE in (await quill.leftovers())["identities"]
    await quill.till.later(days=1)
    await privacy.jobs.forget_leftovers(quill.till.database)
    assert PHONE not in (await quill.leftovers())["identities"]


async def test_history_never_names_a_shopper(quill: Quill):
    """It cannot be changed, so it must not hold what may have to be forgotten."""
    actor = await quill.door.actor(quill.secret)
    assert (actor.name, actor.label) == (NAME, "shopper")
    await replace(quill, actor=actor).order()
    assert "status_history" not in await quill.leftovers()


async def test_others_are_not_touched(quill: Quill):
    async with quill.till.database.transaction() as tx:
        other, _ = await identity.find_or_create_user(tx, identity.identifier_of("+919812300002"))
    mine = replace(quill, actor=replace(quill.actor, user_id=other.id))
    placed = await mine.order()
    await quill.erase()
    await quill.till.run_errands()
    await quill.till.later(days=60)
    await privacy.jobs.forget_leftovers(quill.till.database)
    async with quill.till.database.snapshot() as snapshot:
        whole = await orders.order(snapshot, mine.actor, placed.order.id)
    assert whole.copy.shipping_address == HOME
