"""The queue of background jobs: on SQLite, and what it refuses to run."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

import pytest
from huey.exceptions import HueyException

from service.adapters.keys import Keys
from service.domain.alarm import AlarmKind, Untold
from service.operators import operator_doors, storage_app
from service.settings import Settings
from service.storage import schema
from service.worker import Jobs, build_huey, build_jobs

if TYPE_CHECKING:
    from pathlib import Path

    from huey.api import Huey

    from service.use_cases.check_alarms import CheckAlarms


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    found = Settings(data_dir=tmp_path)
    Keys.create(found.keys, found.opener_key)
    schema.upgrade(found.database)
    return found


def queue(settings: Settings) -> Huey:
    return build_huey(settings, Jobs(app=storage_app(settings)))


class Bomb:
    """What a pickle can do to whoever opens it."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return (print, ("boom",))


def test_the_log_is_sealed_every_minute_what_is_old_forgotten_now_and_then_and_aims_followed_every_day(
    settings: Settings,
) -> None:
    tasks = queue(settings)._registry.periodic_tasks  # noqa: SLF001 - the engine has no other way to list them

    assert sorted(task.name for task in tasks) == [
        "collect-second-looks",
        "follow-aims",
        "forget-answers",
        "forget-bulks",
        "forget-campaigns",
        "forget-claims",
        "index-words",
        "seal-log",
        "tally-log",
    ]


def test_a_worker_of_an_installation_looks_hourly_whether_anything_drifts(settings: Settings) -> None:
    jobs = build_jobs(settings)

    jobs.check_alarms()

    tasks = build_huey(settings, jobs)._registry.periodic_tasks  # noqa: SLF001 - as above
    assert "check-alarms" in {task.name for task in tasks}
    with jobs.app.app_context():
        found = operator_doors().alarms.all()
    assert [(one.site, one.kind, one.untold) for one in found] == [
        (None, kind, Untold.TOO_LITTLE_TRAFFIC) for kind in sorted(AlarmKind)
    ]


def test_a_look_that_fails_is_told_by_its_kind_alone(settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    def fail() -> CheckAlarms:
        raise ValueError("Rahasia 7")

    Jobs(app=storage_app(settings), alarms=fail).check_alarms()
    Jobs(app=storage_app(settings)).check_alarms()

    assert [(one.message, one.__dict__["error"]) for one in caplog.records] == [("alarms_not_checked", "ValueError")]
    assert "Rahasia" not in caplog.text


def test_a_job_that_a_worker_queued_is_run_by_any_other_of_the_installation(settings: Settings) -> None:
    one, other = queue(settings), queue(settings)
    [task] = [task for task in one._registry.periodic_tasks if task.name == "seal-log"]  # noqa: SLF001 - as above

    one.enqueue(task)
    found = other.dequeue()

    assert found is not None
    other.execute(found)
    assert other.pending_count() == 0


def test_a_message_that_no_worker_signed_is_not_even_opened(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    jobs = queue(settings)
    jobs.storage.enqueue(pickle.dumps(Bomb()), 0)

    with pytest.raises((ValueError, HueyException)):
        jobs.dequeue()

    assert capsys.readouterr().out == ""


def test_without_the_opener_key_a_worker_still_runs_its_own_jobs(settings: Settings) -> None:
    settings.opener_key.unlink()
    jobs = queue(settings)
    due = [task for task in jobs._registry.periodic_tasks if task.name.startswith("forget")]  # noqa: SLF001 - as above

    for task in due:
        jobs.enqueue(task)

        found = jobs.dequeue()
        assert found is not None
        jobs.execute(found)
