"""Train a candidate from what people decided, and let it go live only if it is better; replay one that is stored."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from service.domain import gate
from service.domain.event import Event, EventKind
from service.domain.learning import SHIPPED, LiveChanged, UnusableModel, live_on
from service.domain.site import SiteId
from service.use_cases.authenticate import ALL_SITES
from service.use_cases.model_registry import Kind, StoredModel, silent

if TYPE_CHECKING:
    from service.domain.gate import Comparison, Refusal
    from service.use_cases.collect_decisions import CollectDecisions
    from service.use_cases.model_registry import (
        Artefact,
        DecidedComment,
        Examiner,
        Learned,
        Models,
        Progress,
        Trainer,
    )
    from service.use_cases.switch_model import FindModel, SwitchModel


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingReport:
    """What came of training.

    Attributes:
        site: Whose decisions; ``None``: all.
        live: Digest of the model compared with, or ``shipped``.
        spam: Decided comments that are spam.
        ham: Those that are not.
        candidate: Digest of what was trained, ``None`` if nothing was.
        replay: Against the live model in the order of time.
        fixed_test: Against it on the fixed test.
        refusals: Why the candidate does not go live, nothing if it does.
        activated: Whether it did; a dry run activates nothing.
    """

    site: SiteId | None
    live: str
    spam: int
    ham: int
    candidate: str | None = None
    replay: Comparison | None = None
    fixed_test: Comparison | None = None
    refusals: tuple[Refusal, ...] = ()
    activated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainModel:
    """Train, compare, and pass the gate or not."""

    collect: CollectDecisions
    trainer: Trainer
    examiner: Examiner
    switch: SwitchModel

    def __call__(self, site: SiteId | None, *, dry_run: bool = False, progress: Progress = silent) -> TrainingReport:
        """Return what came of it.

        Args:
            site: Whose decisions to learn from and where the candidate would go live; ``None``: all.
            dry_run: Change nothing.
            progress: Shown while decisions are read.

        Raises:
            CannotTrain: What training needs is missing, or it failed.
            LiveChanged: Another model went live meanwhile; nothing changed.
            UnusableModel: The live model cannot be used, so that nothing can be compared with it.
            UnknownSite: There is no such site.
        """
        decisions = self.collect(site, progress)
        live = live_on(site, self.switch.models.live())
        spam = sum(one.spam for one in decisions)
        report = TrainingReport(site=site, live=live, spam=spam, ham=len(decisions) - spam)
        if too_little := gate.too_little(report.spam, report.ham):
            return self._refused(report, too_little, dry_run=dry_run)
        learned = self.trainer(decisions, artefact_of(self.switch.models, live), self._known(live))
        report = replace(report, candidate=learned.digest, replay=learned.replay, fixed_test=learned.fixed_test)
        if found := gate.refusals(learned.replay, learned.fixed_test):
            return self._refused(report, found, dry_run=dry_run)
        if self.examiner.verify(learned.artefact) != learned.digest:
            raise UnusableModel(f"candidate {learned.digest} is not what was trained")
        if not dry_run:
            self._go_live(report, learned, decisions[-1].line)
        return replace(report, activated=not dry_run)

    def _known(self, live: str) -> Known:
        """Return what tells whether the live model has learned from a decision."""
        model = next((one for one in self.switch.models.all() if one.digest == live), None)
        return Known(model.learned_through, model.site) if model else Known()

    def _refused(self, report: TrainingReport, found: tuple[Refusal, ...], *, dry_run: bool) -> TrainingReport:
        """Write down that nothing goes live."""
        refused = replace(report, refusals=found)
        if not dry_run:
            with self.switch.transaction():
                self._log(refused)
        return refused

    def _go_live(self, report: TrainingReport, learned: Learned, line: int) -> None:
        """Store the candidate and activate it, all or nothing.

        Raises:
            LiveChanged: It was compared with a model that is no longer live.
        """
        with self.switch.transaction():
            if live_on(report.site, self.switch.models.live()) != report.live:
                raise LiveChanged("another model went live during training; nothing changed, train again")
            self.switch.models.add(
                StoredModel(
                    digest=learned.digest,
                    kind=Kind.TRAINED,
                    site=report.site,
                    created_at=self.switch.clock.now(),
                    learned_through=line,
                    report=as_json(report),
                ),
                learned.artefact,
            )
            self._log(report)
            self.switch(learned.digest, report.site)

    def _log(self, report: TrainingReport) -> None:
        """Append that there was training, and what came of it."""
        self.switch.events.append(
            Event(
                kind=EventKind.MODEL_TRAINED,
                site=report.site or SiteId(ALL_SITES),
                comment=None,
                at=self.switch.clock.now(),
                actor="operator",
                details={
                    "model": report.candidate,
                    "spam": report.spam,
                    "ham": report.ham,
                    "refusals": " ".join(report.refusals),
                },
            )
        )


@dataclass(frozen=True, slots=True)
class Known:
    """Whether a model has learned from a decision: those of its site up to a line of the log.

    Attributes:
        through: The last line, 0 if none.
        site: The site; ``None``: all.
    """

    through: int = 0
    site: SiteId | None = None

    def __call__(self, decision: DecidedComment) -> bool:
        """Return whether it has."""
        return decision.line <= self.through and self.site in {None, decision.site}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayReport:
    """A model beside the live one, as if it had been live all along.

    Attributes:
        model: Its digest, or ``shipped``.
        live: The live model's.
        replay: On the decided comments, in the order of time.
        fixed_test: On the fixed test.
    """

    model: str
    live: str
    replay: Comparison
    fixed_test: Comparison


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayModel:
    """Score what was decided with a stored model. Changes nothing."""

    collect: CollectDecisions
    find: FindModel
    examiner: Examiner
    models: Models

    def __call__(self, name: str, site: SiteId | None, progress: Progress = silent) -> ReplayReport:
        """Return how the model called *name* compares.

        Raises:
            UnknownModel: There is none of that name.
            UnusableModel: It, or the live one, cannot be used.
            UnknownSite: There is no such site.
        """
        model, live = self.find(name), live_on(site, self.models.live())
        decisions = self.collect(site, progress)
        replay, fixed_test = self.examiner.compare(
            artefact_of(self.models, live), artefact_of(self.models, model), decisions, progress
        )
        return ReplayReport(model=model, live=live, replay=replay, fixed_test=fixed_test)


def artefact_of(models: Models, digest: str) -> Artefact | None:
    """Return the bytes of a model, ``None`` for the one that ships.

    Raises:
        UnusableModel: It is not stored.
    """
    if digest == SHIPPED:
        return None
    artefact = models.artefact(digest)
    if artefact is None:
        raise UnusableModel(f"model {digest} is not stored")
    return artefact


def as_json(report: TrainingReport | ReplayReport) -> dict[str, Any]:
    """Return a report as JSON takes it."""
    return asdict(report)
