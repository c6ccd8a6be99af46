"""What the service counts, for Prometheus. No label holds anything a visitor wrote."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from service.domain.errors import ModerationError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from prometheus_client.metrics_core import Metric

    from service.domain.act import ActId
    from service.domain.comment import Comment
    from service.domain.lifecycle import Action
    from service.domain.moderator import Moderator
    from service.use_cases.attempt import Accepted, Attempt
    from service.use_cases.decide_comments import DecideComments, Decided, Decision

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
"""Methods counted under their own names; anything else a client makes up counts as ``other``."""

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0)
"""Upper bounds of the time of an answer, in seconds; DESIGN.md's limits lie between the first ones."""

PROBABILITIES = (0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1.0)
"""Upper bounds of the spam probability; a policy's usual thresholds are among them."""


class Metrics:
    """The counters of one application.

    Where ``PROMETHEUS_MULTIPROC_DIR`` is set, prometheus_client shares them between processes through files there.
    """

    def __init__(self) -> None:
        registry = CollectorRegistry()
        self._registry = registry
        self._requests = Counter(
            "saring_requests", "Requests answered.", ("method", "route", "status"), registry=registry
        )
        self._seconds = Histogram(
            "saring_request_seconds", "Time to an answer.", ("route",), buckets=SECONDS, registry=registry
        )
        self._submissions = Counter(
            "saring_submissions", "Comments taken, by the rule that decided.", ("rule", "state"), registry=registry
        )
        self._refusals = Counter(
            "saring_submissions_refused", "Comments refused, by error code.", ("code",), registry=registry
        )
        self._probabilities = Histogram(
            "saring_spam_probability",
            "Spam probability of comments taken.",
            buckets=PROBABILITIES,
            registry=registry,
        )
        self._unscored = Counter("saring_submissions_unscored", "Comments held without a score.", registry=registry)
        self._decisions = Counter("saring_decisions", "Moderators' decisions.", ("action",), registry=registry)
        self._undone = Counter("saring_decisions_undone", "Comments of which a decision was undone.", registry=registry)

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request.

        Args:
            method: As the client sent it.
            route: Template of the route, never the path.
            status: HTTP status of the answer.
            seconds: Time it took.
        """
        self._requests.labels(method if method in METHODS else "other", route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def counting_submit(self, submit: Callable[[Attempt], Accepted]) -> Callable[[Attempt], Accepted]:
        """Return *submit*, counted. The form's door and the API's should be the same one."""

        def counted(attempt: Attempt) -> Accepted:
            try:
                accepted = submit(attempt)
            except ModerationError as error:
                self._refusals.labels(error.code).inc()
                raise
            self._taken(accepted.comment)
            return accepted

        return counted

    def counting_decide(
        self, decide: Callable[[Decision, Moderator], tuple[Comment, ActId]]
    ) -> Callable[[Decision, Moderator], tuple[Comment, ActId]]:
        """Return *decide*, counted."""

        def counted(decision: Decision, moderator: Moderator) -> tuple[Comment, ActId]:
            decided = decide(decision, moderator)
            self.decided(decision.action, 1)
            return decided

        return counted

    def counting_decisions(self, decide: DecideComments) -> Callable[[Sequence[Decision], Moderator, bool], Decided]:
        """Return what decides several, apart or not, each that was carried out counted."""

        def counted(decisions: Sequence[Decision], moderator: Moderator, apart: bool) -> Decided:  # noqa: FBT001 - by place
            decided = decide(decisions, moderator, apart=apart)
            for decision, outcome in zip(decisions, decided.outcomes, strict=True):
                if not isinstance(outcome, ModerationError):
                    self.decided(decision.action, 1)
            return decided

        return counted

    def decided(self, action: Action, comments: int) -> None:
        """Count comments that were decided; see :class:`service.use_cases.acts.CarriedOut`."""
        self._decisions.labels(action.value).inc(comments)

    def undone(self, comments: int) -> None:
        """Count comments of which a decision was taken back; see :class:`service.use_cases.acts.CarriedOut`."""
        self._undone.inc(comments)

    def page(self, probes: Mapping[str, bool], states: Iterable[Metric] = ()) -> bytes:
        """Return all counts in Prometheus' text format, version 0.0.4.

        Args:
            probes: By name, whether what must work does.
            states: What else is so now.
        """
        registry = self._registry
        if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
            registry = CollectorRegistry()
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call] # the package leaves it untyped
        now = CollectorRegistry()
        now.register(_States(probes, tuple(states)))
        return generate_latest(registry) + generate_latest(now)

    def _taken(self, comment: Comment) -> None:
        """Count a comment that was taken."""
        self._submissions.labels(comment.rule, comment.state.value).inc()
        if comment.spam_probability is None:
            self._unscored.inc()
        else:
            self._probabilities.observe(comment.spam_probability)


class _States:
    """What is so now, measured when asked: a state, which no counter of the past can tell."""

    def __init__(self, probes: Mapping[str, bool], others: tuple[Metric, ...]) -> None:
        self._probes = probes
        self._others = others

    def collect(self) -> Iterator[Metric]:
        """Yield one gauge with a sample for each probe, and what else there is."""
        ready = GaugeMetricFamily("saring_ready", "1 where what must work does, else 0.", labels=("probe",))
        for name, works in self._probes.items():
            ready.add_metric((name,), float(works))
        yield ready
        yield from self._others
