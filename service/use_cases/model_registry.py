"""What is known of models beside the shipped one, and what training and comparing need of the outside world."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from service.domain.gate import Comparison
    from service.domain.site import SiteId

Item = TypeVar("Item")


class Kind(StrEnum):
    """Where a stored model comes from."""

    TRAINED = "trained"
    BROUGHT = "brought"


@dataclass(frozen=True, slots=True, kw_only=True)
class Artefact:
    """A model as bytes, which nobody may open unverified.

    Attributes:
        manifest: JSON that describes it.
        weights: Its arrays.
    """

    manifest: bytes
    weights: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredModel:
    """What is known of a stored model.

    Attributes:
        digest: Names it.
        kind: Trained here, or brought in.
        site: The site whose decisions it was trained from; ``None``: all.
        created_at: When it was stored, in UTC.
        learned_through: Last line of the log that it learned from, 0 if none.
        report: What the gate looked at, as JSON.
    """

    digest: str
    kind: Kind
    site: SiteId | None
    created_at: datetime
    learned_through: int = 0
    report: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Activation:
    """A model goes live. The newest of a site holds there.

    Attributes:
        id: Its number; 0 until it is stored.
        site: Where; ``None``: on all sites that have no model of their own.
        digest: The model; ``shipped``; or ``None`` for no model of its own.
        at: When, in UTC.
        before: Number of the activation to which a roll-back of this one leads; ``None``: to the state before any.
    """

    id: int = 0
    site: SiteId | None
    digest: str | None
    at: datetime
    before: int | None


class Models(Protocol):
    """The stored models and which of them are live."""

    def live(self) -> Mapping[SiteId | None, str]:
        """Return the live digest (or ``shipped``) of each site that has its own, under ``None`` that of all others."""
        ...

    def all(self) -> tuple[StoredModel, ...]:
        """Return every stored model, newest first."""
        ...

    def artefact(self, digest: str) -> Artefact | None:
        """Return the bytes of a model, ``None`` if it is not stored."""
        ...

    def add(self, model: StoredModel, artefact: Artefact) -> None:
        """Store a model; one that is stored stays as it is."""
        ...

    def activations(self) -> tuple[Activation, ...]:
        """Return what went live, oldest first."""
        ...

    def activate(self, activation: Activation) -> None:
        """Have a model go live; the activation gets the next number."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedComment:
    """A comment with what a person decided about it.

    Attributes:
        text: As typed.
        name: The author's.
        url: The author's site, or ``None``.
        spam: What was decided.
        site: Where.
        doubtful_probability: From here on its site holds a comment.
        spam_probability: From here on its site files it as spam.
        line: The decision's line in the log.
    """

    text: str = field(repr=False)
    name: str = field(repr=False)
    url: str | None = field(repr=False)
    spam: bool
    site: SiteId
    doubtful_probability: float
    spam_probability: float
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """What training gives.

    Attributes:
        artefact: The candidate.
        digest: Names it.
        replay: Compared with the live model in the order of time.
        fixed_test: Compared on the fixed test.
    """

    artefact: Artefact
    digest: str
    replay: Comparison
    fixed_test: Comparison


class Trainer(Protocol):
    """Learns candidates from decisions."""

    def __call__(
        self, decisions: Sequence[DecidedComment], live: Artefact | None, known: Callable[[DecidedComment], bool]
    ) -> Learned:
        """Return a candidate with its comparisons.

        Args:
            decisions: In the order of time, both spam and not.
            live: What to compare with; ``None``: the model that ships.
            known: Whether the live model has learned from a decision.

        Raises:
            CannotTrain: For whatever reason.
        """
        ...


class Progress(Protocol):
    """Shows how far something long has come."""

    def __call__(self, items: Iterable[Item], total: int, unit: str) -> Iterable[Item]:
        """Yield the items, of which there are *total*, and show each as done."""
        ...


class Examiner(Protocol):
    """Looks at models without training any."""

    @property
    def shipped(self) -> str | None:
        """Digest of the model that ships, ``None`` if it cannot be used."""
        ...

    def verify(self, artefact: Artefact) -> str:
        """Return the digest of a model that can be used.

        Raises:
            UnusableModel: Altered, of another version, too large, or it gets a known comment wrong.
        """
        ...

    def compare(
        self,
        live: Artefact | None,
        other: Artefact | None,
        decisions: Sequence[DecidedComment],
        progress: Progress,
    ) -> tuple[Comparison, Comparison]:
        """Return two models (``None``: the one that ships) compared on decisions, and on the fixed test.

        Raises:
            UnusableModel: One of them.
        """
        ...


def silent(items: Iterable[Item], total: int, unit: str) -> Iterable[Item]:  # noqa: ARG001 - the signature of Progress
    """Show nothing."""
    return items
