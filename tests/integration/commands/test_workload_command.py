"""What an owner asks of the workload on the command line, and what the worker makes of it."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from click.testing import CliRunner, Result

from service.cli import cli
from service.domain.aim import Aim
from service.domain.comment import CommentId
from service.domain.lifecycle import State
from service.domain.page import Page
from service.operators import operator_doors, storage_app
from service.settings import Settings
from service.storage.bulk import add_comments
from service.storage.database import transaction
from service.storage.pages import SqlPages
from service.worker import Jobs
from tests.stored import ARTICLE, DEMO, a_comment

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., Result]

SCORES = (0.004, 0.02, 0.07, 0.2, 0.35, 0.5, 0.66, 0.86, 0.96, 0.995)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "var")


@pytest.fixture
def run(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command on an installation that was just made."""
    monkeypatch.setenv("DATA_DIR", str(settings.data_dir))
    monkeypatch.delenv("SARING_DATABASE_URL", raising=False)

    def command(*arguments: str) -> Result:
        return CliRunner().invoke(cli, arguments)

    assert command("init").exit_code == 0
    return command


@pytest.fixture
def weeks(run: Run, settings: Settings) -> Run:
    """The same, after four weeks of 20 comments a day."""
    chance = random.Random(4)  # noqa: S311 - the same traffic each time
    midnight = datetime.combine(datetime.now(UTC).date(), time(), UTC)
    with storage_app(settings).app_context(), transaction():
        SqlPages().note(DEMO.id, Page(key=ARTICLE.key), published=0)
        batch = []
        for number in range(28 * 20):
            score = chance.choice(SCORES)
            rule = "spam-probability" if score >= 0.9 else "doubtful-probability" if score >= 0.3 else "ordinary"
            state = {"ordinary": State.APPROVED, "spam-probability": State.SPAM}.get(rule, State.PENDING)
            came = midnight - timedelta(days=number // 20, hours=number % 20 + 1)
            batch.append(
                a_comment(
                    id=CommentId(UUID(int=number + 1)),
                    spam_probability=score,
                    rule=rule,
                    state=state,
                    created_at=came,
                )
            )
        add_comments(batch)
    return run


def figures(result: Result) -> dict[str, object]:
    assert result.exit_code == 0, result.output
    return dict(json.loads(result.stdout))


def test_the_figures_are_a_table_with_the_thresholds_that_are_set_marked(weeks: Run) -> None:
    result = weeks("workload", "demo")

    assert result.exit_code == 0
    assert "demo: 560 comments on 28 days" in result.stdout
    [marked] = [line for line in result.stdout.splitlines() if line.startswith("* ") and "as set now" not in line]
    assert marked.split()[1:4] == ["0.3", "0.9", "0.1"]
    assert "day/s" not in result.stdout


def test_an_aim_is_only_asked_about_until_it_is_applied(weeks: Run) -> None:
    asked = weeks("workload", "demo", "--read-per-day", "5")

    assert "\n> " in asked.stdout
    assert "met: these thresholds follow" in asked.stdout
    assert "set by hand" in weeks("workload", "demo").stdout


def test_an_aim_is_applied_shown_and_taken_away(weeks: Run) -> None:
    applied = weeks("workload", "demo", "--cost-ratio", "10", "--apply")

    assert applied.exit_code == 0
    assert "demo is at version 2: cost-ratio 10" in applied.stderr
    listed = weeks("site", "list").stdout
    assert "    spam_probability: 0.97\n" in listed
    assert "    aim: cost-ratio 10\n" in listed
    found = figures(weeks("workload", "demo", "--json"))
    assert (found["aim"]["cost_ratio"], found["advice"]) == (10, "met")  # type: ignore[index] # what is none fails
    assert "set by hand" in weeks("workload", "demo", "--by-hand").stdout
    assert "is at version" not in weeks("workload", "demo", "--by-hand").stderr


def test_a_threshold_set_by_hand_takes_the_aim_away(weeks: Run) -> None:
    assert weeks("workload", "demo", "--cost-ratio", "10", "--apply").exit_code == 0

    assert weeks("site", "set", "demo", "--doubtful-probability", "0.25").exit_code == 0

    assert "    aim: None\n" in weeks("site", "list").stdout


def test_the_worker_moves_the_thresholds_a_step_towards_the_aim(weeks: Run, settings: Settings) -> None:
    app = storage_app(settings)
    with app.app_context():
        doors = operator_doors()
        site = doors.sites.get(DEMO.id)
        doors.change_site(replace(site, policy=replace(site.policy, aim=Aim(cost_ratio=10))))
    jobs = Jobs(app=app)

    jobs.follow_aims()
    jobs.follow_aims()

    assert "    spam_probability: 0.92\n" in weeks("site", "list").stdout


def test_of_a_site_without_comments_it_is_said_that_they_are_too_few(run: Run) -> None:
    result = run("workload", "demo", "--read-per-day", "20", "--apply")

    assert result.exit_code == 0
    assert "0 comments on 0 days" in result.stdout
    assert "too-few-comments: too few comments to tell" in result.stdout
    found = figures(run("workload", "demo", "--json"))
    assert (found["current"], found["costs"], found["advice"]) == (None, [], "too-few-comments")
    assert "    doubtful_probability: 0.3\n" in run("site", "list").stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("tidak-ada",), "no site tidak-ada"),
        (("demo", "--apply"), "--apply needs"),
        (("demo", "--by-hand", "--cost-ratio", "3"), "goes with none"),
        (("demo", "--cost-ratio", "0.5"), "cost_ratio must lie in [1, 1000]"),
        (("demo", "--read-per-day", "nan"), "read_per_day must lie in"),
        (("demo", "--weeks", "13"), "1<=x<=12"),
    ],
)
def test_what_cannot_be_done_is_said_with_status_2(run: Run, arguments: tuple[str, ...], said: str) -> None:
    result = run("workload", *arguments)

    assert result.exit_code == 2
    assert said in result.output
