"""Asha's sessions as they should be: what each token and each cookie is worth, told without SQL.

Written from the rules alone (decision 0013, and the table in `sessions/refreshing.py`), so that the
random walk in `test_every_session` has something to be wrong against.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
DAY = timedelta(days=1)
IDLE, ABSOLUTE = 30 * DAY, 90 * DAY
GRACE, LOST_FOR, MOST_REPEATS = 30 * SECOND, DAY, 20
UNDER_WAY = 60 * SECOND


@dataclass(slots=True)
class Life:
    """What every session has: an end by rule, and perhaps one before that by somebody."""

    session_id: UUID
    begun: datetime
    seen: datetime
    idle_until: datetime
    ended_at: datetime | None = None
    has_run_out: bool = False
    is_forgotten: bool = False

    @property
    def until(self) -> datetime:
        return min(self.idle_until, self.begun + ABSOLUTE)

    def is_alive(self, now: datetime) -> bool:
        return self.ended_at is None and now < self.until

    def use(self, now: datetime) -> None:
        self.seen, self.idle_until = now, now + IDLE

    def end(self, now: datetime) -> None:
        self.ended_at = self.ended_at or now

    def sweep(self, now: datetime) -> None:
        """The hourly round: what ran out is written down, what ended long ago is forgotten."""
        if self.ended_at is None and now >= self.until:
            self.ended_at, self.has_run_out = self.until, True
        if self.ended_at is not None and now - self.ended_at > 30 * DAY:
            self.is_forgotten = True


@dataclass(slots=True)
class Chain:
    """A program's session: every refresh token it was ever given, the current one last.

    `held` is the index of the token its owner has, `stolen` of the one a thief has. `unanswered`
    is the rotation key of a refresh whose answer its owner never got.
    """

    life: Life
    tokens: list[str]
    access: str
    rotated_at: datetime
    agent: str = ""
    rotation_key: str | None = None
    repeats: int = 0
    held: int = 0
    stolen: int | None = None
    unanswered: str | None = None

    @property
    def current(self) -> int:
        return len(self.tokens) - 1

    def worth(self, index: int, key: str | None, agent: str, now: datetime) -> str:
        """What presenting a token leads to."""
        if self.life.is_forgotten:
            return "invalid"
        if self.life.has_run_out or (self.life.ended_at is None and now >= self.life.until):
            return "expired"
        if self.life.ended_at is not None:
            return "revoked"
        if index == self.current:
            return "rotated"
        return "again" if self._is_lost_answer(index, key, agent, now) else "reused"

    def _is_lost_answer(self, index: int, key: str | None, agent: str, now: datetime) -> bool:
        age = now - self.rotated_at
        if index != self.current - 1:
            return False
        if key is not None and key == self.rotation_key:
            return age <= LOST_FOR
        return age <= GRACE and agent == self.agent and self.repeats < MOST_REPEATS

    def rotate(self, token: str, key: str | None, agent: str, now: datetime) -> None:
        self.tokens.append(token)
        self.rotated_at, self.rotation_key, self.agent, self.repeats = now, key, agent, 0
        self.life.use(now)


@dataclass(slots=True)
class Jar:
    """A browser's session: every secret it was ever given, the current one last.

    `before` is the one before the daily change, good until `before_until`; `held` is the index of
    the secret in its owner's browser, `stolen` of a thief's copy.
    """

    life: Life
    secrets: list[str]
    changed_at: datetime
    before: int | None = None
    before_until: datetime | None = None
    held: int = 0
    stolen: int | None = None

    @property
    def current(self) -> int:
        return len(self.secrets) - 1

    def is_good(self, index: int, now: datetime) -> bool:
        is_before = index == self.before and self.before_until is not None
        return self.life.is_alive(now) and (
            index == self.current or (is_before and now < (self.before_until or now))
        )

    def brings_another(self, index: int, now: datetime) -> bool:
        """Whether coming with a good secret is answered with a fresh one."""
        age = now - self.changed_at
        if index == self.current:
            return age >= DAY
        return age >= UNDER_WAY and self._is_unanswered(now)

    def come(self, index: int, fresh: str | None, now: datetime) -> None:
        """A request with a good secret, answered with another or not."""
        if now - self.life.seen >= MINUTE:
            self.life.use(now)
        if index == self.current and self._is_unanswered(now):
            self.before_until = now + UNDER_WAY
        if fresh is None:
            return
        if index == self.current:
            self.before, self.before_until = index, now + DAY
        self.secrets.append(fresh)
        self.changed_at = now

    def prove(self, secret: str, now: datetime) -> None:
        """A step-up: another secret at once, and none before it."""
        self.secrets.append(secret)
        self.changed_at, self.before, self.before_until = now, None, None

    def _is_unanswered(self, now: datetime) -> bool:
        return self.before_until is not None and self.before_until - now > UNDER_WAY


@dataclass(slots=True)
class Uses:
    """Who came through with which token (of a refresh without a key) or cookie, and when."""

    seen: list[tuple[UUID, int, str, datetime]] = field(
        default_factory=list[tuple[UUID, int, str, datetime]]
    )

    def note(self, session_id: UUID, index: int, who: str, now: datetime) -> None:
        self.seen.append((session_id, index, who, now))

    def shared_for(self) -> timedelta:
        """The longest that a thief and the owner came through with one token, one after the
        other."""
        apart = [
            abs(at - other_at)
            for session_id, index, who, at in self.seen
            for other_id, other_index, other, other_at in self.seen
            if (session_id, index) == (other_id, other_index) and who != other
        ]
        return max(apart, default=timedelta(0))

    def outlived_for(self) -> timedelta:
        """The longest that somebody still came through with an older one after a newer had been
        used, whoever it was."""
        late = [
            at - newer_at
            for session_id, index, _, at in self.seen
            for newer_id, newer, _, newer_at in self.seen
            if session_id == newer_id and index < newer and newer_at < at
        ]
        return max(late, default=timedelta(0))
