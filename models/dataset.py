"""Labelled comments from JSON lines, checked line by line, with groups that must stay on one side of any split."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.ngrams import Submission
from models.text import fold

SPAM = "spam"
HAM = "ham"
TRAIN = "train"
DEV = "dev"
# Comments written for this project that no training ever reads, by kind: complaint, fancy, ordinary (all genuine),
# gambling, blog-spam.
FIXED_TEST = Path(__file__).with_name("fixed_test.jsonl")


class DatasetError(Exception):
    """A file of labelled comments cannot be used.

    Attributes:
        path: The file.
        line: The line to blame, from 1; 0 if it is the file as a whole.
        reason: What is wrong with it.
    """

    def __init__(self, path: Path, line: int, reason: str) -> None:
        super().__init__(f"{path}:{line}: {reason}" if line else f"{path}: {reason}")
        self.path = path
        self.line = line
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One labelled comment.

    Attributes:
        submission: What is scored.
        spam: The label.
        source: Name of the data set.
        split: ``train``, ``dev``, or another name for rows that are in neither.
        cluster: Near-duplicates share it, within and across the data sets that have one.
        brand: Name of the brand advertised, folded, or empty.
        lang: Language, ISO 639-1, or empty.
        kind: What sort of comment it is, in sets that say so (:data:`FIXED_TEST`), or empty.
        part: Under which video or in which channel it stood, or empty.
    """

    submission: Submission
    spam: bool
    source: str
    split: str
    cluster: str
    brand: str = ""
    lang: str = ""
    kind: str = ""
    part: str = ""

    @property
    def group(self) -> str:
        """What must not be torn apart by a split: the brand if there is one, else the cluster."""
        return f"brand {self.brand}" if self.brand else self.cluster


def parse_row(line: str, source: str) -> Row:
    """Return the row that *line* holds.

    Raises:
        ValueError: It is no JSON object, lacks a field, or its label is neither ``spam`` nor ``ham``.
    """
    fields = json.loads(line)
    if not isinstance(fields, dict):
        raise ValueError("not a JSON object")  # noqa: TRY004 - one kind of error for all bad lines
    text = _string(fields, "text", required=True)
    label = _string(fields, "label", required=True)
    if label not in {SPAM, HAM}:
        raise ValueError(f"label {label!r} is neither {SPAM!r} nor {HAM!r}")
    author, url = _string(fields, "author"), _string(fields, "url") or _string(fields, "url_field")
    return Row(
        submission=Submission(text, author, url),
        spam=label == SPAM,
        source=source,
        split=_string(fields, "split") or TRAIN,
        cluster=_string(fields, "cluster") or f"text {fold(text)}",
        brand=_string(fields, "brand"),
        lang=_string(fields, "lang"),
        kind=_string(fields, "kind"),
        part=_string(fields, "part"),
    )


def _string(fields: dict[str, Any], name: str, *, required: bool = False) -> str:
    value = fields.get(name)
    if value is None:
        if required:
            raise ValueError(f"field {name!r} is missing")
        return ""
    if not isinstance(value, str):
        raise ValueError(f"field {name!r} is not a string")  # noqa: TRY004 - as above
    return value


def read_rows(path: Path) -> Iterator[Row]:
    """Yield the rows of a file of JSON lines.

    Raises:
        DatasetError: The file cannot be read, is empty, or a line is bad.
    """
    number = 0
    try:
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):  # noqa: B007 - the error names it
                yield parse_row(line, path.stem)
    except OSError as error:
        raise DatasetError(path, 0, error.strerror or "cannot be read") from error
    except json.JSONDecodeError as error:
        raise DatasetError(path, number, f"not JSON: {error.msg}") from error
    except UnicodeDecodeError as error:
        raise DatasetError(path, number + 1, "not UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise DatasetError(path, number, str(error)) from error
    if number == 0:
        raise DatasetError(path, 0, "empty")


def read_directory(directory: Path) -> list[Row]:
    """Return the rows of all ``*.jsonl`` files in *directory*, files in order of name.

    Raises:
        DatasetError: There is none, or one is bad.
    """
    paths = sorted(directory.glob("*.jsonl"))
    if not paths:
        raise DatasetError(directory, 0, "holds no .jsonl file")
    return [row for path in paths for row in read_rows(path)]


def digests(directory: Path) -> dict[str, str]:
    """Return the SHA-256 of each ``*.jsonl`` file in *directory*, hexadecimal, by name."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(directory.glob("*.jsonl"))}
