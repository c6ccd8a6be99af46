"""Training in a process of its own: scikit-learn comes and goes with it, and no process of the service loads it."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from service.adapters.model_files import as_comparison, read_folder, write_folder
from service.domain.learning import CannotTrain
from service.use_cases.model_registry import Learned

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from service.use_cases.model_registry import Artefact, DecidedComment

REPORT = "report.json"
"""What the process writes beside the candidate."""


class ProcessTrainer:
    """Implements :class:`service.use_cases.model_registry.Trainer` with ``python -m models.adapt``.

    Comments go through a pipe and are written nowhere; the process shows its own progress on standard error.
    """

    def __init__(self, model_dir: str = "") -> None:
        """Know which model to correct; ``""``: the one that ships."""
        self._model_dir = model_dir

    def __call__(
        self, decisions: Sequence[DecidedComment], live: Artefact | None, known: Callable[[DecidedComment], bool]
    ) -> Learned:
        """Return a candidate with its comparisons; see the port."""
        if importlib.util.find_spec("sklearn") is None:
            raise CannotTrain("scikit-learn is not installed here; train where it is")
        with tempfile.TemporaryDirectory(prefix="saring-train-") as made:
            folder = Path(made)
            command = [sys.executable, "-m", "models.adapt", "--out", str(folder / "candidate")]
            if self._model_dir:
                command += ["--base", self._model_dir]
            if live is not None:
                write_folder(folder / "live", live)
                command += ["--live", str(folder / "live")]
            lines = "".join(_line(one, seen=known(one)) for one in decisions)
            done = subprocess.run(command, input=lines.encode(), stdout=subprocess.DEVNULL, check=False)  # noqa: S603 - our own command
            if done.returncode:
                raise CannotTrain(f"training ended with status {done.returncode}; the lines above say why")
            artefact = read_folder(folder / "candidate")
            report = json.loads((folder / "candidate" / REPORT).read_bytes())
        return Learned(
            artefact=artefact,
            digest=json.loads(artefact.manifest)["digest"],
            replay=as_comparison(report["replay"]),
            fixed_test=as_comparison(report["fixed_test"]),
        )


def _line(decision: DecidedComment, *, seen: bool) -> str:
    """Return a decision as a line of :mod:`models.decisions`."""
    return (
        json.dumps(
            {
                "text": decision.text,
                "author": decision.name,
                "url": decision.url or "",
                "label": "spam" if decision.spam else "ham",
                "doubtful_probability": decision.doubtful_probability,
                "spam_probability": decision.spam_probability,
                "seen": seen,
            }
        )
        + "\n"
    )
