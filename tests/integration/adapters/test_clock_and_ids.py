"""The time is aware and in UTC; ids only grow."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from service.adapters.clock import SystemClock
from service.adapters.ids import new_comment_id


def test_the_time_is_aware_in_utc_and_now() -> None:
    before = datetime.now(UTC)

    now = SystemClock().now()

    assert now.tzinfo is UTC
    assert before <= now <= before + timedelta(minutes=1)


def test_ids_only_grow_even_within_one_millisecond() -> None:
    ids = [new_comment_id() for _ in range(20_000)]

    assert ids == sorted(ids)
    assert len(set(ids)) == len(ids)
    assert {one.version for one in ids} == {7}
