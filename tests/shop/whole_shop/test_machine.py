"""Anything, in any order, killed at any step: the books are right after every single one.

Bounded for CI, where it walks the same paths every time; `ZAHRA_MACHINE_EXAMPLES=2000` walks new
ones for long, and shows the shortest way to what it finds.
"""

import asyncio
import os
from collections.abc import Awaitable, Callable
from typing import Any, ClassVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from psycopg import AsyncConnection

from tests.shop.whole_shop.mortal import Fuse, MortalDatabase, MortalGateway
from tests.shop.whole_shop.player import Player
from zahra.base.db import SingleConnection
from zahra.shop.payments import Destination
from zahra.shop.shipping import ShipmentEvent

EXAMPLES = int(os.environ.get("ZAHRA_MACHINE_EXAMPLES", "12"))
IS_LONG = EXAMPLES > 100
STEPS = int(os.environ.get("ZAHRA_MACHINE_STEPS", "50"))
WHO = st.integers(0, 2)
PICK = st.integers(0, 5)
FUSE = st.one_of(st.none(), st.none(), st.integers(0, 8))
BANKS = st.sampled_from(["open", "open", "under_review", "won", "lost", "closed"])
NEWS = st.sampled_from(
    [
        ShipmentEvent.MOVE,
        ShipmentEvent.GO_OUT,
        ShipmentEvent.FAIL,
        ShipmentEvent.DELIVER,
        ShipmentEvent.DELIVER,
        ShipmentEvent.TURN_BACK,
        ShipmentEvent.BRING_BACK,
        ShipmentEvent.LOSE,
        ShipmentEvent.CANCEL,
    ]
)


def there(what: str) -> Callable[["WholeShop"], bool]:
    """Whether there is something of a kind to act on."""
    return lambda machine: what in machine.there


class WholeShop(RuleBasedStateMachine):
    """Three shoppers, seven kurtas, a coupon that is good twice."""

    dsn: ClassVar[str]
    steps: ClassVar[int] = 0
    happened: ClassVar[dict[str, int]] = {}
    seen: ClassVar[set[str]] = set()

    def __init__(self) -> None:
        super().__init__()
        self.there: frozenset[str] = frozenset()
        self.loop = asyncio.Runner()
        self.player = self.loop.run(self._opened())

    async def _opened(self) -> Player:
        self.connection = await AsyncConnection.connect(self.dsn, options="-c timezone=UTC")
        await self.connection.execute("SELECT 1")
        fuse = Fuse()
        database = MortalDatabase(SingleConnection(self.connection), fuse=fuse)
        player = Player(database, MortalGateway(fuse=fuse), fuse)
        await player.open()
        return player

    def let(self, what: Awaitable[Any], dies_at: int | None = None) -> None:
        type(self).steps += 1
        self.loop.run(self.player.attempt(what, dies_at=dies_at))

    @rule(who=WHO, size=st.integers(0, 1), qty=st.integers(1, 2))
    def somebody_fills_their_bag(self, who: int, size: int, qty: int) -> None:
        self.let(self.player.add(who, size, qty))

    @rule(who=WHO)
    def somebody_types_the_code(self, who: int) -> None:
        self.let(self.player.type_code(who))

    @rule(who=WHO, method=st.sampled_from(["razorpay", "razorpay", "cod"]), dies_at=FUSE)
    def somebody_orders(self, who: int, method: str, dies_at: int | None) -> None:
        self.let(self.player.place(who, method, use_credit=method != "cod"), dies_at)

    @rule(who=WHO, method=st.sampled_from(["razorpay", "cod"]), dies_at=FUSE)
    def somebody_buys(self, who: int, method: str, dies_at: int | None) -> None:
        self.let(self.player.buy(who, method), dies_at)

    @precondition(there("attempt"))
    @rule(pick=PICK, state=st.sampled_from(["captured", "captured", "authorized", "failed"]))
    def somebody_pays(self, pick: int, state: str) -> None:
        self.let(self.player.pay(pick, state))

    @precondition(there("attempt"))
    @rule(pick=PICK, times=st.integers(1, 3), dies_at=FUSE)
    def a_webhook_comes(self, pick: int, times: int, dies_at: int | None) -> None:
        self.let(self.player.ring(pick, times), dies_at)

    @precondition(there("payment"))
    @rule(pick=PICK, state=BANKS, amount=st.sampled_from([1000, 10**9]), dies_at=FUSE)
    def a_bank_wants_money_back(
        self, pick: int, state: str, amount: int, dies_at: int | None
    ) -> None:
        self.let(self.player.dispute(pick, state, amount), dies_at)

    @precondition(there("cod_due"))
    @rule(pick=PICK, reward=st.sampled_from([0, 5000]), dies_at=FUSE)
    def somebody_would_pay_online_instead(
        self, pick: int, reward: int, dies_at: int | None
    ) -> None:
        self.let(self.player.switch(pick, reward), dies_at)

    @precondition(there("pending_confirmation"))
    @rule(pick=PICK)
    def staff_confirm_a_cash_order(self, pick: int) -> None:
        self.let(self.player.confirm_cash(pick))

    @precondition(there("order"))
    @rule(pick=PICK, by_staff=st.booleans(), one_piece=st.booleans(), dies_at=FUSE)
    def somebody_cancels(
        self, pick: int, by_staff: bool, one_piece: bool, dies_at: int | None
    ) -> None:
        self.let(self.player.cancel(pick, by_staff, one_piece), dies_at)

    @precondition(there("placed"))
    @rule(pick=PICK, one_piece=st.booleans())
    def a_parcel_is_packed(self, pick: int, one_piece: bool) -> None:
        self.let(self.player.pack(pick, one_piece))

    @precondition(there("parcel"))
    @rule(pick=PICK, dies_at=FUSE)
    def a_parcel_leaves(self, pick: int, dies_at: int | None) -> None:
        self.let(self.player.dispatch(pick), dies_at)

    @precondition(there("parcel"))
    @rule(pick=PICK, event=NEWS, dies_at=FUSE)
    def a_courier_tells(self, pick: int, event: ShipmentEvent, dies_at: int | None) -> None:
        self.let(self.player.tell(pick, event), dies_at)
        self.let(self.player.work(), dies_at)

    @precondition(there("rto"))
    @rule(pick=PICK, sound=st.integers(0, 2))
    def a_parcel_comes_back(self, pick: int, sound: int) -> None:
        self.let(self.player.take_in(pick, sound))

    @precondition(there("delivered"))
    @rule(pick=PICK, to_credit=st.booleans())
    def somebody_asks_to_return(self, pick: int, to_credit: bool) -> None:
        self.let(self.player.ask_return(pick, to_credit))

    @precondition(there("return"))
    @rule(pick=PICK, is_sound=st.booleans(), dies_at=FUSE)
    def a_return_goes_on(self, pick: int, is_sound: bool, dies_at: int | None) -> None:
        self.let(self.player.go_on_with_return(pick, is_sound), dies_at)

    @precondition(there("payment"))
    @rule(pick=PICK, amount=st.sampled_from([1, 100, 50_000]))
    def staff_give_money_back(self, pick: int, amount: int) -> None:
        self.let(self.player.refund(pick, amount))

    @precondition(there("payment"))
    @rule()
    def the_gateway_begins_or_ends_to_refuse_refunds(self) -> None:
        self.player.gateway.refusing ^= {"refund"}

    @precondition(there("refund failed"))
    @rule(pick=PICK, to=st.sampled_from(Destination), dies_at=FUSE)
    def a_refused_refund_goes_another_way(
        self, pick: int, to: Destination, dies_at: int | None
    ) -> None:
        self.let(self.player.redirect(pick, to), dies_at)

    @rule(size=st.integers(0, 1), qty=st.integers(1, 3))
    def goods_arrive(self, size: int, qty: int) -> None:
        self.let(self.player.restock(size, qty))

    @rule(dies_at=FUSE)
    def the_worker_works(self, dies_at: int | None) -> None:
        self.let(self.player.work(), dies_at)

    @rule(dies_at=FUSE)
    def the_minute_is_over(self, dies_at: int | None) -> None:
        self.let(self.player.sweep(), dies_at)

    @rule(minutes=st.sampled_from([1, 11, 31]))
    def time_passes(self, minutes: int) -> None:
        self.let(self.player.let_pass(minutes))

    @invariant()
    def the_books_are_right(self) -> None:
        report = self.loop.run(self.player.report())
        assert report.broken == (), [(each.name, each.examples) for each in report.broken]
        self.there = self.loop.run(self.player.what_is_there())
        self.seen.update(self.there)

    def teardown(self) -> None:
        for code, times in self.player.refused.items():
            self.happened[code] = self.happened.get(code, 0) + times
        self.loop.run(self.connection.rollback())
        self.loop.run(self.connection.close())
        self.loop.close()


def test_whatever_happens_in_whatever_order_the_books_are_right(dsn: str) -> None:
    WholeShop.dsn = dsn
    run_state_machine_as_test(
        WholeShop,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
            phases=[Phase.generate, *([Phase.shrink] if IS_LONG else [])],
            derandomize=not IS_LONG,
            print_blob=True,
        ),
    )
    if EXAMPLES >= 12:
        assert WholeShop.happened.get("killed"), "nothing was ever killed"
