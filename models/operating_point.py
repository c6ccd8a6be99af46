"""The threshold that a model is tried at, where none is given: the one that its own dev rows gave in training."""

from pathlib import Path

from models.artefact import SHIPPED, ArtefactAltered, load_manifest


def own_threshold(directory: Path | None = None) -> float:
    """Return the threshold among the figures of the model in *directory* (default: the shipped one).

    Raises:
        ArtefactError: There is no manifest, or none of a model with figures.
    """
    path = directory or SHIPPED
    threshold = load_manifest(path).figures.get("threshold")
    if not isinstance(threshold, float):
        raise ArtefactAltered(path, "the manifest has no threshold among its figures: give --threshold")
    return threshold


def probability(given: str) -> float:
    """Return the threshold *given* on a command line.

    Raises:
        ValueError: It is no number from 0 to 1.
    """
    value = float(given)
    if not 0 <= value <= 1:
        raise ValueError(given)
    return value
