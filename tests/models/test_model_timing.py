"""The cost of scoring is measured on comments as long as they should be, and told in known units."""

import json
from pathlib import Path

import pytest

from models import timing


def test_the_comments_measured_are_different_and_about_100_characters_long() -> None:
    found = timing.comments()

    assert len(found) == len(set(found)) == 200
    assert 80 <= sum(map(len, found)) / 200 <= 100


def test_every_comment_is_scored_in_every_round() -> None:
    seen: list[str] = []

    found = timing.medians(seen.append, ["a", "b"], rounds=3)

    assert len(found) == 3
    assert min(found) > 0
    assert seen == ["a", "b"] * 4


def test_the_cost_of_the_shipped_model_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert timing.main(["--rounds", "1", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert timing.main(["--rounds", "1"]) == 0
    shown = capsys.readouterr().out

    assert 0 < found["score_microseconds"] < found["explain_microseconds"]
    assert 0 < found["disk_mib"] < 8
    assert found["peak_memory_mib"] > found["weights_mib"] > 0
    assert "ms, libraries imported" in shown


def test_timing_without_a_model_ends_with_status_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert timing.main(["--model", str(tmp_path)]) == 2
    assert "manifest.json" in capsys.readouterr().err


def test_no_rounds_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        timing.main(["--rounds", "0"])

    assert ended.value.code == 2
    assert "--rounds" in capsys.readouterr().err
