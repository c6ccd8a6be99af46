"""The whole suite with branch coverage, and the least it must reach: ``python -m tests.run [arguments of pytest]``."""

from __future__ import annotations

import io
import sys
from collections import Counter
from typing import TYPE_CHECKING

import coverage
import pytest

if TYPE_CHECKING:
    from collections.abc import Sequence

LIMITS = (
    ("everything", None, 95.0),
    ("service/domain", ["service/domain/*"], 100.0),
    ("service/use_cases", ["service/use_cases/*"], 100.0),
)
"""What is measured, which files that is (``None``: all), and the least coverage of lines and branches, in per cent."""


class Counts:
    """Counts tests by what became of them, as a plugin of pytest."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count one phase of one test: the call, or a set-up or clean-up that did not go through."""
        if report.when == "call" or report.outcome != "passed":
            self.counts[report.outcome] += 1

    def line(self) -> str:
        """Return the counts in a form that needs no knowledge of pytest to be read."""
        return "tests: {passed} passed, {failed} failed, {skipped} skipped".format_map(self.counts)


def main(arguments: Sequence[str]) -> int:
    """Run the suite.

    Args:
        arguments: Handed to pytest. With any of them the run is a partial one, and no limit is checked.

    Returns:
        pytest's exit status; 1 also where coverage falls short.
    """
    counts = Counts()
    measured = coverage.Coverage()
    measured.erase()
    measured.start()
    try:
        status = int(pytest.main(["--durations=5", "--durations-min=1", *arguments], plugins=[counts]))
    finally:
        measured.stop()
        measured.save()
    if not arguments:
        measured.combine()
        status = _report(measured) or status
    print(counts.line())  # noqa: T201 - the last line, which CI reads
    return status


def _report(measured: coverage.Coverage) -> int:
    """Print what is not covered and how each limit stands; return 1 if one is not kept."""
    print("\nBranch coverage; files with a gap:")  # noqa: T201 - for the one who runs it
    measured.report(file=sys.stdout)
    status = 0
    for name, files, least in LIMITS:
        reached = measured.report(include=files, file=io.StringIO())
        # Rounded down, as coverage.py shows it: 99.99 is not 100.
        verdict = "holds" if reached >= least else "FALLS SHORT"
        status |= reached < least
        print(f"coverage of {name}: {reached:.2f} %, at least {least:.0f} % wanted: {verdict}")  # noqa: T201 - likewise
    return int(status)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
