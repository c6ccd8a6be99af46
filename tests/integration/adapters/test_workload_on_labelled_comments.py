"""The workload's bounds beside labels: held-out comments, scored by the model that ships, as weeks of traffic.

The labelled data lies beside the checkout and is no part of the project; without it there is nothing to compare with.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from service.adapters.spam_model import ShippedClassifier
from service.domain.policy import Mode, Policy
from service.domain.recalibration import recalibrate
from service.domain.rules import Evidence, judge
from service.domain.signals import Signals
from service.domain.traffic import Cell, Traffic
from service.domain.workload import Ledger, Thresholds

DATA = Path(__file__).resolve().parents[3] / "../shared/data"
DAYS, RUNS = 28, 8
TYPED = Signals(form_age=timedelta(seconds=40))
SETTINGS = tuple(
    Thresholds(doubtful=doubtful, spam=spam, stranger=round(doubtful / 3, 3))
    for doubtful in (0.1, 0.3, 0.6)
    for spam in (0.8, 0.9, 0.97)
)

Scored = tuple[float, bool]


@pytest.fixture(scope="module")
def scored() -> list[Scored]:
    """Return held-out comments of every set as (score, whether it is spam)."""
    files = sorted(DATA.glob("*.jsonl"))
    if not files:
        pytest.skip("no labelled data beside the checkout")
    rows = [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    held_out = [row for row in rows if row["split"] == "dev"]
    chance = random.Random(0)  # noqa: S311 - the same rows each time
    classifier = ShippedClassifier()
    return [
        (classifier.probability(row["text"], row.get("author") or "", None), row["label"] == "spam")
        for row in chance.sample(held_out, min(2500, len(held_out)))
    ]


def weeks(scored: list[Scored], chance: random.Random) -> list[list[Scored]]:
    """Draw four weeks of about 100 comments a day, some days half and some twice as busy."""
    return [chance.choices(scored, k=round(100 * chance.lognormvariate(-0.08, 0.4))) for _ in range(DAYS)]


def counted(days: list[list[Scored]], decided: float, chance: random.Random) -> Traffic:
    """Count traffic as the default policy judged it, with so great a share of the held comments decided."""
    cells = []
    for day in days:
        found: dict[tuple[int, str, bool | None], list[float]] = {}
        for score, spam in day:
            rule = judge(Evidence(policy=Policy(), signals=TYPED, spam_probability=score)).rule
            held = rule in {"doubtful-probability", "unconfirmed-author"}
            label = spam if held and chance.random() < decided else None
            found.setdefault((int(score * 1000), rule, label), []).append(score)
        cells.append(
            tuple(
                Cell(bin=bin_, rule=rule, confirmed=False, spam=label, comments=len(scores), mass=sum(scores))
                for (bin_, rule, label), scores in found.items()
            )
        )
    return Traffic(tuple(cells))


@pytest.mark.parametrize("decided", [0.0, 0.8])
def test_the_bounds_hold_what_labels_say_of_the_weeks_to_come(scored: list[Scored], decided: float) -> None:
    chance = random.Random(5)  # noqa: S311 - the same traffic each time
    inside: Counter[str] = Counter()
    for _ in range(RUNS):
        traffic = counted(weeks(scored, chance), decided, chance)
        coming = [one for day in weeks(scored, chance) for one in day]
        for cost in Ledger.of(traffic, Mode.HOLD_DOUBTFUL, recalibrate(traffic)).costs(SETTINGS):
            held_from, filed_from = cost.thresholds.stranger, cost.thresholds.spam
            truth = {
                "read": sum(held_from <= score < filed_from for score, _ in coming) / DAYS,
                "spam_shown": sum(spam for score, spam in coming if score < held_from) / DAYS,
                "genuine_filed": sum(not spam for score, spam in coming if score >= filed_from) / DAYS,
            }
            for name, value in truth.items():
                figure = getattr(cost, name)
                inside[name] += figure.low <= value <= figure.high

    least = 0.85 * RUNS * len(SETTINGS)
    assert {name: count for name, count in inside.items() if count < least} == {}
