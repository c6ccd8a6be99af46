"""Group labelled comments as the service does: ``python -m models.campaigns --data FILE… [--json]``.

Each text in turn joins the group that it has the most keys in common with, if these are enough, else it founds one.
What comes out is compared with the ``cluster`` that the rows carry: over pairs (two rows in one group), which a few
large groups dominate, and row by row (B-cubed: Bagga and Baldwin 1998), where each row counts once. Both twice: against
the clusters as they are, and with those made one that say the same in letters once the brand is blanked.
"""

import argparse
import json
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Final

from tqdm import tqdm

from models.dataset import DatasetError, Row, read_rows
from models.signature import ENOUGH, LEAST_SAID, PLENTY, band_keys
from models.text import fold

_NO_LETTER: Final = re.compile(r"[\W\d_]+")
_NO_SIGN: Final = re.compile(r"[\W_]+")
_MICROSECONDS: Final = 1e6


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far two groupings of the same rows agree; shares in [0, 1].

    Attributes:
        rows: Rows compared.
        groups: Groups found, rows that are alone included.
        pairs: Pairs of rows in one group as they should be.
        pairs_found: Pairs of rows in one group as found.
        precision: Share of the pairs found that should be; 1 if none was found.
        recall: Share of the pairs that should be that were found; 1 if there is none.
        row_precision: Mean over rows of the share of the row's group that belongs with it.
        row_recall: Mean over rows of the share of what belongs with it that is in the row's group.
    """

    rows: int
    groups: int
    pairs: int
    pairs_found: int
    precision: float
    recall: float
    row_precision: float
    row_recall: float


class Grouping:
    """The rule of assignment, over texts that come one by one."""

    def __init__(self) -> None:
        self._groups: dict[int, list[int]] = defaultdict(list)
        self._founded = 0

    def join(self, keys: Sequence[int]) -> int:
        """Return the number of the group that a text with these *keys* joins or founds."""
        shared = Counter(group for key in keys for group in self._groups.get(key, ()))
        group, common = min(shared.items(), key=lambda one: (-one[1], one[0]), default=(-1, 0))
        if common < ENOUGH:
            group = self._founded
            self._founded += 1
        if common < PLENTY:
            for key in keys:
                if group not in self._groups[key]:
                    self._groups[key].append(group)
        return group


def _pairs(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)


def agreement(found: Sequence[Hashable], wanted: Sequence[Hashable]) -> Agreement:
    """Return how far a grouping agrees with another; each gives the group of every row, in the same order."""
    sizes, sizes_wanted = Counter(found), Counter(wanted)
    both = Counter(zip(found, wanted, strict=True))
    right, made, there = (_pairs(one.values()) for one in (both, sizes, sizes_wanted))
    rows = len(found)
    return Agreement(
        rows=rows,
        groups=len(sizes),
        pairs=there,
        pairs_found=made,
        precision=right / made if made else 1.0,
        recall=right / there if there else 1.0,
        row_precision=sum(size * size / sizes[one] for (one, _), size in both.items()) / rows if rows else 1.0,
        row_recall=sum(size * size / sizes_wanted[one] for (_, one), size in both.items()) / rows if rows else 1.0,
    )


def renamed_together(rows: Sequence[Row]) -> list[str]:
    """Return the cluster of each row, with those made one that hold the same text under another brand."""
    leads: dict[str, str] = {}

    def lead(cluster: str) -> str:
        while leads.get(cluster, cluster) != cluster:
            cluster = leads[cluster]
        return cluster

    first: dict[str, str] = {}
    for row in rows:
        text = _NO_SIGN.sub("", fold(row.submission.text))
        brand = _NO_SIGN.sub("", fold(row.brand))
        letters = _NO_LETTER.sub("", text.replace(brand, "") if brand else text)
        if len(letters) >= LEAST_SAID:
            leads[lead(row.cluster)] = lead(first.setdefault(letters, row.cluster))
    return [lead(row.cluster) for row in rows]


def report(rows: Sequence[Row], *, quiet: bool = False) -> dict[str, object]:
    """Return the figures by part of the rows and kind of reference, and the median microseconds a text (unfolded)."""
    grouping, groups, times = Grouping(), [], []
    for number, row in enumerate(tqdm(rows, unit="texts", disable=quiet)):
        folded = fold(row.submission.text)
        start = time.perf_counter()
        keys = band_keys(row.submission.text, folded)
        times.append(time.perf_counter() - start)
        groups.append((0, grouping.join(keys)) if keys else (1, number))
    joined = renamed_together(rows)
    parts = {
        "all": [True] * len(rows),
        "spam": [row.spam for row in rows],
        "ham": [not row.spam for row in rows],
        "train": [row.split == "train" for row in rows],
        "dev": [row.split == "dev" for row in rows],
        "dev spam": [row.split == "dev" and row.spam for row in rows],
    }
    figures: dict[str, dict[str, object]] = {}
    for name, chosen in parts.items():
        places = [place for place, taken in enumerate(chosen) if taken]
        found = [groups[place] for place in places]
        figures[name] = {
            "cluster": asdict(agreement(found, [rows[place].cluster for place in places])),
            "cluster, renamed together": asdict(agreement(found, [joined[place] for place in places])),
        }
    return {"microseconds": round(median(times) * _MICROSECONDS, 1) if times else None, "parts": figures}


def _lines(figures: dict[str, object]) -> Iterable[str]:
    """Yield the figures as lines to read."""
    yield f"signature: {figures['microseconds']} µs a text (median, without folding)"
    yield f"{'rows':10}{'reference':27}{'rows':>7}{'groups':>8}{'pairs':>8}{'found':>8}  pair P / R    row P / R"
    parts = figures["parts"]
    assert isinstance(parts, dict)  # noqa: S101 - as report() makes it
    for name, references in parts.items():
        for reference, one in references.items():
            yield (
                f"{name:10}{reference:27}{one['rows']:7}{one['groups']:8}{one['pairs']:8}{one['pairs_found']:8}"
                f"  {one['precision']:.3f} {one['recall']:.3f}   {one['row_precision']:.3f} {one['row_recall']:.3f}"
            )


def main(arguments: Sequence[str] | None = None) -> int:
    """Group the rows of files and print how that agrees with their clusters; return the exit status, 2: bad input."""
    parser = argparse.ArgumentParser(prog="python -m models.campaigns", description=__doc__)
    parser.add_argument("--data", type=Path, nargs="+", required=True, metavar="FILE", help="labelled JSON lines")
    parser.add_argument("--json", action="store_true", help="print the figures as one JSON object")
    options = parser.parse_args(arguments)
    try:
        rows = [row for path in options.data for row in read_rows(path)]
    except DatasetError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    figures = report(rows, quiet=options.json and not sys.stderr.isatty())
    sys.stdout.write(f"{json.dumps(figures) if options.json else chr(10).join(_lines(figures))}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
