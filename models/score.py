"""Score JSON lines: ``python -m models.score [--explain] < comments.jsonl``.

Each line in is an object with ``text`` and perhaps ``author`` and ``url``; each line out ``{"spam_probability": p}``,
with ``--explain`` also ``bias``, ``parts`` with their places (:class:`models.explain.Part`), and ``folded``: what the
comment reads as. Starts without scikit-learn.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from models.artefact import ArtefactError
from models.ngrams import Submission
from models.scorer import Scorer


def parse(line: str) -> Submission:
    """Return the submission in one line of JSON.

    Raises:
        ValueError: It is no JSON object, ``text`` is missing, or a field is not a string.
    """
    fields = json.loads(line)
    if not isinstance(fields, dict):
        raise ValueError("not a JSON object")  # noqa: TRY004 - one kind of error for all bad lines
    if "text" not in fields:
        raise ValueError("field 'text' is missing")
    values = [fields.get(name) or "" if name != "text" else fields[name] for name in Submission._fields]
    for name, value in zip(Submission._fields, values, strict=True):
        if not isinstance(value, str):
            raise ValueError(f"field {name!r} is not a string")  # noqa: TRY004 - as above
    return Submission(*values)


def answer(scorer: Scorer, submission: Submission, *, explained: bool) -> dict[str, Any]:
    """Return the object to print for one submission."""
    if not explained:
        return {"spam_probability": scorer.probability(*submission)}
    explanation = scorer.explain(*submission)
    return {
        "spam_probability": explanation.probability,
        "bias": explanation.bias,
        "parts": [part._asdict() for part in explanation.parts],
        "folded": explanation.folded,
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Score standard input line by line; return the exit status, 2 for a bad line or a model that cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m models.score", description=__doc__)
    parser.add_argument("--explain", action="store_true", help="add the parts that the score is the sum of")
    parser.add_argument("--model", type=Path, metavar="DIR", help="directory of the model (default: the shipped one)")
    options = parser.parse_args(arguments)
    try:
        scorer = Scorer.named(options.model)
    except ArtefactError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    # Bytes in and out: JSON is UTF-8 whatever the locale says.
    for number, line in enumerate(sys.stdin.buffer, start=1):
        try:
            submission = parse(line.decode("utf-8"))
        except (ValueError, RecursionError) as error:
            sys.stderr.write(f"<stdin>:{number}: {error}\n")
            return 2
        # ASCII only, so that half a surrogate pair in an explanation can be written too.
        sys.stdout.write(json.dumps(answer(scorer, submission, explained=options.explain)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
