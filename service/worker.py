"""The background jobs: thin tasks on Huey, each of which calls one use case.

The engine wakes, the database remembers: a task carries no object, looks for what is to be done, and does nothing
twice.
"""

from __future__ import annotations

import hashlib
import logging
import secrets
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from huey import RedisHuey, SqliteHuey, crontab
from huey.serializer import SignedSerializer

from service import json_log
from service.adapters.keys import UnusableKeys, read_key
from service.adapters.smtp import MailNotSent
from service.mailroom import confirmation_sender
from service.operators import operator_doors, storage_app
from service.watchroom import alarm_checker

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from huey.api import Huey

    from service.settings import Settings
    from service.use_cases.check_alarms import CheckAlarms
    from service.use_cases.confirm_address import SendConfirmations

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Jobs:
    """The tasks themselves, so that a test can run each without waiting for the clock.

    Attributes:
        app: Has the database.
        confirmations: Makes what sends mails; ``None`` where none are sent. It is called for each run, so that a key
            that comes late, or is replaced, needs no new start.
        alarms: Makes what watches for drift, for each run likewise: the model it looks into may be replaced.
    """

    app: Flask
    confirmations: Callable[[], SendConfirmations] | None = None
    alarms: Callable[[], CheckAlarms] | None = None

    def seal_log(self) -> None:
        """Seal what the log has gained."""
        with self.app.app_context():
            added = operator_doors().seal_log()
        if added:
            logger.info("log_sealed", extra={"seals": added})

    def tally_log(self) -> None:
        """Count for the statistics what the log has gained."""
        with self.app.app_context():
            counted = operator_doors().tally_log()
        if counted:
            logger.info("log_tallied", extra={"lines": counted})

    def index_words(self) -> None:
        """Index the words of what came."""
        with self.app.app_context():
            indexed = operator_doors().index_comments()
        if indexed:
            logger.info("words_indexed", extra={"comments": indexed})

    def forget_answers(self) -> None:
        """Forget idempotency keys that nobody will send again."""
        with self.app.app_context():
            forgotten = operator_doors().forget_answers()
        if forgotten:
            logger.info("answers_forgotten", extra={"answers": forgotten})

    def follow_aims(self) -> None:
        """Move the thresholds of sites that have an aim a step nearer to it."""
        with self.app.app_context():
            moved = operator_doors().follow_aims()
        if moved:
            logger.info("aims_followed", extra={"sites": moved})

    def check_alarms(self) -> None:
        """Look whether anything drifts. What fails is looked at in the next hour."""
        if self.alarms is None:
            return
        try:
            with self.app.app_context():
                self.alarms()()
        except Exception as error:  # noqa: BLE001 - it goes through texts, and a message could hold one
            logger.error("alarms_not_checked", extra={"error": type(error).__qualname__})  # noqa: TRY400 - see above

    def collect_second_looks(self) -> None:
        """Find the decisions that a second moderator is asked about."""
        with self.app.app_context():
            found = operator_doors().collect_second_looks()
        if found:
            logger.info("second_looks_collected", extra={"decisions": found})

    def forget_claims(self) -> None:
        """Delete claims that are over."""
        with self.app.app_context():
            operator_doors().forget_claims()

    def forget_campaigns(self) -> None:
        """Forget the signatures of campaigns that nobody takes up any more."""
        with self.app.app_context():
            forgotten = operator_doors().forget_campaigns()
        if forgotten:
            logger.info("campaigns_forgotten", extra={"keys": forgotten})

    def forget_bulks(self) -> None:
        """Forget previews that nobody committed, and orders that ended."""
        with self.app.app_context():
            forgotten = operator_doors().forget_bulks()
        if forgotten:
            logger.info("bulks_forgotten", extra={"bulks": forgotten})

    def send_confirmations(self) -> None:
        """Send the links that authors asked for. What fails stays due, and the other tasks go on."""
        if self.confirmations is None:
            return
        try:
            with self.app.app_context():
                sent = self.confirmations()()
        except (MailNotSent, UnusableKeys) as error:
            # These two say what an operator must know, and never an address or a key.
            logger.error("confirmations_not_sent", extra={"error": type(error).__qualname__, "reason": str(error)})  # noqa: TRY400 - see above
        except Exception as error:  # noqa: BLE001 - whatever it was, its message could hold what must not be logged
            logger.error("confirmations_not_sent", extra={"error": type(error).__qualname__})  # noqa: TRY400 - as above
        else:
            if sent:
                logger.info("confirmations_sent", extra={"mails": sent})


def build_jobs(settings: Settings) -> Jobs:
    """Return the tasks of an installation."""
    if settings.smtp_url and not settings.mail_enabled:
        logger.warning("mail_needs_public_url", extra={"setting": "SARING_PUBLIC_URL"})
    sender = partial(confirmation_sender, settings) if settings.mail_enabled else None
    return Jobs(app=storage_app(settings), confirmations=sender, alarms=partial(alarm_checker, settings))


def build_huey(settings: Settings, jobs: Jobs) -> Huey:
    """Return the job engine with its tasks on a schedule, in Redis where there is one.

    What waits in the queue is signed: the engine would run whatever a message says, and others can write there too.
    """
    serializer = SignedSerializer(secret=_queue_secret(settings))
    if settings.redis_url:
        huey = RedisHuey("saring", url=settings.redis_url, results=False, serializer=serializer)
    else:
        jobs_file = str(settings.data_dir / "jobs.db")
        huey = SqliteHuey("saring", filename=jobs_file, results=False, fsync=True, serializer=serializer)
    huey.periodic_task(crontab(minute="*"), name="seal-log")(jobs.seal_log)
    huey.periodic_task(crontab(minute="*"), name="tally-log")(jobs.tally_log)
    huey.periodic_task(crontab(minute="*"), name="index-words")(jobs.index_words)
    if jobs.confirmations is not None:
        huey.periodic_task(crontab(minute="*"), name="send-confirmations")(jobs.send_confirmations)
    huey.periodic_task(crontab(minute="*"), name="collect-second-looks")(jobs.collect_second_looks)
    huey.periodic_task(crontab(minute="47"), name="forget-claims")(jobs.forget_claims)
    huey.periodic_task(crontab(minute="17"), name="forget-answers")(jobs.forget_answers)
    # After midnight in UTC, when a day more can be looked at.
    huey.periodic_task(crontab(hour="0", minute="23"), name="follow-aims")(jobs.follow_aims)
    if jobs.alarms is not None:
        huey.periodic_task(crontab(minute="23"), name="check-alarms")(jobs.check_alarms)
    huey.periodic_task(crontab(minute="37", hour="*/6"), name="forget-campaigns")(jobs.forget_campaigns)
    huey.periodic_task(crontab(minute="*/10"), name="forget-bulks")(jobs.forget_bulks)
    return huey


def _queue_secret(settings: Settings) -> bytes:
    """Return what signs messages: something that workers share and web processes do not have.

    Where the opener key is kept elsewhere, chance does: such a worker reads only what it queued itself.
    """
    try:
        key = read_key(settings.opener_key)
    except UnusableKeys:
        key = secrets.token_bytes(32)
    return hashlib.blake2b(key=key, person=b"saring-queue").digest()


def run(settings: Settings) -> None:
    """Run the jobs until a signal comes."""
    json_log.configure(settings.log_level)
    huey = build_huey(settings, build_jobs(settings))
    huey.create_consumer(workers=1, periodic=True, check_worker_health=True, graceful_signal="TERM").run()
