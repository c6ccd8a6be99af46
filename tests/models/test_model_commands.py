"""The commands train, evaluate and score, and what they say to bad input."""

import io
import json
import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from models import adapt, evaluate, score, train
from models.artefact import Model, load_manifest, save
from models.dataset import Row
from models.evaluate import figures
from models.figures import calibration_error, threshold_at
from models.ngrams import WIDTH, Submission
from models.tricks import disguised, made_up_brand

# Training that is cut short says so.
pytestmark = pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")

# Enough to tell two words from each other.
BRIEFLY = ("--folds", "2", "--iterations", "15")
WORDS = [
    "pagi",
    "siang",
    "malam",
    "jalan",
    "rumah",
    "pasar",
    "kota",
    "desa",
    "anak",
    "ibu",
    "bapak",
    "bagus",
    "sekali",
    "semoga",
    "damai",
    "lancar",
    "hujan",
    "panas",
]


def seeded(number: int) -> random.Random:
    return random.Random(number)  # noqa: S311 - no secret depends on it


def write_comments(directory: Path, count: int = 120) -> None:
    chance = seeded(11)
    directory.mkdir(exist_ok=True)
    with (directory / "made.jsonl").open("w", encoding="utf-8") as out:
        for number in range(count):
            text = " ".join(chance.choices(WORDS, k=6))
            row: dict[str, Any] = {"label": "ham", "split": "dev" if number % 5 == 0 else "train"}
            if number % 3 == 0:
                brand = made_up_brand(chance)
                text = f"{text} gacor di {disguised(brand, chance)}"
                row |= {"label": "spam", "brand": brand}
            out.write(json.dumps({**row, "text": text, "cluster": str(number)}, ensure_ascii=False) + "\n")


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("trained")
    write_comments(directory / "comments")
    assert train.main(["--data", str(directory / "comments"), "--out", str(directory / "model"), *BRIEFLY]) == 0
    return directory


def test_training_leaves_a_model_with_its_figures(trained: Path) -> None:
    manifest = load_manifest(trained / "model")

    assert list(manifest.data_digests) == ["made.jsonl"]
    assert manifest.rows["made"] == 96
    assert manifest.figures["sets"]["made"]["recall"] >= 0.8
    assert (trained / "model" / manifest.weights).stat().st_size < 8 * 2**20


def test_training_again_gives_the_same_model(trained: Path, tmp_path: Path) -> None:
    train.main(["--data", str(trained / "comments"), "--out", str(tmp_path), *BRIEFLY])

    assert load_manifest(tmp_path).digest == load_manifest(trained / "model").digest


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("{", "made.jsonl:1: not JSON"),
        ("", "made.jsonl: empty"),
        ('{"text": "x", "label": "ham"}', "lacks spam or ham"),
        ('{"text": "x", "label": "ham"}\n{"text": "y", "label": "spam"}', "too little"),
    ],
)
def test_bad_training_data_end_with_status_2_and_touch_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, reason: str
) -> None:
    (tmp_path / "made.jsonl").write_text(content, encoding="utf-8")

    status = train.main(["--data", str(tmp_path), "--out", str(tmp_path / "model")])

    assert status == 2
    assert reason in capsys.readouterr().err
    assert not (tmp_path / "model").exists()


def test_figures_are_printed_as_json_and_as_text(trained: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--data", str(trained / "comments" / "made.jsonl"), "--model", str(trained / "model")]

    assert evaluate.main([*arguments, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert evaluate.main([*arguments, "--split", "all"]) == 0
    shown = capsys.readouterr().out

    assert found["rows"] == 24
    assert found["sets"]["made"]["spam"] == 8
    assert found["model"] == load_manifest(trained / "model").digest
    assert found["sets"]["made"]["recall_interval"][0] <= found["sets"]["made"]["recall"]
    assert found["languages"]["unknown"]["recall"]["rows"] == 8
    assert "none" in found["tricks"]
    assert found["roc"]["made"] == found["roc"]["all"]
    assert "recall" in shown
    assert "tricks: none" in shown


@pytest.mark.parametrize("extra", [["--split", "none"], ["--model", "nowhere"], ["--data", "nowhere.jsonl"]])
def test_evaluating_what_is_not_there_ends_with_status_2(
    trained: Path, capsys: pytest.CaptureFixture[str], extra: list[str]
) -> None:
    assert evaluate.main(["--data", str(trained / "comments" / "made.jsonl"), *extra]) == 2
    assert capsys.readouterr().err


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "rows.jsonl:2: not JSON"),
        ("[]", "rows.jsonl:2: not a JSON object"),
        ('{"text": "x"}', "rows.jsonl:2: field 'label' is missing"),
        ('{"label": "ham"}', "rows.jsonl:2: field 'text' is missing"),
        ('{"text": "x", "label": "maybe"}', "rows.jsonl:2: label 'maybe' is neither"),
        (None, "rows.jsonl: empty"),
    ],
)
def test_a_bad_line_to_evaluate_ends_with_status_2_its_file_and_its_number(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str | None, reason: str
) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_text("" if line is None else f'{{"text": "x", "label": "ham"}}\n{line}\n', encoding="utf-8")

    assert evaluate.main(["--data", str(rows)]) == 2
    assert reason in capsys.readouterr().err


def test_a_model_that_is_not_what_its_manifest_says_ends_each_command_with_status_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    manifest = save(tmp_path, Model(np.zeros(WIDTH, dtype=np.float32), 0.0))
    (tmp_path / manifest.weights).write_bytes(b"others")
    (tmp_path / "rows.jsonl").write_text('{"text": "x", "label": "ham"}\n', encoding="utf-8")
    given_input(monkeypatch, b'{"text": "x", "label": "ham"}\n')

    assert evaluate.main(["--data", str(tmp_path / "rows.jsonl"), "--model", str(tmp_path)]) == 2
    assert score.main(["--model", str(tmp_path)]) == 2
    assert adapt.main(["--base", str(tmp_path), "--out", str(tmp_path / "out")]) == 2

    reason = f"{manifest.weights}: the digest differs from the manifest's"
    assert capsys.readouterr().err.count(reason) == 3


def given_input(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content), encoding="utf-8"))


def test_each_line_in_gets_its_line_out(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [
        {"text": "Terima kasih"},
        {"text": "𝐁𝐔𝐋𝐀𝐍𝟓𝟓 gacor", "author": None, "url": ""},
        {"text": "\ud800", "author": "A"},
    ]
    given_input(monkeypatch, "\n".join(json.dumps(line) for line in lines).encode())

    assert score.main([]) == 0

    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [list(answer) for answer in answers] == [["spam_probability"]] * 3
    assert answers[0]["spam_probability"] < answers[1]["spam_probability"]


def test_explained_answers_carry_parts_that_add_up(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    given_input(monkeypatch, '{"text": "Main di 𝐁𝐔𝐋𝐀𝐍𝟓𝟓"}\n'.encode())

    assert score.main(["--explain"]) == 0

    answer = json.loads(capsys.readouterr().out)
    total = answer["bias"] + sum(part["weight"] for part in answer["parts"])
    assert answer["spam_probability"] == pytest.approx(1 / (1 + np.exp(-total)), abs=1e-9)
    assert answer["folded"] == "main di bulan55"
    (brand,) = [part for part in answer["parts"] if part["folded"] == "bulan55"]
    assert (brand["text"], brand["field"], brand["start"], brand["end"]) == ("𝐁𝐔𝐋𝐀𝐍𝟓𝟓", "text", 8, 15)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{", "Expecting"),
        (b"[]", "not a JSON object"),
        (b"{}", "'text' is missing"),
        (b'{"text": 3}', "'text' is not a string"),
        (b'{"text": "x", "url": 3}', "'url' is not a string"),
        (b"\xff", "utf-8"),
    ],
)
def test_a_bad_line_ends_with_status_2_and_its_number(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], line: bytes, reason: str
) -> None:
    given_input(monkeypatch, b'{"text": "x"}\n' + line)

    assert score.main([]) == 2
    assert "<stdin>:2: " in (told := capsys.readouterr().err)
    assert reason in told


def test_scoring_without_a_model_ends_with_status_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert score.main(["--model", str(tmp_path)]) == 2
    assert "manifest.json" in capsys.readouterr().err


def test_the_threshold_lets_no_more_than_the_share_of_ham_through() -> None:
    ham = np.linspace(0, 1, 1000)

    threshold = threshold_at(ham)

    assert (ham > threshold).sum() == 4
    assert threshold_at(np.array([])) == 0.5


def test_calibration_error_is_0_for_honest_scores_and_large_for_wrong_ones() -> None:
    spam = np.array([True, False] * 150)

    assert calibration_error(np.full(300, 0.5), spam) == pytest.approx(0, abs=1e-9)
    assert calibration_error(np.where(spam, 0.0, 1.0), spam) > 0.9
    assert calibration_error(np.array([]), np.array([], dtype=bool)) == 0


def test_sets_without_spam_or_ham_have_no_such_figure() -> None:
    row = Row(submission=Submission("x"), spam=True, source="made", split="dev", cluster="1")

    found = figures(np.array([0.9]), [row])

    assert found["sets"]["made"]["false_positives"] is None
    assert found["spam_share_when_unsure"] is None
    assert "-" in evaluate.render(found)
