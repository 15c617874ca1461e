"""Whoever keeps not answering is left alone for a while."""

from zahra.base.breaker import Breaker


def test_a_resting_breaker_lets_one_call_try() -> None:
    now = 0.0
    breaker = Breaker(2, 10, clock=lambda: now)
    for _ in range(2):
        assert breaker.lets_through()
        breaker.failed()
    assert not breaker.lets_through()
    now = 10.0
    assert breaker.lets_through()
    assert not breaker.lets_through(), "the others wait for that one"
    breaker.worked()
    assert breaker.lets_through()
    assert breaker.lets_through()


def test_a_failure_after_the_rest_begins_another() -> None:
    now = 0.0
    breaker = Breaker(1, 10, clock=lambda: now)
    breaker.failed()
    now = 10.0
    assert breaker.lets_through()
    breaker.failed()
    now = 19.0
    assert not breaker.lets_through()
