"""A model is verified before it is opened, and every way to be unusable has a name."""

import hashlib
import importlib.metadata
import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from models import adapt, evaluate, plots, redisguise, score, timing, trials
from models.artefact import (
    Artefact,
    ArtefactAltered,
    ArtefactError,
    ArtefactMissing,
    ArtefactUnsupported,
    Manifest,
    Model,
    load,
    load_manifest,
    pack,
    read,
    require_trainer,
    save,
    unpack,
    write,
)
from models.ngrams import WIDTH


def a_model(weight: float = 0.25, bias: float = -1.5) -> Model:
    return Model(np.full(WIDTH, weight, dtype=np.float32), bias)


def rewrite(directory: Path, **changes: object) -> None:
    path = directory / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text(encoding="utf-8")), **changes}), encoding="utf-8")


def put_weights(directory: Path, content: bytes) -> None:
    digest = hashlib.sha256(content).hexdigest()
    name = f"weights-{digest[:16]}.npz"
    (directory / name).write_bytes(content)
    rewrite(directory, digest=digest, weights=name)


def test_a_saved_model_is_loaded_as_it_was(tmp_path: Path) -> None:
    saved = save(tmp_path / "new", a_model(), seed=7, rows={"made": 3})

    model, manifest = load(tmp_path / "new")

    assert manifest == saved
    assert (manifest.seed, manifest.rows) == (7, {"made": 3})
    assert model.bias == -1.5
    assert model.weights.dtype == np.float32
    assert (model.weights == 0.25).all()


def test_the_same_model_has_the_same_digest_and_another_model_another(tmp_path: Path) -> None:
    digests = [save(tmp_path / str(at), a_model(bias=bias)).digest for at, bias in enumerate((1.0, 1.0, 2.0))]

    assert digests[0] == digests[1] != digests[2]


def test_saving_anew_replaces_the_old_weights(tmp_path: Path) -> None:
    save(tmp_path, a_model(bias=1.0))
    manifest = save(tmp_path, a_model(bias=2.0))

    assert sorted(path.name for path in tmp_path.iterdir()) == ["manifest.json", manifest.weights]
    assert load(tmp_path)[0].bias == 2.0


def test_a_missing_manifest_is_missing(tmp_path: Path) -> None:
    with pytest.raises(ArtefactMissing) as caught:
        load(tmp_path)

    assert caught.value.path == tmp_path / "manifest.json"
    assert isinstance(caught.value, ArtefactError)


def test_missing_weights_are_missing(tmp_path: Path) -> None:
    manifest = save(tmp_path, a_model())
    (tmp_path / manifest.weights).unlink()

    with pytest.raises(ArtefactMissing):
        load(tmp_path)


def test_one_changed_byte_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / save(tmp_path, a_model()).weights
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)

    with pytest.raises(ArtefactAltered, match="digest"):
        load(tmp_path)


@pytest.mark.parametrize("content", ["", "[]", "3", "{", "{}", '"x"', "[" * 100_000])
def test_what_is_no_manifest_is_altered(tmp_path: Path, content: str) -> None:
    (tmp_path / "manifest.json").write_text(content, encoding="utf-8")

    with pytest.raises(ArtefactAltered):
        load_manifest(tmp_path)


@pytest.mark.parametrize(
    "changes", [{"weights": "../../etc/passwd"}, {"weights": 3}, {"digest": "12"}, {"digest": None}, {"surprise": 1}]
)
def test_a_manifest_that_names_something_else_is_altered(tmp_path: Path, changes: dict[str, Any]) -> None:
    save(tmp_path, a_model())
    rewrite(tmp_path, **changes)

    with pytest.raises(ArtefactAltered):
        load(tmp_path)


def test_another_format_version_is_unsupported(tmp_path: Path) -> None:
    save(tmp_path, a_model())
    rewrite(tmp_path, format_version=999)

    with pytest.raises(ArtefactUnsupported, match="999"):
        load(tmp_path)


def test_arrays_that_could_run_code_are_refused(tmp_path: Path) -> None:
    save(tmp_path, a_model())
    buffer = io.BytesIO()
    np.savez(buffer, weights=np.array([{}], dtype=object), bias=np.float64(0))
    put_weights(tmp_path, buffer.getvalue())

    with pytest.raises(ArtefactAltered, match="not the arrays"):
        load(tmp_path)


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04broken"])
def test_bytes_that_are_no_arrays_are_refused(tmp_path: Path, content: bytes) -> None:
    save(tmp_path, a_model())
    put_weights(tmp_path, content)

    with pytest.raises(ArtefactAltered):
        load(tmp_path)


@pytest.mark.parametrize("model", [Model(np.zeros(3, dtype=np.float32), 0.0), a_model(weight=float("nan"))])
def test_weights_of_another_size_or_not_finite_are_refused(tmp_path: Path, model: Model) -> None:
    save(tmp_path, model)

    with pytest.raises(ArtefactAltered, match="finite"):
        load(tmp_path)


def test_the_shipped_manifest_tells_where_the_model_comes_from() -> None:
    manifest = load_manifest()

    assert isinstance(manifest, Manifest)
    assert set(manifest.versions) >= {"python", "numpy", "scikit-learn"}
    assert sum(manifest.rows.values()) > 10_000
    assert all(len(digest) == 64 for digest in manifest.data_digests.values())
    assert manifest.figures["sets"]["gambling_comments_id"]["recall"] >= 0.97


def test_a_model_of_another_scikit_learn_is_refused_by_who_trains_or_compares(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    save(tmp_path, a_model(), versions={"scikit-learn": "0.20.1"})
    (tmp_path / "rows.jsonl").write_text('{"text": "x", "label": "ham"}\n', encoding="utf-8")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b""), encoding="utf-8"))

    model, rows, out = str(tmp_path), str(tmp_path / "rows.jsonl"), str(tmp_path / "out")
    assert score.main(["--model", model]) == 2
    assert evaluate.main(["--model", model, "--data", rows]) == 2
    assert trials.main(["--model", model]) == 2
    assert redisguise.main(["--model", model, "--data", rows]) == 2
    assert plots.main(["--model", model, "--data", rows, "--out", out]) == 2
    assert timing.main(["--model", model]) == 2
    assert adapt.main(["--base", model, "--out", out]) == 2

    assert capsys.readouterr().err.count("trained with scikit-learn 0.20.1, not the ") == 7
    assert load(tmp_path)[0].bias == -1.5  # the service itself scores with it


def test_where_scikit_learn_is_not_installed_there_is_nothing_to_compare(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none_installed(name: str) -> str:
        raise importlib.metadata.PackageNotFoundError(name)

    manifest = save(tmp_path, a_model(), versions={"scikit-learn": "0.20.1"})
    monkeypatch.setattr(importlib.metadata, "version", none_installed)

    require_trainer(manifest, tmp_path)


def test_a_model_travels_as_bytes_and_back(tmp_path: Path) -> None:
    artefact, manifest = pack(a_model(), seed=3)
    write(tmp_path, artefact, manifest)

    assert read(tmp_path) == artefact
    assert load(tmp_path)[1] == manifest
    assert unpack(artefact, tmp_path)[1] == manifest


def test_bytes_that_were_altered_on_their_way_are_not_opened(tmp_path: Path) -> None:
    artefact, _ = pack(a_model())

    with pytest.raises(ArtefactAltered):
        unpack(Artefact(artefact.manifest, artefact.weights[:-1] + b"!"), tmp_path)
    with pytest.raises(ArtefactAltered):
        unpack(Artefact(b"{}", artefact.weights), tmp_path)


def test_versions_that_are_no_table_make_no_manifest(tmp_path: Path) -> None:
    save(tmp_path, a_model())
    rewrite(tmp_path, versions=["scikit-learn"])

    with pytest.raises(ArtefactAltered):
        load(tmp_path)
