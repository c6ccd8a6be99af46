"""What scoring costs: ``python -m models.timing [--model DIR] [--rounds N] [--json]``.

Wall-clock medians in this process, on one core, over 200 comments of the fixed test of about 100 characters: to score
one, and to score and explain it. Also the time to load the model once its libraries are imported, its size on disk, and
the memory of the process. Where other work runs beside, medians of the rounds differ: the least is the machine's own.
"""

import argparse
import json
import os
import resource
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from models.artefact import SHIPPED, ArtefactError, load_manifest
from models.dataset import FIXED_TEST, read_rows
from models.scorer import Scorer

LENGTH: Final = 100
COMMENTS: Final = 200
_ROUNDS: Final = 7
_LOADS: Final = 9
_MIB: Final = 2**20
# Peak memory is told in KiB by Linux, in bytes by macOS.
_PEAK_UNIT: Final = 1 if sys.platform == "darwin" else 1024


def comments() -> list[str]:
    """Return 200 different comments of the fixed test, those nearest to 100 characters, none longer."""
    texts = sorted({row.submission.text[:LENGTH] for row in read_rows(FIXED_TEST)}, key=lambda text: (-len(text), text))
    return texts[:COMMENTS]


def medians(call: Callable[[str], object], texts: Sequence[str], rounds: int) -> list[float]:
    """Return the median time of *call* over *texts* in each round, in microseconds, once warm."""
    found = []
    for _ in range(rounds + 1):
        took = []
        for text in texts:
            began = time.perf_counter_ns()
            call(text)
            took.append(time.perf_counter_ns() - began)
        found.append(statistics.median(took) / 1000)
    return found[1:]


def _load_ms(directory: Path | None) -> float:
    began = time.perf_counter_ns()
    Scorer.load(directory)
    return (time.perf_counter_ns() - began) / 1e6


def timing(directory: Path | None, rounds: int) -> dict[str, Any]:
    """Return what the model in *directory* (default: the shipped one) costs.

    Args:
        directory: Of the model.
        rounds: Over all comments, 1 or more.

    Raises:
        ArtefactError: The model cannot be used.
    """
    scorer = Scorer.named(directory)
    place, texts = directory or SHIPPED, comments()
    found: dict[str, Any] = {"model": scorer.digest, "comments": len(texts), "characters": _mean_length(texts)}
    for name, call in (("score", scorer.probability), ("explain", scorer.explain)):
        of_rounds = medians(call, texts, rounds)
        found[f"{name}_microseconds"] = statistics.median(of_rounds)
        found[f"{name}_microseconds_least"] = min(of_rounds)
        found[f"{name}_microseconds_most"] = max(of_rounds)
    loads = [_load_ms(directory) for _ in range(_LOADS)]
    kept = (place / "manifest.json", place / load_manifest(directory).weights)
    return found | {
        "load_milliseconds": statistics.median(loads),
        "disk_mib": sum(path.stat().st_size for path in kept) / _MIB,
        "weights_mib": scorer.model.weights.nbytes / _MIB,
        "peak_memory_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _PEAK_UNIT / _MIB,
        "load_average": os.getloadavg()[0],
    }


def _mean_length(texts: Sequence[str]) -> float:
    return statistics.mean(len(text) for text in texts)


def render(found: dict[str, Any]) -> str:
    """Return the figures as lines to read."""
    lines = [f"{found['comments']} comments of {found['characters']:.0f} characters, load {found['load_average']:.1f}"]
    for name in ("score", "explain"):
        middle, least, most = (found[f"{name}_microseconds{which}"] for which in ("", "_least", "_most"))
        lines.append(f"{name:8s} {middle:8.1f} us, median of rounds ({least:.1f} to {most:.1f})")
    lines += [
        f"load     {found['load_milliseconds']:8.1f} ms, libraries imported",
        f"size     {found['disk_mib']:8.2f} MiB on disk, {found['weights_mib']:.2f} MiB of weights in memory",
        f"process  {found['peak_memory_mib']:8.1f} MiB at its peak",
    ]
    return "\n".join(lines)


def _rounds(given: str) -> int:
    value = int(given)
    if value < 1:
        raise ValueError(given)
    return value


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures; return the exit status, 2 for a model that cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m models.timing", description=__doc__)
    parser.add_argument("--model", type=Path, metavar="DIR", help="directory of the model (default: the shipped one)")
    parser.add_argument("--rounds", type=_rounds, default=_ROUNDS, metavar="N", help=f"1 or more (default: {_ROUNDS})")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args(arguments)
    try:
        found = timing(options.model, options.rounds)
    except ArtefactError as error:
        print(error, file=sys.stderr)  # noqa: T201 - a command speaks
        return 2
    print(json.dumps(found, indent=2) if options.json else render(found))  # noqa: T201 - a command speaks
    return 0


if __name__ == "__main__":
    sys.exit(main())
