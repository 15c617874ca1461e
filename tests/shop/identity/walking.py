"""Everything that can happen to Asha's sessions, one thing after the other, as it pleases
Hypothesis; after each what came of it is compared with what the rules say."""

from collections.abc import Coroutine
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from tests.shop.identity.ground import PASSWORD, START, Ground, StillDatabase
from tests.shop.identity.worths import (
    DAY,
    GRACE,
    HOUR,
    IDLE,
    MINUTE,
    SECOND,
    Chain,
    Jar,
    Life,
    Uses,
)
from tests.world.people import ASHA, KEYS, Door
from zahra.base.actors import Actor, Kind, program
from zahra.base.db import SingleConnection
from zahra.base.errors import ShopError, Unauthenticated
from zahra.shop import identity
from zahra.shop.identity import Device, SessionKind, Tokens
from zahra.shop.identity.codes.challenge import Purpose
from zahra.shop.identity.forgetting import jobs as forgetting
from zahra.shop.identity.passwords.setting import set_password

T = TypeVar("T")
POLICY = identity.Policy(limits_off=True, sessions_per_person=1000)
AGENTS = {"owner": "Zahra/1 Android", "thief": "curl/8"}
WAITS = [7 * SECOND, 41 * SECOND, 11 * MINUTE, 5 * HOUR, 25 * HOUR]
REFUSALS = {
    identity.RefreshInvalid: "invalid",
    identity.SessionRevoked: "revoked",
    identity.SessionExpired: "expired",
    identity.RefreshReused: "reused",
}
ENOUGH = 170 * DAY  # a number that sleeps longer may have another owner (decision 0015)
picks = st.integers(0, 2)  # of the latest
rarely = st.integers(0, 7)
KINDS = st.sampled_from([SessionKind.WEB, SessionKind.API])


class Walk(RuleBasedStateMachine):
    """Asha, her programs and browsers, and a thief who copies from them."""

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self.ground = ground
        self.run = ground.runner.run
        self.database = StillDatabase(SingleConnection(ground.connection))
        self.door = Door(self.database, POLICY)
        self.chains: list[Chain] = []
        self.jars: list[Jar] = []
        self.code: tuple[str, datetime] | None = None
        self.reuses: list[datetime] = []
        self.uses, self.visits = Uses(), Uses()
        self.is_open = True
        self.keys = 0

    @property
    def lives(self) -> list[Life]:
        return [each.life for each in (*self.chains, *self.jars)]

    @property
    def now(self) -> datetime:
        return START + self.database.ahead

    def teardown(self) -> None:
        self.run(self.ground.connection.rollback())

    @initialize()
    def begin(self) -> None:
        self.run(self._begin())

    async def _begin(self) -> None:
        await self.ground.connection.execute("SELECT 1")  # begins what is rolled back
        async with self.database.transaction() as tx:
            account, _ = await identity.find_or_create_user(tx, identity.identifier_of(ASHA))
            await set_password(tx, account.id, self.ground.hash)
            self.asha = account.id
            for kind in (SessionKind.WEB, SessionKind.API):
                signing = identity.SigningIn(kind, ("sms",), device=device("owner"))
                self.opened(await identity.sign_in(tx, KEYS, account, signing, policy=POLICY))

    @rule(wait=st.sampled_from(WAITS))
    def wait(self, wait: timedelta) -> None:
        self.database.ahead += wait

    @rule(turn=rarely)
    def wait_for_a_month(self, turn: int) -> None:
        if turn == 0 and self.database.ahead + 31 * DAY < ENOUGH:
            self.database.ahead += 31 * DAY

    @rule(kind=KINDS)
    def sign_in_by_a_code(self, kind: SessionKind) -> None:
        """A code is asked for, typed late or in time, and typed once more."""
        if self.code is None:
            self.run(self.door.ask(ASHA))
            self.code = self.door.code, self.now + 5 * MINUTE
            return
        code, until = self.code
        asked = identity.VerifyingCode(ASHA, code, kind, device=device("owner"))
        said, opened = self.tried(self.door.answer(asked))
        if self.now < until and self.is_open:
            self.opened(opened)
            said, _ = self.tried(self.door.answer(asked))
        assert said == ("invalid_otp" if self.now >= until or self.is_open else "account_disabled")
        self.code = None

    @rule(kind=KINDS, turn=rarely)
    def sign_in_by_the_password(self, kind: SessionKind, turn: int) -> None:
        if turn:
            return
        asked = identity.LoggingIn(ASHA, PASSWORD, kind, device("owner"))
        said, opened = self.tried(identity.log_in(self.database, KEYS, asked, policy=POLICY))
        if self.is_open:
            assert isinstance(opened, identity.SignedIn)
            self.opened(opened)
        else:
            assert said == "account_disabled"

    def opened(self, opened: identity.SignedIn | None) -> None:
        assert opened is not None
        life = Life(opened.session_id, self.now, self.now, self.now + IDLE)
        if opened.tokens is None:
            self.jars.append(Jar(life, [opened.secret or ""], self.now))
        else:
            tokens = opened.tokens
            chain = Chain(life, [tokens.refresh_token], tokens.access_token, self.now)
            chain.agent = AGENTS["owner"]
            self.chains.append(chain)

    @rule(pick=picks, is_answer_lost=st.booleans())
    def refresh(self, pick: int, is_answer_lost: bool) -> None:
        """The owner's program: it keeps its key until it has the answer."""
        chain = self.chains[-1 - pick % len(self.chains)]
        self.keys += 1
        key = chain.unanswered or f"key {self.keys}"
        was_given = self.present(chain, chain.held, key, "owner")
        chain.unanswered = key if is_answer_lost else None
        if was_given and not is_answer_lost:
            chain.held = chain.current

    @rule(pick=picks, back=st.integers(0, 3))
    def replay(self, pick: int, back: int) -> None:
        """A second tab of the owner's, without a key, with a token that may be old."""
        chain = self.chains[-1 - pick % len(self.chains)]
        self.present(chain, max(chain.held - back, 0), None, "owner")

    @rule(pick=picks)
    def steal(self, pick: int) -> None:
        chain = self.chains[-1 - pick % len(self.chains)]
        chain.stolen = chain.held

    @precondition(lambda self: any(chain.stolen is not None for chain in self.chains))
    @rule(pick=picks, poses=st.booleans())
    def refresh_stolen(self, pick: int, poses: bool) -> None:
        stolen = [chain for chain in self.chains if chain.stolen is not None]
        chain = stolen[-1 - pick % len(stolen)]
        if self.present(chain, chain.stolen or 0, None, "thief", poses=poses):
            chain.stolen = chain.current

    def present(
        self, chain: Chain, index: int, key: str | None, who: str, *, poses: bool = False
    ) -> bool:
        """Present a token; whether it brought a pair."""
        agent = AGENTS["owner"] if poses else AGENTS[who]
        worth = chain.worth(index, key, agent, self.now)
        asked = identity.Refreshing(
            chain.tokens[index], rotation_key=key, device=Device(user_agent=agent)
        )
        told = self.run(self._refreshed(asked))
        assert (
            told if isinstance(told, str) else "again" if told.is_replay else "rotated"
        ) == worth
        if worth == "reused":
            self.reused(chain)
        if not isinstance(told, Tokens):
            return False
        assert told.session_id == chain.life.session_id
        if key is None:
            self.uses.note(told.session_id, index, who, self.now)
        if worth == "rotated":
            assert told.refresh_token not in chain.tokens
            chain.rotate(told.refresh_token, key, agent, self.now)
        else:
            assert told.refresh_token == chain.tokens[-1]
            chain.repeats += 1
        chain.access = told.access_token
        return True

    async def _refreshed(self, asked: identity.Refreshing) -> Tokens | str:
        try:
            return await identity.refresh_session(self.database, KEYS, asked, policy=POLICY)
        except tuple(REFUSALS) as refused:
            return REFUSALS[type(refused)]

    def reused(self, chain: Chain) -> None:
        chain.life.end(self.now)
        self.reuses = [at for at in self.reuses if self.now - at < DAY] + [self.now]
        if len(self.reuses) >= 2:
            self.end_all()

    def end_all(self) -> None:
        for life in self.lives:
            life.end(self.now)

    @rule(pick=picks, is_answer_lost=st.booleans())
    def visit(self, pick: int, is_answer_lost: bool) -> None:
        jar = self.jars[-1 - pick % len(self.jars)]
        fresh = self.come(jar, jar.held, "owner")
        jar.held = jar.current if fresh and not is_answer_lost else jar.held

    @rule(pick=picks, later=st.sampled_from(WAITS))
    def next_morning(self, pick: int, later: timedelta) -> None:
        """Two pages the day after; later a browser that still has the cookie of the day before."""
        jar = self.jars[-1 - pick % len(self.jars)]
        self.database.ahead += 25 * HOUR
        for _ in range(2):
            if self.come(jar, jar.held, "owner"):
                jar.held = jar.current
        self.database.ahead += later
        self.come(jar, max(jar.held - 1, 0), "owner")

    @rule(pick=picks, back=st.integers(1, 2))
    def visit_as_restored(self, pick: int, back: int) -> None:
        """The owner's browser, put back to how it was before it crashed."""
        jar = self.jars[-1 - pick % len(self.jars)]
        self.come(jar, max(jar.held - back, 0), "owner")

    @rule(pick=picks)
    def copy_a_cookie(self, pick: int) -> None:
        jar = self.jars[-1 - pick % len(self.jars)]
        jar.stolen = jar.held

    @precondition(lambda self: any(jar.stolen is not None for jar in self.jars))
    @rule(pick=picks)
    def visit_with_a_copy(self, pick: int) -> None:
        copied = [jar for jar in self.jars if jar.stolen is not None]
        jar = copied[-1 - pick % len(copied)]
        if self.come(jar, jar.stolen or 0, "thief"):
            jar.stolen = jar.current

    def come(self, jar: Jar, index: int, who: str) -> bool:
        """A request with a cookie; whether it brought another."""
        is_good = jar.is_good(index, self.now)
        expected = is_good and jar.brings_another(index, self.now)
        said, fresh = self.tried(self._come(jar.secrets[index]))
        assert (said == "unauthenticated") is not is_good
        assert (fresh is not None) is expected
        if is_good:
            jar.come(index, fresh, self.now)
            self.visits.note(jar.life.session_id, index, who, self.now)
        return expected

    async def _come(self, secret: str) -> str | None:
        async with self.database.transaction() as tx:
            found = await identity.recognise_cookie(tx, secret, policy=POLICY)
            return await identity.tend_session(
                tx, found.actor, found.chores, secret=secret, device=device("owner"), policy=POLICY
            )

    @rule(pick=picks)
    def step_up(self, pick: int) -> None:
        jar = self.jars[-1 - pick % len(self.jars)]
        if jar.is_good(jar.held, self.now):
            jar.prove(self.run(self._proved(jar.secrets[jar.held])), self.now)
            jar.held = jar.current

    async def _proved(self, secret: str) -> str:
        async with self.database.transaction() as tx:
            actor = await identity.actor_of_cookie(tx, secret)
            return await identity.renew_secret(tx, actor) or ""

    @rule(pick=picks, turn=rarely)
    def log_out(self, pick: int, turn: int) -> None:
        found = [*self.chains, *self.jars]
        one = found[-1 - pick % len(found)]
        if turn in (0, 1):
            self.run(self._logged_out(one.life.session_id, is_everywhere=turn == 0))
            if turn == 0:
                self.end_all()
            one.life.end(self.now)

    async def _logged_out(self, session_id: UUID, *, is_everywhere: bool) -> None:
        actor = Actor(Kind.SHOPPER, self.asha, session_id)
        verb = identity.log_out_everywhere if is_everywhere else identity.log_out
        async with self.database.transaction() as tx:
            await verb(tx, actor)

    @rule(turn=rarely)
    def reset_the_password(self, turn: int) -> None:
        if turn == 0 and self.is_open:
            self.run(self._reset())
            self.code = None
            self.end_all()

    async def _reset(self) -> None:
        async with self.database.transaction() as tx:
            sent = await identity.send_code(
                tx, KEYS, ASHA, binding=None, purpose=Purpose.RESET, policy=POLICY
            )
        await self.door.deliver(sent.challenge_id)
        asked = identity.Resetting(PASSWORD, identifier=ASHA, code=self.door.code)
        await identity.reset_password(self.database, KEYS, asked, policy=POLICY)

    @rule(turn=rarely)
    def close_or_open_the_account(self, turn: int) -> None:
        if turn and self.is_open:
            return
        self.run(self._set_open(not self.is_open))
        self.is_open = not self.is_open
        if not self.is_open:
            self.end_all()

    async def _set_open(self, is_open: bool) -> None:
        verb = identity.enable_person if is_open else identity.disable_person
        async with self.database.transaction() as tx:
            await verb(tx, program("tests"), self.asha)

    @rule()
    def sweep(self) -> None:
        self.run(forgetting.forget_what_is_over(database=self.database))
        for life in self.lives:
            life.sweep(self.now)

    def tried(self, work: Coroutine[Any, Any, T]) -> tuple[str, T | None]:
        """What refused, by its code, or what came of it."""
        try:
            return "", self.run(work)
        except ShopError as refused:
            return refused.code, None

    @invariant()
    def nothing_that_was_ended_lives(self) -> None:
        self.run(self._all_ended_are_dead())

    async def _all_ended_are_dead(self) -> None:
        ended = [life.session_id for life in self.lives if life.ended_at is not None]
        async with self.database.snapshot() as snapshot:
            alive = await snapshot.values(
                "SELECT id FROM sessions WHERE revoked_at IS NULL AND id = ANY(%(ended)s)",
                ended=ended,
            )
            assert alive == []
            for chain in [each for each in self.chains if each.life.ended_at][-2:]:
                with pytest.raises(Unauthenticated):
                    await identity.actor_of_bearer(snapshot, KEYS, chain.access)

    @invariant()
    def a_session_has_one_current_token(self) -> None:
        self.run(self._all_are_the_last_given())

    async def _all_are_the_last_given(self) -> None:
        async with self.database.snapshot() as snapshot:
            odd = await snapshot.values(
                """
                SELECT id FROM sessions s WHERE kind = 'api' AND revoked_at IS NULL
                  AND rt_hash IS DISTINCT FROM (
                    SELECT token_hash FROM refresh_tokens WHERE session_id = s.id
                    ORDER BY generation DESC LIMIT 1)
                """
            )
        assert odd == []

    @invariant()
    def a_thief_and_the_owner_do_not_share_for_long(self) -> None:
        assert self.uses.shared_for() <= GRACE
        assert self.visits.outlived_for() <= MINUTE


def device(who: str) -> Device:
    return Device.seen("203.0.113.9", user_agent=AGENTS[who], token=who)
