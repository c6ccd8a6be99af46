"""The trained model on disk: arrays in one file, everything else in a manifest beside it.

Neither can run code: the arrays are NumPy's own format opened without pickle, the manifest is JSON. The bytes of the
arrays are hashed and compared with the manifest before anything interprets them.

    ArtefactError
    ├── ArtefactMissing       there is no manifest, or not the file it names
    ├── ArtefactAltered       the bytes are not those that were saved
    └── ArtefactUnsupported   saved by another version of the format, or of the features
"""

import hashlib
import importlib.metadata
import io
import json
import os
import re
import zipfile
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from models.ngrams import WIDTH

# Raised whenever the same text would give other buckets, so that weights never meet features they were not made for.
FORMAT_VERSION: Final = 2
SHIPPED: Final = Path(__file__).parent / "artefacts"
_MANIFEST: Final = "manifest.json"
_WEIGHTS_NAME: Final = re.compile(r"weights-[0-9a-f]{16}\.npz")
_TRAINER: Final = "scikit-learn"


class ArtefactError(Exception):
    """The model cannot be used.

    Attributes:
        path: The file that is to blame.
    """

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path


class ArtefactMissing(ArtefactError):
    """A file of the model is not there or cannot be read."""


class ArtefactAltered(ArtefactError):
    """The manifest cannot be understood, or the bytes beside it are not those that it describes."""


class ArtefactUnsupported(ArtefactError):
    """The model was saved by a version of the format that this code does not read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What is known about a model.

    Attributes:
        digest: SHA-256 of the file of arrays, hexadecimal; it names the model.
        weights: Name of that file, beside the manifest.
        format_version: Version of the format.
        seed: Of everything random in training.
        rows: Rows trained on, by data set.
        data_digests: SHA-256 of each file trained on, by name.
        versions: Of Python and the libraries that trained it.
        settings: Hyperparameters.
        figures: What was measured on the dev split.
    """

    digest: str
    weights: str
    format_version: int = FORMAT_VERSION
    seed: int = 0
    rows: dict[str, int] = field(default_factory=dict)
    data_digests: dict[str, str] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)
    settings: dict[str, float] = field(default_factory=dict)
    figures: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Model:
    """A linear model in log-odds.

    Attributes:
        weights: Of each bucket and named count, shape (WIDTH,), half precision on disk, single in memory.
        bias: Log-odds of a comment of which nothing is known.
    """

    weights: NDArray[np.float32]
    bias: float


@dataclass(frozen=True, slots=True)
class Artefact:
    """A model as bytes, wherever they are kept.

    Attributes:
        manifest: The manifest, JSON.
        weights: The file of arrays.
    """

    manifest: bytes
    weights: bytes


def pack(model: Model, **about: Any) -> tuple[Artefact, Manifest]:  # noqa: ANN401 - the fields of Manifest
    """Return *model* as bytes, with its manifest.

    Args:
        model: Weights are rounded to half precision.
        about: Other fields of :class:`Manifest`.
    """
    buffer = io.BytesIO()
    np.savez_compressed(buffer, weights=model.weights.astype(np.float16), bias=np.float64(model.bias))
    content = buffer.getvalue()
    digest = hashlib.sha256(content).hexdigest()
    manifest = Manifest(digest=digest, weights=f"weights-{digest[:16]}.npz", **about)
    written = json.dumps(asdict(manifest), ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    return Artefact(written.encode(), content), manifest


def unpack(artefact: Artefact, path: Path) -> tuple[Model, Manifest]:
    """Return the model in *artefact*, its bytes verified before they are opened.

    Args:
        artefact: The bytes.
        path: What to name in an error.

    Raises:
        ArtefactAltered: The bytes do not match the digest, or are not the arrays they should be.
        ArtefactUnsupported: The format is of another version.
    """
    manifest = _parse_manifest(artefact.manifest, path)
    return _open(artefact.weights, manifest, path), manifest


def save(directory: Path, model: Model, **about: Any) -> Manifest:  # noqa: ANN401 - the fields of Manifest
    """Write *model* and its manifest to *directory*; a reader sees the old model or the new one, never half of one.

    Args:
        directory: Created if it is not there.
        model: Weights are rounded to half precision.
        about: Other fields of :class:`Manifest`.
    """
    artefact, manifest = pack(model, **about)
    write(directory, artefact, manifest)
    return manifest


def write(directory: Path, artefact: Artefact, manifest: Manifest) -> None:
    """Write an artefact to *directory*, as :func:`save` does."""
    directory.mkdir(parents=True, exist_ok=True)
    _replace(directory / manifest.weights, artefact.weights)
    _replace(directory / _MANIFEST, artefact.manifest)
    for old in directory.glob("weights-*.npz"):
        if old.name != manifest.weights:
            old.unlink()


def _replace(path: Path, content: bytes) -> None:
    beside = path.with_name(path.name + ".new")
    beside.write_bytes(content)
    os.replace(beside, path)  # noqa: PTH105 - the call that is atomic, by its own name


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ArtefactMissing(path, error.strerror or "cannot be read") from error


def load_manifest(directory: Path | None = None) -> Manifest:
    """Return the manifest in *directory* (default: the shipped one).

    Raises:
        ArtefactMissing: It is not there.
        ArtefactAltered: It is not a manifest.
        ArtefactUnsupported: Its format is of another version.
    """
    path = (directory or SHIPPED) / _MANIFEST
    return _parse_manifest(_read(path), path)


def _parse_manifest(content: bytes, path: Path) -> Manifest:
    try:
        fields = json.loads(content)
        version = fields["format_version"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ArtefactAltered(path, "not a manifest") from error
    if version != FORMAT_VERSION:
        raise ArtefactUnsupported(path, f"format version {version!r}, not {FORMAT_VERSION}")
    try:
        manifest = Manifest(**fields)
        well_formed = (
            _WEIGHTS_NAME.fullmatch(manifest.weights)
            and len(manifest.digest) == hashlib.sha256().digest_size * 2
            and isinstance(manifest.versions, dict)
        )
    except TypeError as error:
        raise ArtefactAltered(path, "fields missing or unknown") from error
    if not well_formed:
        raise ArtefactAltered(path, "names no file of weights")
    return manifest


def read(directory: Path | None = None) -> Artefact:
    """Return the bytes in *directory* (default: the shipped one), unverified but for the manifest's form.

    Raises:
        ArtefactMissing: A file is not there.
        ArtefactAltered: There is no manifest that names one.
        ArtefactUnsupported: The format is of another version.
    """
    directory = directory or SHIPPED
    manifest = _read(directory / _MANIFEST)
    return Artefact(manifest, _read(directory / _parse_manifest(manifest, directory / _MANIFEST).weights))


def load(directory: Path | None = None) -> tuple[Model, Manifest]:
    """Return the model in *directory* (default: the shipped one), its bytes verified before they are opened.

    Raises:
        ArtefactMissing: A file is not there.
        ArtefactAltered: The bytes do not match the digest, or are not the arrays they should be.
        ArtefactUnsupported: The format is of another version.
    """
    manifest = load_manifest(directory)
    path = (directory or SHIPPED) / manifest.weights
    return _open(_read(path), manifest, path), manifest


def _open(content: bytes, manifest: Manifest, path: Path) -> Model:
    if hashlib.sha256(content).hexdigest() != manifest.digest:
        raise ArtefactAltered(path, "the digest differs from the manifest's")
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
            weights, bias = arrays["weights"].astype(np.float32), float(arrays["bias"])
    except (ValueError, KeyError, OSError, EOFError, zipfile.BadZipFile) as error:
        raise ArtefactAltered(path, "not the arrays of a model") from error
    if weights.shape != (WIDTH,) or not np.isfinite(weights).all() or not np.isfinite(bias):
        raise ArtefactAltered(path, f"weights of shape {weights.shape}, not finite numbers of shape ({WIDTH},)")
    return Model(weights, bias)


def require_trainer(manifest: Manifest, path: Path) -> None:
    """Refuse a model that another minor version of scikit-learn trained than the one installed.

    Scoring depends on none, so the running service does not ask; who compares, retrains or brings in a model does.
    Where scikit-learn is not installed, or the manifest names none, there is nothing to compare.

    Raises:
        ArtefactUnsupported: The versions differ.
    """
    trained = manifest.versions.get(_TRAINER)
    try:
        installed = importlib.metadata.version(_TRAINER)
    except importlib.metadata.PackageNotFoundError:
        return
    if trained is not None and str(trained).split(".")[:2] != installed.split(".")[:2]:
        raise ArtefactUnsupported(path, f"trained with {_TRAINER} {trained}, not the {installed} installed")
