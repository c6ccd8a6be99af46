"""The alarms as they were found last, one row each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from service.domain.alarm import Alarm, AlarmKind, Untold
from service.domain.site import SiteId
from service.storage.alarm_tables import ALARM
from service.storage.database import connection
from service.storage.upserts import in_both
from service.use_cases.authenticate import ALL_SITES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Row

    from service.storage.upserts import Insert

_C = ALARM.c
_KEY = ("site_id", "kind")
_ALL = select(ALARM).order_by((_C.site_id == ALL_SITES).desc(), _C.site_id, _C.kind)


def _replace(insert: Insert) -> Insert:
    """Put what was found now in place of what was found before."""
    changed = {column.name: insert.excluded[column.name] for column in ALARM.c if column.name not in _KEY}
    return insert.on_conflict_do_update(index_elements=_KEY, set_=changed)


_PUT = in_both(ALARM, _replace)


class SqlAlarms:
    """Implements :class:`service.use_cases.check_alarms.Alarms`."""

    def all(self) -> tuple[Alarm, ...]:
        """Return every alarm, in the port's order."""
        return tuple(_alarm(row) for row in connection().execute(_ALL))

    def put(self, alarms: Iterable[Alarm]) -> None:
        """Store alarms in place of what was found before."""
        rows = [_columns(alarm) for alarm in alarms]
        link = connection()
        if rows:
            link.execute(_PUT[link.dialect.name], rows)


def _columns(alarm: Alarm) -> dict[str, Any]:
    """Return what is stored of an alarm."""
    return {
        "site_id": alarm.site or ALL_SITES,
        "kind": alarm.kind.value,
        "raised_at": alarm.raised_at,
        "checked_at": alarm.checked_at,
        "value": alarm.value,
        "threshold": alarm.limit,
        "comments_now": alarm.now,
        "comments_before": alarm.before,
        "untold": alarm.untold,
    }


def _alarm(row: Row[*tuple[Any, ...]]) -> Alarm:
    """Return the alarm of a row."""
    return Alarm(
        site=None if row.site_id == ALL_SITES else SiteId(row.site_id),
        kind=AlarmKind(row.kind),
        raised_at=row.raised_at,
        checked_at=row.checked_at,
        value=row.value,
        limit=row.threshold,
        now=row.comments_now,
        before=row.comments_before,
        untold=None if row.untold is None else Untold(row.untold),
    )
