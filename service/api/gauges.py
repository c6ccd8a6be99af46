"""States for Prometheus: what is so now, told when it is asked for, beside the counts of what was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client.core import GaugeMetricFamily

if TYPE_CHECKING:
    from collections.abc import Iterator

    from prometheus_client.metrics_core import Metric


def canary_gauge(wrong: int | None) -> Iterator[Metric]:
    """Yield how many known comments the classifier scores wrongly; nothing if none was scored."""
    if wrong is not None:
        text = "Known comments that the classifier of the answering process scores wrongly; above 0 comments are held."
        yield GaugeMetricFamily("saring_canary_wrong", text, value=wrong)
