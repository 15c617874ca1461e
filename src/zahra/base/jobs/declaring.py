"""Marking a function as a job: its name, and how often it is tried again."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., Awaitable[Any]])
_MARK = "__zahra_job__"


@dataclass(frozen=True, slots=True)
class JobSpec:
    """How a job is run. `tries` in all; the wait doubles from `first_wait` seconds each time."""

    tries: int = 8
    first_wait: int = 2
    queue: str = "default"


def job(*, tries: int = 8, first_wait: int = 2, queue: str = "default") -> Callable[[F], F]:
    """Mark an async function as a job. Its keyword arguments must be JSON; ports come by name."""

    def mark(function: F) -> F:
        setattr(function, _MARK, JobSpec(tries, first_wait, queue))
        return function

    return mark


def spec_of(function: Callable[..., Any]) -> JobSpec:
    """The job's spec. Raises TypeError for a function that was never marked."""
    spec = getattr(function, _MARK, None)
    if not isinstance(spec, JobSpec):
        raise TypeError(f"{function} is not marked with @job")
    return spec


def name_of(function: Callable[..., Any]) -> str:
    """The name in the queue: the package and the function, such as `orders.settle_attempt`."""
    package = function.__module__.removeprefix("zahra.").removesuffix(".jobs")
    return f"{package.split('.')[-1]}.{function.__name__}"
