"""The trials count every kind where it belongs, and say so to people, programs and bad input."""

import json
import random
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from models import redisguise, trials
from models.artefact import Model, save
from models.dataset import Row
from models.disguises import DISGUISES, Trick
from models.ngrams import BUCKETS, WIDTH, Submission
from models.redisguise import advertised, lost, tricks_of_training
from models.text import fold
from models.trials import ABOUT_GAMBLING, GENUINE, IN_DISGUISE, groups_of
from models.tricks import TRICKS


def seeded(number: int) -> random.Random:
    return random.Random(number)  # noqa: S311 - no secret depends on it


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that calls spam whatever has two disguised letters."""
    directory = tmp_path_factory.mktemp("model")
    weights = np.zeros(WIDTH, dtype=np.float32)
    weights[BUCKETS] = 2.0
    save(directory, Model(weights, -1.5), figures={"threshold": 0.5})
    return directory


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "gambling_made.jsonl"
    rows = [
        {"text": "Ayo ke 𝐁𝐔𝐋𝐀𝐍𝟓𝟓 malam ini", "label": "spam", "split": "dev", "brand": "bulan55"},
        {"text": "Cari BULAN55 saja", "label": "spam", "split": "dev", "brand": "bulan55"},
        {"text": "Nama aneh", "label": "spam", "split": "dev", "brand": "bulan55"},
        {"text": "Tanpa nama", "label": "spam", "split": "dev"},
        {"text": "heran, bulan55 lagi yang muncul", "label": "ham", "split": "dev"},
        {"text": "Selamat pagi semua", "label": "ham", "split": "dev"},
        {"text": "𝓢𝓮𝓵𝓪𝓶𝓪𝓽 pagi", "label": "ham", "split": "dev"},
        {"text": "Ayo ke 𝐁𝐔𝐋𝐀𝐍𝟓𝟓", "label": "spam", "split": "train", "brand": "bulan55"},
    ]
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


def a_row(text: str, *, spam: bool = False, kind: str = "", brand: str = "") -> Row:
    return Row(
        submission=Submission(text), spam=spam, source="gambling_made", split="dev", cluster="1", brand=brand, kind=kind
    )


@pytest.mark.parametrize(
    ("row", "groups"),
    [
        (a_row("apa saja", kind="fancy"), ["fancy"]),
        (a_row("hapus 𝐁𝐔𝐋𝐀𝐍𝟓𝟓", kind="complaint"), ["complaint", "complaint, naming a brand in disguise"]),
        (a_row("hapus BULAN55 min", kind="complaint"), ["complaint", "complaint, naming a brand"]),
        (a_row("hapus komen slot min", kind="complaint"), ["complaint", "complaint, naming no brand"]),
        (a_row("komen judol lagi"), [ABOUT_GAMBLING]),
        (a_row("Bulan55 itu apa"), [ABOUT_GAMBLING]),
        (a_row("𝐣𝐮𝐝𝐨𝐥 𝐥𝐚𝐠𝐢"), [ABOUT_GAMBLING, IN_DISGUISE]),
        (a_row("pe\u0332nting\u0332"), [IN_DISGUISE]),
        (a_row("🇮🇩 hidup timnas 🟩"), []),
        (a_row("main judi", spam=True), []),
    ],
)
def test_a_row_counts_for_the_groups_it_belongs_to(row: Row, groups: list[str]) -> None:
    assert list(groups_of(row, frozenset({"bulan55"}))) == groups


def test_each_kind_gets_its_share_and_each_error_its_line(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert trials.main(["--model", str(model), "--json"]) == 0

    found = json.loads(capsys.readouterr().out)
    assert found["threshold"] == 0.5
    kinds = ["complaint", "fancy", "ordinary", "gambling", "blog-spam"]
    assert [name for name in found["groups"] if name in kinds] == kinds
    parts = [group["called_spam"]["rows"] for name, group in found["groups"].items() if name not in kinds]
    assert sum(parts) == found["groups"]["complaint"]["called_spam"]["rows"]
    called = found["groups"]["fancy"]["called_spam"]
    assert called["interval"][0] < called["share"] < called["interval"][1]
    pooled = found["pooled"][GENUINE]
    assert pooled["rows"] == called["rows"] + found["groups"]["complaint"]["called_spam"]["rows"]
    hits = sum(found["groups"][name]["called_spam"]["hits"] for name in ("complaint", "fancy", "ordinary"))
    assert sum(not row["spam"] for row in found["wrong"]) == hits


def test_data_set_the_threshold_and_add_their_genuine_rows(
    model: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert trials.main(["--model", str(model), "--data", str(data)]) == 0

    shown = capsys.readouterr().out
    assert f"{ABOUT_GAMBLING:52s}     0 of     1" in shown
    assert f"{IN_DISGUISE:52s}     0 of     1" in shown
    assert "on the wrong side" in shown


def test_a_threshold_can_be_given(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert trials.main(["--model", str(model), "--threshold", "1", "--json"]) == 0

    found = json.loads(capsys.readouterr().out)
    assert {group["called_spam"]["hits"] for group in found["groups"].values()} == {0}


@pytest.mark.parametrize("command", [trials.main, redisguise.main])
@pytest.mark.parametrize("extra", [["--model", "nowhere"], ["--data", "nowhere.jsonl"]])
def test_a_trial_of_what_is_not_there_ends_with_status_2(
    capsys: pytest.CaptureFixture[str], data: Path, command: Callable[[Sequence[str]], int], extra: list[str]
) -> None:
    assert command(["--data", str(data), *extra]) == 2
    assert "nowhere" in capsys.readouterr().err


def test_a_model_without_figures_asks_for_a_threshold(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    save(tmp_path, Model(np.zeros(WIDTH, dtype=np.float32), 0.0))

    assert trials.main(["--model", str(tmp_path)]) == 2
    assert "give --threshold" in capsys.readouterr().err


@pytest.mark.parametrize("threshold", ["2", "-1", "high", "nan"])
def test_a_threshold_is_a_probability(capsys: pytest.CaptureFixture[str], threshold: str) -> None:
    with pytest.raises(SystemExit) as ended:
        trials.main([f"--threshold={threshold}"])

    assert ended.value.code == 2
    assert "--threshold" in capsys.readouterr().err


@pytest.mark.parametrize("trick", DISGUISES.values(), ids=list(DISGUISES))
def test_every_disguise_can_be_drawn_again_and_leaves_nothing_out(trick: Trick) -> None:
    for seed in range(30):
        written = trick("bulan55", seeded(seed))

        assert written == trick("bulan55", seeded(seed))
        assert len(written) >= len("bulan55")


def test_disguises_of_letters_fold_back() -> None:
    for name in ("mathematical letters and digits", "styled and plain mixed", "full width", "enclosed"):
        for seed in range(30):
            assert fold(DISGUISES[name]("bulan55", seeded(seed))) == "bulan55"


def test_every_trick_of_training_has_a_name_of_its_own() -> None:
    named = tricks_of_training()

    assert {trick for trick in TRICKS if trick.__name__ != "<lambda>"} <= set(named.values())
    assert {"none: capitals", "none: title", "none: small letters", "styled and plain mixed"} <= set(named)
    assert not [name for name in named if name.startswith("_") or "lambda" in name]


def test_a_name_is_found_though_the_data_spell_it_with_digits() -> None:
    one = advertised(a_row("Ke 𝐊𝐔𝐒𝐔𝐌𝐀𝐓𝟎𝐓𝟎 dulu", brand="kusumat0t0"))

    assert one is not None
    assert one.with_name("X").text == "Ke X dulu"
    assert advertised(a_row("Ke sana dulu", brand="bulan55")) is None


def test_points_are_lost_where_what_was_found_no_longer_is() -> None:
    typed, now = np.array([1.0, 1.0, 1.0, 0.0]), np.array([1.0, 0.0, 1.0, 0.0])

    found = lost(typed, now, ["1", "2", "3", "4"])

    assert (found["recall"], found["points_lost"]) == (0.5, 25.0)
    assert found["points_interval"][0] <= 25.0 <= found["points_interval"][1]


def test_a_table_tells_what_each_disguise_costs(model: Path, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--model", str(model), "--data", str(data)]

    assert redisguise.main([*arguments, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert redisguise.main(arguments) == 0
    shown = capsys.readouterr().out

    assert (found["rows"], found["without_brand"], found["not_found"], found["recall"]) == (2, 1, 1, 0.5)
    assert list(found["tricks"]["apart"]) == list(DISGUISES)
    assert found["tricks"]["apart"]["mathematical letters and digits"]["same name"]["points_lost"] == -50
    assert found["tricks"]["apart"]["none: capitals"]["made-up name"]["recall"] == 0
    assert -50 < found["overall"]["apart"]["same name"]["points_lost"] < 50
    assert "apart: none: capitals" in shown
    assert "apart: mean of all tricks" in shown


def test_a_file_without_a_name_to_exchange_ends_with_status_2(
    model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "made.jsonl"
    path.write_text('{"text": "pagi", "label": "ham", "split": "dev"}', encoding="utf-8")

    assert redisguise.main(["--model", str(model), "--data", str(path)]) == 2
    assert f"{path}: no spam" in capsys.readouterr().err
