"""States for Prometheus: what is so now, told when it is asked for, beside the counts of what was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client.core import GaugeMetricFamily

from service.use_cases.authenticate import ALL_SITES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from prometheus_client.metrics_core import Metric

    from service.domain.alarm import Alarm

_LABELS = ("site", "kind")


def canary_gauge(wrong: int | None) -> Iterator[Metric]:
    """Yield how many known comments the classifier scores wrongly; nothing if none was scored."""
    if wrong is not None:
        text = "Known comments that the classifier of the answering process scores wrongly; above 0 comments are held."
        yield GaugeMetricFamily("saring_canary_wrong", text, value=wrong)


def alarm_gauges(alarms: Iterable[Alarm]) -> Iterator[Metric]:
    """Yield whether each alarm is raised, what was read and when, as the worker found them last."""
    raised = GaugeMetricFamily("saring_alarm", "1 where somebody should look, else 0.", labels=_LABELS)
    value = GaugeMetricFamily(
        "saring_alarm_value",
        "What was read, in the unit of its kind; absent where nothing can be told.",
        labels=_LABELS,
    )
    limit = GaugeMetricFamily("saring_alarm_limit", "From here on the alarm is raised.", labels=_LABELS)
    checked = GaugeMetricFamily("saring_alarm_checked_timestamp_seconds", "When it was looked at.", labels=_LABELS)
    for alarm in alarms:
        place = (alarm.site or ALL_SITES, alarm.kind.value)
        raised.add_metric(place, float(alarm.raised))
        limit.add_metric(place, alarm.limit)
        checked.add_metric(place, alarm.checked_at.timestamp())
        if alarm.value is not None:
            value.add_metric(place, alarm.value)
    yield from (raised, value, limit, checked)
