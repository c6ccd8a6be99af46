"""The plots are documents that a browser can draw, the same for the same figures, and small."""

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest

from models import plots
from models.artefact import Model, save
from models.chart import Axis
from models.ngrams import WIDTH

ABLATIONS = [
    {"name": "all parts", "recall": {"made": 0.99, "other": 0.97}},
    {"name": "without <words>", "recall": {"made": 0.9, "other": None}, "note": "as first tried"},
]


@pytest.fixture(scope="module")
def drawn_from(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    directory = tmp_path_factory.mktemp("plots")
    chance = np.random.default_rng(5)
    save(directory / "model", Model(chance.normal(0, 3, WIDTH).astype(np.float32), 0.0))
    rows = [
        {"text": f"kata {number} {number * 7}", "label": label, "split": "dev"}
        for number in range(60)
        for label in ("spam", "ham")
    ]
    (directory / "made.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    (directory / "ablation.json").write_text(json.dumps(ABLATIONS), encoding="utf-8")
    return ["--data", str(directory / "made.jsonl"), "--model", str(directory / "model")]


def ablation_of(arguments: list[str]) -> Path:
    return Path(arguments[1]).with_name("ablation.json")


def test_four_plots_are_drawn_the_same_each_time_and_small(
    drawn_from: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = [*drawn_from, "--ablation", str(ablation_of(drawn_from))]

    assert plots.main([*arguments, "--out", str(tmp_path / "first")]) == 0
    found = json.loads(capsys.readouterr().out)
    assert plots.main([*arguments, "--out", str(tmp_path / "again")]) == 0

    assert found["plots"] == ["ablation.svg", "recall.svg", "reliability.svg", "scores.svg"]
    for name in found["plots"]:
        content = (tmp_path / "first" / name).read_bytes()
        assert content == (tmp_path / "again" / name).read_bytes()
        assert len(content) < 60_000
        assert found["model"][:16].encode() in content


def test_every_plot_says_what_it_shows_and_follows_the_scheme_of_the_page(
    drawn_from: list[str], tmp_path: Path
) -> None:
    plots.main([*drawn_from, "--out", str(tmp_path)])

    for path in tmp_path.glob("*.svg"):
        document = ET.fromstring(path.read_text(encoding="utf-8"))  # noqa: S314 - written a moment ago
        kinds = [child.tag.rpartition("}")[2] for child in document]
        assert {"title", "desc", "text"} <= set(kinds)
        assert "prefers-color-scheme: dark" in path.read_text(encoding="utf-8")
        assert "nan" not in path.read_text(encoding="utf-8").replace("Noto Sans", "")


def test_without_ablations_there_are_three_plots(drawn_from: list[str], tmp_path: Path) -> None:
    assert plots.main([*drawn_from, "--out", str(tmp_path)]) == 0

    assert sorted(path.name for path in tmp_path.iterdir()) == ["recall.svg", "reliability.svg", "scores.svg"]


def test_names_and_notes_of_ablations_are_written_as_they_are() -> None:
    plot = plots.ablation([plots.Ablation("without <words>", {"made": 0.9}, "a & b")])

    assert "without &lt;words&gt;" in plot
    assert "10.0  a &amp; b" in plot


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("{", "not a list"),
        ("[]", "empty"),
        ("[3]", "not a list"),
        ('[{"name": "x"}]', "not a list"),
        ('[{"name": "x", "recall": {"made": 3}}]', "not a list"),
        ('[{"name": "x", "recall": {"made": "many"}}]', "not a list"),
    ],
)
def test_ablations_that_are_none_end_with_status_2(
    drawn_from: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, reason: str
) -> None:
    path = tmp_path / "bad.json"
    path.write_text(content, encoding="utf-8")

    assert plots.main([*drawn_from, "--out", str(tmp_path), "--ablation", str(path)]) == 2
    assert f"{path}: {reason}" in capsys.readouterr().err
    assert not (tmp_path / "scores.svg").exists()


@pytest.mark.parametrize("missing", ["--data", "--model", "--ablation"])
def test_plots_of_what_is_not_there_end_with_status_2(
    drawn_from: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], missing: str
) -> None:
    assert plots.main([*drawn_from, "--out", str(tmp_path), missing, str(tmp_path / "nowhere")]) == 2
    assert "nowhere" in capsys.readouterr().err


def test_plots_without_dev_rows_or_a_place_to_write_end_with_status_2(
    drawn_from: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    taken, trained = tmp_path / "taken", tmp_path / "train.jsonl"
    taken.write_text("", encoding="utf-8")
    trained.write_text('{"text": "pagi", "label": "ham"}', encoding="utf-8")

    assert plots.main([*drawn_from, "--out", str(taken)]) == 2
    assert plots.main(["--data", str(trained), "--model", drawn_from[3], "--out", str(tmp_path)]) == 2
    told = capsys.readouterr().err
    assert str(taken) in told
    assert "no rows of split 'dev'" in told


@pytest.mark.parametrize(
    ("scale", "value", "place"),
    [("linear", 0.5, 0.4949), ("log", 0.1, 0.5), ("log-odds", 0.5, 0.6667), ("log", 5.0, 1.0), ("linear", -3.0, 0.0)],
)
def test_an_axis_places_values_between_its_ends(scale: str, value: float, place: float) -> None:
    axis = Axis(title="made", low=0.01, high=0.909 if scale == "log-odds" else 1.0, ticks=(), scale=scale)

    assert axis.place(value) == pytest.approx(place, abs=1e-3)
