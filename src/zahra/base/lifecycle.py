"""The life of a thing as one table: which event leads from which state to which."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Generic, TypeVar

from zahra.base.errors import Conflict

S = TypeVar("S", bound=StrEnum)
E = TypeVar("E", bound=StrEnum)


class WrongMoment(Conflict):
    """The thing is not in a state that allows this. Details: `state`, `event`, `allowed`."""

    code = "illegal_transition"
    message = "That is not possible any more."


class Lifecycle(Generic[S, E]):
    """`moves[state][event] -> state`, checked when built: every state reachable and known.

    Its readers are the verbs, the buttons, the API's `actions`, the CHECK constraint and the docs.
    """

    def __init__(self, start: S, moves: Mapping[S, Mapping[E, S]]) -> None:
        self.start = start
        self.moves = moves
        self.states = tuple(type(start))
        if missing := set(self.states) - set(moves):
            raise ValueError(f"states without a row in the table: {sorted(missing)}")
        if lost := set(self.states) - self._reachable():
            raise ValueError(f"states that nothing leads to: {sorted(lost)}")

    def after(self, state: S, event: E) -> S:
        """The state `event` leads to. Raises WrongMoment when the table has no such move."""
        if (then := self.moves[state].get(event)) is None:
            raise WrongMoment(state=state, event=event, allowed=list(self.events_from(state)))
        return then

    def allows(self, state: S, event: E) -> bool:
        """Whether `event` is possible now."""
        return event in self.moves[state]

    def events_from(self, state: S) -> tuple[E, ...]:
        """What can happen next, in the table's order."""
        return tuple(self.moves[state])

    def is_final(self, state: S) -> bool:
        """Whether nothing can happen any more."""
        return not self.moves[state]

    def _reachable(self) -> set[S]:
        found, ahead = {self.start}, [self.start]
        while ahead:
            for then in self.moves[ahead.pop()].values():
                if then not in found:
                    found.add(then)
                    ahead.append(then)
        return found
