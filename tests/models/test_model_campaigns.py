"""The command that groups labelled comments, and the figures it prints."""

import json
from pathlib import Path

import pytest

from models import campaigns
from models.campaigns import agreement, renamed_together
from models.dataset import Row
from models.ngrams import Submission

FLOOD = "Kemarin iseng coba di {} modal receh, eh malamnya langsung bisa traktir sekampung"


def written(path: Path, *rows: dict[str, object]) -> str:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return str(path)


def a_row(text: str, cluster: str, brand: str = "") -> Row:
    return Row(submission=Submission(text), spam=True, source="x", split="train", cluster=cluster, brand=brand)


def test_pairs_and_rows_are_counted() -> None:
    found = agreement(["a", "a", "a", "b"], ["x", "x", "y", "y"])

    assert (found.rows, found.groups, found.pairs, found.pairs_found) == (4, 2, 2, 3)
    assert (found.precision, found.recall) == (1 / 3, 1 / 2)
    assert found.row_precision == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1) / 4)
    assert found.row_recall == pytest.approx((1 + 1 + 1 / 2 + 1 / 2) / 4)


def test_where_there_is_nothing_to_find_nothing_was_missed() -> None:
    nothing = agreement([], [])

    assert (nothing.precision, nothing.recall, nothing.row_precision, nothing.row_recall) == (1, 1, 1, 1)


def test_clusters_that_differ_in_the_brand_alone_are_one() -> None:
    rows = [
        a_row(FLOOD.format("MAWAR88"), "1", "mawar88"),
        a_row(FLOOD.format("N A G A 1 3 8"), "2", "naga138"),
        a_row("Suaranya kurang keras.", "3"),
        a_row("Suaranya kurang jelas.", "4"),
        a_row("ok", "5"),
        a_row("Ok.", "6"),
    ]

    joined = renamed_together(rows)

    assert joined[0] == joined[1]
    assert len(set(joined)) == 5


def test_a_flood_is_found_and_its_figures_are_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(
        tmp_path / "a.jsonl",
        {"text": FLOOD.format("MAWAR88"), "label": "spam", "cluster": "1", "brand": "mawar88"},
        {"text": FLOOD.format("NAGA138"), "label": "spam", "cluster": "2", "brand": "naga138", "split": "dev"},
        {"text": "Suaranya kurang keras.", "label": "ham", "cluster": "3"},
        {"text": "👍", "label": "ham", "cluster": "4"},
    )

    assert campaigns.main(["--data", file, "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert campaigns.main(["--data", file]) == 0
    lines = capsys.readouterr().out.splitlines()

    spam = figures["parts"]["spam"]
    assert spam["cluster"]["precision"] == 0
    assert spam["cluster, renamed together"]["precision"] == spam["cluster, renamed together"]["recall"] == 1
    assert figures["parts"]["all"]["cluster"]["groups"] == 3
    assert figures["microseconds"] > 0
    assert "µs a text" in lines[0]
    assert len(lines) == 14


@pytest.mark.parametrize(("line", "reason"), [('{"text": "x"}', "label"), ("[]", "not a JSON object")])
def test_a_bad_line_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str, reason: str) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(line, encoding="utf-8")

    assert campaigns.main(["--data", str(path)]) == 2

    said = capsys.readouterr().err
    assert f"{path}:1: " in said
    assert reason in said
