"""Traffic counted and alarms kept, in memory, on SQLite and on PostgreSQL."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import inspect

from service.domain.alarm import Alarm, AlarmKind, Untold
from service.domain.drift import EDGES, Day
from service.domain.lifecycle import State
from service.storage.alarms import SqlAlarms
from service.storage.arrivals import SqlArrivals
from service.storage.database import lone_engine
from service.storage.migrations import runner
from service.storage.sites import SqlSites
from tests.databases import database_app
from tests.memory import MemorySites, MemoryStore
from tests.memory_alarms import MemoryAlarms, MemoryTraffic
from tests.stored import DAWN, DEMO, HARBOUR, a_comment, store

if TYPE_CHECKING:
    from pathlib import Path

    from service.domain.comment import Comment
    from service.use_cases import check_alarms as ports
    from tests.integration.storage.conftest import Storage


@pytest.fixture
def memory(storage: Storage) -> MemoryStore | None:
    return storage.sites.store if isinstance(storage.sites, MemorySites) else None


@pytest.fixture
def traffic(memory: MemoryStore | None) -> ports.Traffic:
    return MemoryTraffic(memory) if memory else SqlArrivals()


@pytest.fixture
def alarms(memory: MemoryStore | None) -> ports.Alarms:
    return MemoryAlarms(memory) if memory else SqlAlarms()


def stored(storage: Storage, *comments: Comment) -> None:
    with storage.transaction():
        store(storage.pages, storage.comments, *comments)


HOUR = timedelta(hours=1)


def test_comments_are_counted_by_site_and_score_whatever_became_of_them(
    storage: Storage, traffic: ports.Traffic
) -> None:
    probabilities = [0.0, *EDGES, 1.0, None, None, 0.5 - 1e-9]
    states = list(State)
    comments = [
        a_comment(
            number,
            spam_probability=probability,
            state=states[number % 5],
            state_before_trash=State.SPAM if states[number % 5] is State.TRASH else None,
        )
        for number, probability in enumerate(probabilities)
    ]
    stored(storage, *comments, a_comment(40, site=HARBOUR.id, spam_probability=0.3))

    found = traffic.between(DAWN, DAWN + HOUR)

    assert found[DEMO.id] == Day((1, 1, 1, 1, 2, 1, 1, 1, 1, 2), 2)
    assert found[HARBOUR.id] == Day((0, 0, 0, 0, 1, 0, 0, 0, 0, 0), 0)
    assert found.keys() == {DEMO.id, HARBOUR.id}


def test_a_time_ends_just_before_the_next_begins(storage: Storage, traffic: ports.Traffic) -> None:
    stored(storage, *(a_comment(number) for number in range(4)))
    second, last = DAWN + timedelta(minutes=1), DAWN + timedelta(minutes=3)

    assert traffic.between(second, last)[DEMO.id].comments == 2
    assert traffic.between(last, last + HOUR)[DEMO.id].comments == 1
    assert traffic.between(last + HOUR, last + 2 * HOUR) == {}


def test_texts_are_the_first_ones_of_a_site_whatever_became_of_them(storage: Storage, traffic: ports.Traffic) -> None:
    states = [State.PENDING, State.SPAM, State.APPROVED, State.PENDING, State.REJECTED, State.SPAM]
    comments = [a_comment(number, state=state) for number, state in enumerate(states)]
    stored(storage, *comments, a_comment(7, site=HARBOUR.id, created_at=DAWN))

    assert traffic.texts(DEMO.id, DAWN, DAWN + HOUR, 4) == tuple(one.text for one in comments[:4])
    assert traffic.texts(DEMO.id, comments[2].created_at, comments[4].created_at, 9) == tuple(
        one.text for one in comments[2:4]
    )
    assert traffic.texts(DEMO.id, DAWN + HOUR, DAWN + 2 * HOUR, 9) == ()


RAISED = Alarm(
    site=DEMO.id,
    kind=AlarmKind.VOLUME,
    raised_at=DAWN,
    checked_at=DAWN + HOUR,
    value=-4.25,
    limit=3.5,
    now=2,
    before=2**40,
    untold=None,
)
UNTOLD = replace(RAISED, site=None, kind=AlarmKind.SCORES, raised_at=None, value=None, untold=Untold.TOO_LITTLE_TRAFFIC)


def test_alarms_come_back_as_they_were_put_those_of_all_sites_first(storage: Storage, alarms: ports.Alarms) -> None:
    of_all = [replace(UNTOLD, kind=kind) for kind in sorted(AlarmKind)]
    of_sites = [replace(RAISED, site=site.id, kind=kind) for site in (DEMO, HARBOUR) for kind in sorted(AlarmKind)]
    with storage.transaction():
        alarms.put([*of_sites, *of_all])

    assert alarms.all() == (*of_all, *of_sites)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_going_back_a_version_drops_the_alarms_and_nothing_else(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    bare = f"sqlite:///{tmp_path / 'saring.db'}" if kind == "sqlite" else request.getfixturevalue("bare_postgres_url")
    runner.upgrade(bare)
    with database_app(bare) as app, app.app_context():
        SqlSites().add(DEMO)
        SqlAlarms().put([RAISED])

    runner.downgrade(bare, "0005-1")
    engine = lone_engine(bare)
    with engine.connect() as link:
        without = inspect(link).get_table_names()
    engine.dispose()
    runner.upgrade(bare)

    assert ("alarm" in without, "site" in without) == (False, True)
    with database_app(bare) as app, app.app_context():
        assert (SqlAlarms().all(), len(SqlSites().all())) == ((), 1)


def test_an_alarm_found_anew_takes_the_place_of_what_was_found_before(storage: Storage, alarms: ports.Alarms) -> None:
    later = replace(RAISED, raised_at=None, checked_at=DAWN + 2 * HOUR, value=0.5)
    with storage.transaction():
        alarms.put([RAISED, UNTOLD])
        alarms.put([later])
        alarms.put([])

    assert alarms.all() == (UNTOLD, later)
