"""Moderators' decisions as JSON lines in the order of time: what a correction of the model is learned from.

A line is one of :mod:`models.dataset` with ``text``, ``label`` and perhaps ``author`` and ``url``, and may add

* ``doubtful_probability`` and ``spam_probability``: the thresholds of its site, in [0, 1];
* ``seen``: whether the live model has learned from this decision, so that the two cannot be compared on it.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from models.dataset import DatasetError, Row, parse_row

DOUBTFUL: Final = 0.3
"""From here on a comment is held, where a line does not say: the default of a site's policy."""

FILED: Final = 0.9
"""From here on it is filed as spam, likewise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """One comment that a person decided.

    Attributes:
        row: What was decided, and how.
        doubtful: Probability from which its site holds a comment, in [0, 1].
        filed: Probability from which its site files it as spam, in [0, 1].
        seen: Whether the live model has learned from it.
    """

    row: Row
    doubtful: float = DOUBTFUL
    filed: float = FILED
    seen: bool = False


def labels_of(decided: Sequence[Decided]) -> NDArray[np.bool_]:
    """Return which of *decided* are spam, shape (n,)."""
    return np.array([one.row.spam for one in decided], dtype=bool)


def thresholds_of(decided: Sequence[Decided]) -> NDArray[np.float64]:
    """Return the two thresholds of each, shape (n, 2): doubtful, filed."""
    return np.array([(one.doubtful, one.filed) for one in decided], dtype=np.float64).reshape(-1, 2)


def read_decisions(lines: Iterable[bytes], path: Path) -> Iterator[Decided]:
    """Yield what *lines* hold, in their order.

    Args:
        lines: UTF-8.
        path: What to name in an error.

    Raises:
        DatasetError: A line is bad, or there is none.
    """
    number = 0
    for number, line in enumerate(lines, start=1):
        try:
            yield parse(line.decode("utf-8"))
        except json.JSONDecodeError as error:
            raise DatasetError(path, number, f"not JSON: {error.msg}") from error
        except UnicodeDecodeError as error:
            raise DatasetError(path, number, "not UTF-8") from error
        except (ValueError, RecursionError) as error:
            raise DatasetError(path, number, str(error)) from error
    if number == 0:
        raise DatasetError(path, 0, "empty")


def parse(line: str) -> Decided:
    """Return the decision that *line* holds.

    Raises:
        ValueError: It is no labelled comment, or what it adds is not what it should be.
    """
    row = parse_row(line, "decisions")
    fields = json.loads(line)
    seen = fields.get("seen", False)
    if not isinstance(seen, bool):
        raise ValueError("field 'seen' is neither true nor false")  # noqa: TRY004 - one kind of error for all bad lines
    return Decided(
        row=row,
        doubtful=_threshold(fields, "doubtful_probability", DOUBTFUL),
        filed=_threshold(fields, "spam_probability", FILED),
        seen=seen,
    )


def _threshold(fields: dict[str, Any], name: str, default: float) -> float:
    value = fields.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise ValueError(f"field {name!r} is not a number in [0, 1]")
    return float(value)
