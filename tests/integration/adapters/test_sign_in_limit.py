"""How often somebody may fail to sign in."""

from __future__ import annotations

from datetime import timedelta

import pytest

from service.adapters.sign_in_limit import SignInLimiter
from service.domain.errors import TooManyAttempts
from tests.fakes import FrozenClock, plain_hash


def limiter(clock: FrozenClock, **limits: str) -> SignInLimiter:
    return SignInLimiter(hasher=plain_hash, clock=clock, **({"of_a_name": "3/minute", "of_a_range": "6/hour"} | limits))


def test_a_name_fails_so_often_from_one_range_and_elsewhere_still_gets_in() -> None:
    clock = FrozenClock()
    attempts = limiter(clock)
    for last in (7, 8, 9):
        attempts.count("rina", f"192.0.2.{last}")

    with pytest.raises(TooManyAttempts) as refusal:
        attempts.count("rina", "192.0.2.7")

    assert refusal.value.retry_after == timedelta(minutes=1)
    attempts.count("rina", "198.51.100.1")
    attempts.count("made", "192.0.2.7")
    clock.advance(timedelta(minutes=1))
    attempts.count("rina", "192.0.2.7")


def test_success_takes_back_what_was_counted_under_the_name() -> None:
    attempts = limiter(FrozenClock(), of_a_range="1000/hour")
    for _ in range(20):
        attempts.count("rina", "192.0.2.7")
        attempts.count("rina", "192.0.2.7")
        attempts.succeeded("rina", "192.0.2.7")


def test_one_range_tries_so_many_names_and_success_is_no_way_around() -> None:
    attempts = limiter(FrozenClock())
    for number in range(6):
        attempts.count(f"name {number}", "192.0.2.7")
        attempts.succeeded(f"name {number}", "192.0.2.7")

    with pytest.raises(TooManyAttempts):
        attempts.count("another", "192.0.2.200")


def test_the_limits_that_are_set_can_be_read() -> None:
    attempts = SignInLimiter(hasher=plain_hash, clock=FrozenClock())

    for _ in range(10):
        attempts.count("rina", "192.0.2.7")
    with pytest.raises(TooManyAttempts):
        attempts.count("rina", "192.0.2.7")
