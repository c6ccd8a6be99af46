"""The protocols of others: what is learned from and what is tried never overlap, and bad files are named."""

import json
import random
from pathlib import Path

import numpy as np
import pytest

from models import ablation, protocols
from models.ablation import ALL, VARIANTS, Variant, figures_without
from models.dataset import Row, read_rows
from models.features import CommentVectorizer
from models.learning import Settings
from models.ngrams import GROUPS, Submission
from models.written import AFTER_ERRORS, TEXTS

SPAM = ("Subscribe to my channel please", "Check out my new song on my page", "Buy cheap followers at fans.example")
HAM = ("I love this song", "The drummer is great", "Greetings from the harbour", "Best concert of the year")


@pytest.fixture(scope="module")
def labelled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file of labelled comments under three videos."""
    chance = random.Random(4)  # noqa: S311 - no secret depends on it
    path = tmp_path_factory.mktemp("videos") / "videos.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for number in range(120):
            spam = number % 2 == 0
            text = f"{chance.choice(SPAM if spam else HAM)} {chance.choice(('!', 'now', 'really', 'x'))} {number}"
            row = {"text": text, "label": "spam" if spam else "ham", "part": f"video {number % 3}", "author": "Ann"}
            file.write(json.dumps(row) + "\n")
    return path


def test_each_part_is_tried_once_by_what_the_others_teach() -> None:
    parts = np.array(["b", "a", "b", "c", "a"])

    folds = protocols.leave_one_out(parts)

    assert [name for name, *_ in folds] == ["a", "b", "c"]
    for name, known, unseen in folds:
        assert set(parts[unseen]) == {name}
        assert sorted([*known, *unseen]) == [0, 1, 2, 3, 4]


def test_the_first_of_each_part_teach_and_the_later_ones_are_tried() -> None:
    known, unseen = protocols.first_of_each(np.array(["a", "b"] * 10), 0.7)

    assert sorted([*known.tolist(), *unseen.tolist()]) == list(range(20))
    assert max(known) < min(unseen)
    assert len(known) == 14


def test_an_easy_file_is_told_apart(labelled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert protocols.main(["--data", str(labelled), "--json"]) == 0

    found = json.loads(capsys.readouterr().out)
    assert found["rows"] == 120
    assert found["later_rows"] == 36
    assert found["mean_left_out"] > 0.9
    assert found["later_interval"][0] <= found["later"] <= found["later_interval"][1]
    assert protocols.main(["--data", str(labelled), "--all-texts"]) == 0
    assert "the later 30 %" in capsys.readouterr().out


def test_texts_written_after_errors_are_left_out_unless_asked_for() -> None:
    seen = {row.submission.text for row in read_rows(TEXTS / f"{AFTER_ERRORS}.jsonl")}

    assert not seen & {row.submission.text for row in protocols.written_texts(after_errors=False)}
    assert seen <= {row.submission.text for row in protocols.written_texts(after_errors=True)}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ('{"text": "a", "label": "spam"}\n', "name two parts or more"),
        ('{"text": "a", "label": "spam", "part": "1"}\n{"text": "b", "label": "spam", "part": "2"}\n{', ":3: not JSON"),
        ("", "empty"),
    ],
)
def test_a_file_that_cannot_be_used_ends_with_status_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, reason: str
) -> None:
    path = tmp_path / "videos.jsonl"
    path.write_text(content, encoding="utf-8")

    assert protocols.main(["--data", str(path)]) == 2
    assert reason in capsys.readouterr().err


def test_a_text_that_is_not_folded_is_read_in_small_letters() -> None:
    typed = [Submission("Main di 𝐁𝐔𝐋𝐀𝐍"), Submission("Main di bulan")]

    folded, plain = (
        CommentVectorizer(groups=["words"], counted=False, folded=yes).transform(typed) for yes in (True, False)
    )

    assert (folded[0] != folded[1]).nnz == 0
    assert (plain[0] != plain[1]).nnz > 0
    assert (plain[1] != folded[1]).nnz == 0


def test_every_part_of_the_classifier_can_be_left_out() -> None:
    assert VARIANTS[0].name == ALL
    assert {group for one in VARIANTS for group in set(GROUPS) - one.groups} == set(GROUPS)
    assert len({one.name for one in VARIANTS}) == len(VARIANTS)


def test_a_variant_is_learned_and_tried_on_the_dev_split(labelled: Path) -> None:
    rows = [
        Row(submission=Submission(row.submission.text), spam=row.spam, source="videos", split=split, cluster=str(at))
        for at, row in enumerate(read_rows(labelled))
        for split in (["dev"] if at % 4 < 2 else ["train"])
    ] * 4
    variant = Variant(name="shape", note="", settings=Settings(written_copies=0), groups=frozenset(GROUPS) - {"shape"})

    found = figures_without(variant, rows, [])

    assert found["recall"]["videos"] > 0.8
    assert found["genuine_called_spam"] is None
    assert "shape" in ablation.render([found], ["videos", "others"])


@pytest.mark.parametrize("content", [None, '{"text": "a", "label": "spam"}\n', "{"])
def test_ablation_needs_both_labels_in_both_splits(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str | None
) -> None:
    if content is not None:
        (tmp_path / "a.jsonl").write_text(content, encoding="utf-8")

    assert ablation.main(["--data", str(tmp_path)]) == 2
    assert str(tmp_path) in capsys.readouterr().err
