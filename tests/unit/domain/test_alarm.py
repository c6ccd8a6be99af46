"""An alarm is raised at one limit and cleared at another, so that it does not flutter."""

from __future__ import annotations

from datetime import timedelta

import pytest

from service.domain.alarm import Alarm, AlarmKind, Reading, Untold, alarm_after
from tests.fakes import DEMO, NOON

HOUR = timedelta(hours=1)


def a_reading(value: float | None) -> Reading:
    untold = Untold.TOO_LITTLE_TRAFFIC if value is None else None
    return Reading(value=value, limit=3.5, release=2.0, now=400, before=800, untold=untold)


@pytest.mark.parametrize(
    ("values", "raised"),
    [
        ([0.0, 3.4, 3.5], [False, False, True]),
        ([3.5, 3.4, 2.0, 1.9, 3.4], [True, True, True, False, False]),
        ([-3.5, -2.0, -1.9], [True, True, False]),
        ([5.0, None, 3.4], [True, False, False]),
        ([None], [False]),
    ],
)
def test_an_alarm_stands_from_the_limit_until_the_release(values: list[float | None], raised: list[bool]) -> None:
    found, raised_at = [], None
    for hour, value in enumerate(values):
        alarm = alarm_after(DEMO, AlarmKind.VOLUME, raised_at, a_reading(value), NOON + hour * HOUR)
        raised_at = alarm.raised_at
        found.append(alarm.raised)

    assert found == raised


def test_an_alarm_remembers_since_when_it_stands_and_holds_what_was_read() -> None:
    alarm = alarm_after(None, AlarmKind.SCORES, NOON, a_reading(2.5), NOON + HOUR)

    assert alarm == Alarm(
        site=None,
        kind=AlarmKind.SCORES,
        raised_at=NOON,
        checked_at=NOON + HOUR,
        value=2.5,
        limit=3.5,
        now=400,
        before=800,
        untold=None,
    )
