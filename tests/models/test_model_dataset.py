"""Labelled comments are checked line by line, and the first bad line is named."""

import json
from pathlib import Path

import pytest

from models.dataset import DatasetError, digests, parse_row, read_directory, read_rows

GOOD = json.dumps({"text": "Selamat pagi", "label": "ham"})


def test_a_full_row_is_read() -> None:
    line = {"text": "Ke BULAN55", "label": "spam", "split": "dev", "cluster": "7", "brand": "bulan55", "author": "Sri"}
    line |= {"lang": "id", "kind": "gambling"}

    row = parse_row(json.dumps({**line, "url_field": "https://bulan.example"}), "made")

    assert row.spam
    assert row.submission == ("Ke BULAN55", "Sri", "https://bulan.example")
    assert (row.source, row.split, row.cluster, row.group) == ("made", "dev", "7", "brand bulan55")
    assert (row.lang, row.kind) == ("id", "gambling")


def test_a_row_without_a_cluster_is_grouped_with_what_folds_to_the_same() -> None:
    first, second = (parse_row(json.dumps({"text": text, "label": "ham"}), "made") for text in ("PAGI", "𝐩𝐚𝐠𝐢"))

    assert first.group == second.group
    assert first.split == "train"


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        (f"{GOOD}\n{{", 2, "not JSON"),
        (f"{GOOD}\n[1]\n", 2, "not a JSON object"),
        ('{"label": "ham"}', 1, "'text' is missing"),
        ('{"text": "x"}', 1, "'label' is missing"),
        ('{"text": 5, "label": "ham"}', 1, "'text' is not a string"),
        ('{"text": "x", "label": "eggs"}', 1, "'eggs'"),
        ('{"text": "x", "label": "ham", "brand": 3}', 1, "'brand' is not a string"),
        ("[" * 100_000, 1, "recursion"),
        ("", 0, "empty"),
    ],
)
def test_a_bad_line_is_named_with_its_reason(tmp_path: Path, content: str, line: int, reason: str) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(DatasetError, match=reason) as caught:
        list(read_rows(path))

    assert (caught.value.path, caught.value.line) == (path, line)
    assert str(path) in str(caught.value)


def test_bytes_that_are_not_utf_8_are_named(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_bytes(b"\xff\xfe")

    with pytest.raises(DatasetError, match="not UTF-8"):
        list(read_rows(path))


def test_a_file_or_directory_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"none\.jsonl"):
        list(read_rows(tmp_path / "none.jsonl"))
    with pytest.raises(DatasetError, match="holds no"):
        read_directory(tmp_path)


def test_a_directory_is_read_in_order_of_name_and_digested(tmp_path: Path) -> None:
    for name in ("b", "a"):
        (tmp_path / f"{name}.jsonl").write_text(GOOD, encoding="utf-8")

    assert [row.source for row in read_directory(tmp_path)] == ["a", "b"]
    assert list(digests(tmp_path)) == ["a.jsonl", "b.jsonl"]
