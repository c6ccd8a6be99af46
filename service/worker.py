"""The background jobs: thin tasks on Huey, each of which calls one use case.

The engine wakes, the database remembers: a task carries no object, looks for what is to be done, and does nothing
twice.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from huey import RedisHuey, SqliteHuey, crontab

from service.app import operator_doors, storage_app

if TYPE_CHECKING:
    from flask import Flask
    from huey.api import Huey

    from service.settings import Settings

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Jobs:
    """The tasks themselves, so that a test can run each without waiting for the clock."""

    app: Flask

    def seal_log(self) -> None:
        """Seal what the log has gained."""
        with self.app.app_context():
            added = operator_doors().seal_log()
        if added:
            logger.info("log_sealed", extra={"seals": added})

    def forget_answers(self) -> None:
        """Forget idempotency keys that nobody will send again."""
        with self.app.app_context():
            forgotten = operator_doors().forget_answers()
        if forgotten:
            logger.info("answers_forgotten", extra={"answers": forgotten})


def build_huey(settings: Settings, jobs: Jobs) -> Huey:
    """Return the job engine with its tasks on a schedule, in Redis where there is one."""
    if settings.redis_url:
        huey = RedisHuey("saring", url=settings.redis_url, results=False)
    else:
        huey = SqliteHuey("saring", filename=str(settings.data_dir / "jobs.db"), results=False, fsync=True)
    huey.periodic_task(crontab(minute="*"), name="seal-log")(jobs.seal_log)
    huey.periodic_task(crontab(minute="17"), name="forget-answers")(jobs.forget_answers)
    return huey


def run(settings: Settings) -> None:
    """Run the jobs until a signal comes."""
    huey = build_huey(settings, Jobs(app=storage_app(settings)))
    huey.create_consumer(workers=1, periodic=True, check_worker_health=True, graceful_signal="TERM").run()
