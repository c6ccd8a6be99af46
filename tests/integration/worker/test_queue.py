"""The queue of background jobs: on SQLite, and what it refuses to run."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

import pytest
from huey.exceptions import HueyException

from service.adapters.keys import Keys
from service.operators import storage_app
from service.settings import Settings
from service.storage import schema
from service.worker import Jobs, build_huey

if TYPE_CHECKING:
    from pathlib import Path

    from huey.api import Huey


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


def test_the_log_is_sealed_every_minute_and_what_is_old_is_forgotten_now_and_then(settings: Settings) -> None:
    tasks = queue(settings)._registry.periodic_tasks  # noqa: SLF001 - the engine has no other way to list them

    assert sorted(task.name for task in tasks) == ["forget-answers", "forget-campaigns", "seal-log"]


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
