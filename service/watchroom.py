"""Where the worker's use case that watches for drift is composed; no web process imports this module."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.adapters.clock import SystemClock
from service.adapters.unknown_ngrams import UnknownNgrams
from service.storage import database
from service.storage.alarms import SqlAlarms
from service.storage.arrivals import SqlArrivals
from service.storage.events import SqlEvents
from service.storage.sites import SqlSites
from service.use_cases.check_alarms import CheckAlarms

if TYPE_CHECKING:
    from service.settings import Settings
    from service.use_cases.ports import Clock


def alarm_checker(settings: Settings, clock: Clock | None = None) -> CheckAlarms:
    """Return what looks at everything that is watched; it runs within a ``storage_app``'s context.

    The model is loaded for this once and let go after, so that an hourly look does not cost its memory all day.

    Args:
        settings: Of this installation.
        clock: The time; the system's if none is given.
    """
    return CheckAlarms(
        clock=clock or SystemClock(),
        sites=SqlSites(),
        traffic=SqlArrivals(),
        unknown_share=UnknownNgrams(settings.model_dir),
        alarms=SqlAlarms(),
        events=SqlEvents(),
        transaction=database.transaction,
    )
