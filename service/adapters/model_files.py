"""Models as bytes and as folders: read, verified, and compared on labelled comments with numpy alone."""

from __future__ import annotations

import json
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from models import artefact as model_artefact
from models.artefact import ArtefactError
from models.compare import compare
from models.dataset import DatasetError, read_rows
from models.decisions import DOUBTFUL, FILED
from models.ngrams import Submission
from models.scorer import Scorer
from service.adapters.spam_model import ShippedClassifier
from service.domain.errors import ClassifierUnavailable
from service.domain.gate import Comparison, Measure
from service.domain.learning import UnusableModel
from service.use_cases.model_registry import Artefact

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from service.use_cases.model_registry import DecidedComment, Progress

LARGEST = 8 * 1024 * 1024
"""Greatest size of a model's arrays, in bytes: a web process reads them between two requests."""

FIXED_TEST = Path(model_artefact.__file__).parent / "fixed_test.jsonl"
"""Labelled comments that nothing is learned from."""


def read_folder(folder: Path) -> Artefact:
    """Return the model in a folder, if the scikit-learn installed here is the one that trained it.

    Raises:
        UnusableModel: A file is missing or not what it should be, or another scikit-learn trained it.
    """
    try:
        model_artefact.require_trainer(model_artefact.load_manifest(folder), folder)
        found = model_artefact.read(folder)
    except ArtefactError as error:
        raise UnusableModel(str(error)) from error
    return Artefact(manifest=found.manifest, weights=found.weights)


def write_folder(folder: Path, artefact: Artefact) -> None:
    """Write a verified model to a folder.

    Raises:
        UnusableModel: It is not what its manifest says.
    """
    _, manifest = _unpack(artefact)
    model_artefact.write(folder, model_artefact.Artefact(artefact.manifest, artefact.weights), manifest)


def as_comparison(found: Mapping[str, Any]) -> Comparison:
    """Return what :func:`models.compare.compare` found."""
    sides = {side: Measure(**found[side]) for side in ("live", "candidate")}
    return Comparison(**{**found, **sides})


class ModelExaminer:
    """Implements :class:`service.use_cases.model_registry.Examiner`."""

    def __init__(self, model_dir: str = "", fixed_test: Path = FIXED_TEST) -> None:
        """Know where the model that ships is, and the comments of the fixed test."""
        self._model_dir = model_dir
        self._fixed_test = fixed_test

    @cached_property
    def shipped(self) -> str | None:
        """Digest of the model that ships, ``None`` if it cannot be used."""
        try:
            return model_artefact.load_manifest(self._folder).digest
        except ArtefactError:
            return None

    def verify(self, artefact: Artefact) -> str:
        """Return the digest of a model that can be used; see the port."""
        if len(artefact.weights) > LARGEST:
            raise UnusableModel(f"{len(artefact.weights)} bytes of weights, more than {LARGEST}")
        _, manifest = _unpack(artefact)
        try:
            ShippedClassifier(stored=artefact).check()
        except ClassifierUnavailable as error:
            raise UnusableModel(f"model {manifest.digest} gets a known comment wrong") from error
        return manifest.digest

    def compare(
        self,
        live: Artefact | None,
        other: Artefact | None,
        decisions: Sequence[DecidedComment],
        progress: Progress,
    ) -> tuple[Comparison, Comparison]:
        """Return two models compared on decisions and on the fixed test; see the port."""
        scorers = self._scorer(live), self._scorer(other)
        try:
            rows = list(read_rows(self._fixed_test))
        except DatasetError as error:
            raise UnusableModel(str(error)) from error
        asked = [(Submission(one.text, one.name, one.url or ""), one.spam) for one in decisions]
        asked += [(row.submission, row.spam) for row in rows]
        thresholds = [(one.doubtful_probability, one.spam_probability) for one in decisions]
        thresholds += [(DOUBTFUL, FILED)] * len(rows)
        scores = np.array(
            [
                [scorer.log_odds(submission) for scorer in scorers]
                for submission, _ in progress(asked, len(asked), "comment")
            ]
        ).reshape(-1, 2)
        spam = np.array([spam for _, spam in asked], dtype=bool)
        limits = np.array(thresholds, dtype=np.float64).reshape(-1, 2)
        end = len(decisions)
        return _compared(scores[:end], spam[:end], limits[:end]), _compared(scores[end:], spam[end:], limits[end:])

    @property
    def _folder(self) -> Path | None:
        return Path(self._model_dir) if self._model_dir else None

    def _scorer(self, artefact: Artefact | None) -> Scorer:
        """Return the scorer of a model, of the shipped one if none is given."""
        if artefact is None:
            try:
                return Scorer.load(self._folder)
            except ArtefactError as error:
                raise UnusableModel(str(error)) from error
        model, manifest = _unpack(artefact)
        return Scorer(model, manifest.digest)


def _compared(scores: NDArray[np.float64], spam: NDArray[np.bool_], limits: NDArray[np.float64]) -> Comparison:
    return as_comparison(compare(scores[:, 0], scores[:, 1], spam, limits))


def _unpack(artefact: Artefact) -> tuple[model_artefact.Model, model_artefact.Manifest]:
    try:
        digest = str(json.loads(artefact.manifest)["digest"])[:16]
    except (ValueError, KeyError, TypeError, RecursionError):
        digest = "without a digest"
    try:
        return model_artefact.unpack(
            model_artefact.Artefact(artefact.manifest, artefact.weights), Path(f"model {digest}")
        )
    except ArtefactError as error:
        raise UnusableModel(str(error)) from error
