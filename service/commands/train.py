"""``train``: learn from what people decided, and let the result go live only if it is better."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click
from tqdm import tqdm

from service.domain import gate
from service.domain.errors import UnknownSite
from service.domain.gate import Refusal
from service.domain.learning import LearningRefused
from service.domain.site import SiteId
from service.model_room import model_doors
from service.operators import storage_app
from service.settings import Settings
from service.use_cases.train_model import as_json

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import NoReturn

    from service.domain.gate import Comparison
    from service.use_cases.model_registry import Item
    from service.use_cases.train_model import TrainingReport

WHY = {
    Refusal.TOO_FEW_DECISIONS: f"fewer than {gate.LEAST_DECISIONS} comments were decided by people",
    Refusal.ONE_SIDED_DECISIONS: f"fewer than {gate.LEAST_OF_EACH} of them are spam, or genuine",
    Refusal.TOO_FEW_COMPARED: f"fewer than {gate.LEAST_COMPARED} decisions are new to the live model",
    Refusal.NO_BETTER_ON_REPLAY: "replayed in the order of time it is no better",
    Refusal.MAY_BE_CHANCE: f"what it gains there may be chance (p must be below {gate.MOST_CHANCE})",
    Refusal.MORE_ERRORS_ON_REPLAY: "there it publishes more spam or files more genuine comments",
    Refusal.WORSE_ON_FIXED_TEST: f"on the fixed test its log loss may rise by more than {gate.MARGIN}",
    Refusal.MORE_ERRORS_ON_FIXED_TEST: "there it publishes more spam or files more genuine comments (fixed test)",
}
"""Each refusal in words."""


@click.command("train")
@click.option("--site", default="", help="Learn from this site's decisions, for this site; all without.")
@click.option("--dry-run", is_flag=True, help="Report what would happen and change nothing.")
@click.option("--json", "as_object", is_flag=True, help="Print the report as JSON.")
def command(site: str, *, dry_run: bool, as_object: bool) -> None:
    """Train a candidate from moderators' decisions; it goes live if it is better than the live model."""
    settings = Settings.from_environ()
    with storage_app(settings).app_context():
        try:
            report = model_doors(settings).train(SiteId(site) if site else None, dry_run=dry_run, progress=bar)
        except UnknownSite:
            refuse(f"no site {site}")
        except LearningRefused as error:
            refuse(str(error))
    click.echo(json.dumps(as_json(report), indent=2) if as_object else as_text(report, dry_run=dry_run))


def bar(items: Iterable[Item], total: int, unit: str) -> Iterable[Item]:
    """Show progress on standard error; see :class:`service.use_cases.model_registry.Progress`."""
    shown: Iterable[Item] = tqdm(items, total=total, unit=unit, file=sys.stderr)
    return shown


def refuse(reason: str) -> NoReturn:
    """End the command with status 2 and one line.

    Raises:
        SystemExit: Always.
    """
    click.echo(f"saring: {reason}", err=True)
    sys.exit(2)


def as_text(report: TrainingReport, *, dry_run: bool) -> str:
    """Return a report as lines to read."""
    where = report.site or "all sites"
    lines = [f"{report.spam} spam and {report.ham} genuine comments decided on {where}; live is {report.live[:16]}"]
    if report.replay and report.fixed_test:
        lines += [*compared("replay", report.replay), *compared("fixed test", report.fixed_test)]
    lines += [f"not live: {WHY[refusal]}" for refusal in report.refusals]
    if report.activated:
        lines.append(f"live on {where}: {report.candidate}")
    elif dry_run and not report.refusals:
        lines.append(f"would go live on {where}: {report.candidate}")
    return "\n".join(lines)


def compared(name: str, found: Comparison) -> list[str]:
    """Return two models on the same comments as lines to read."""
    lines = [f"{name}: {found.comments} comments, {found.changed} verdicts changed, p = {found.chance:.4f}"]
    for side, one in (("live", found.live), ("candidate", found.candidate)):
        lines.append(
            f"  {side:9}  log loss {one.log_loss:.4f}  spam published {one.published_spam}"
            f"  genuine filed {one.filed_ham}  held {one.held}"
        )
    return lines
