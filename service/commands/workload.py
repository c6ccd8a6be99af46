"""``workload``: what a site's thresholds cost, what others would, and what an owner wants of them."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import click
from tqdm import tqdm

from service.api.workload import render_workload
from service.domain.aim import COST_RATIO, Aim
from service.domain.errors import StaleDecision, UnknownSite
from service.domain.site import SiteId
from service.domain.workload import Thresholds
from service.operators import operator_doors, storage_app
from service.settings import Settings
from service.use_cases.weigh_thresholds import MOST_WEEKS, WEEKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from service.domain.workload import Cost, Interval
    from service.use_cases.weigh_thresholds import Weighed

SAYS = {
    "met": "these thresholds follow",
    "too-few-comments": "too few comments to tell (200 with a score on 7 days are needed); the thresholds stay",
    "mode-decides": "the site's mode leaves nothing to the thresholds; they stay",
    "more-are-held": "more are held even so: for other reasons, or because they are more likely spam than not",
    "fewer-come": "fewer are worth reading",
}
"""What each reason of an advice means."""


@click.command("workload")
@click.argument("name", metavar="SITE")
@click.option(
    "--weeks", type=click.IntRange(1, MOST_WEEKS), default=WEEKS, show_default=True, help="How many to look at."
)
@click.option("--read-per-day", type=float, help="Aim: about so many comments to read a day.")
@click.option("--cost-ratio", type=float, help="Aim: a lost genuine comment costs as much as so many published spams.")
@click.option("--apply", is_flag=True, help="Set the aim; the thresholds follow now and every day.")
@click.option("--by-hand", is_flag=True, help="Take the aim away; the thresholds stay as they are.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(  # noqa: PLR0913, PLR0917 - click passes each option by its name
    name: str,
    weeks: int,
    read_per_day: float | None,
    cost_ratio: float | None,
    apply: bool,  # noqa: FBT001 - as above
    by_hand: bool,  # noqa: FBT001 - as above
    as_json: bool,  # noqa: FBT001 - as above
) -> None:
    """Say what the thresholds of SITE cost a day, by the last weeks, and what an aim would make of them."""
    aimed = read_per_day is not None or cost_ratio is not None
    if apply and not aimed:
        raise click.UsageError("--apply needs --read-per-day or --cost-ratio")
    if by_hand and aimed:
        raise click.UsageError("--by-hand takes an aim away and goes with none")
    with storage_app(Settings.from_environ()).app_context():
        doors = operator_doors()
        try:
            site = doors.sites.get(SiteId(name))
            if by_hand and site.policy.aim:
                site = doors.change_site(replace(site, policy=replace(site.policy, aim=None)))
                click.echo(f"{name} is at version {site.version}: thresholds are set by hand", err=True)
            aim = None
            if aimed:
                ratio = COST_RATIO if cost_ratio is None else cost_ratio
                aim = Aim(read_per_day=read_per_day, cost_ratio=ratio, strangers=Thresholds.of(site.policy).strangers)
            weighed = replace(doors.weigh_thresholds, progress=_bar)(site.id, weeks, aim)
            click.echo(render_workload(weighed).model_dump_json(indent=1) if as_json else table(weighed))
            if apply and aim:
                after = doors.set_aim(weighed, aim)
                click.echo(f"{name} is at version {after.version}: {aim}", err=True)
        except UnknownSite as error:
            raise click.BadParameter(f"no site {name}", param_hint="SITE") from error
        except StaleDecision as error:
            raise click.ClickException(f"{name} was changed in the meantime; look again") from error
        except ValueError as error:
            raise click.BadParameter(str(error)) from error


def _bar(days: Sequence[datetime]) -> Iterable[datetime]:
    """Show on standard error how far the reading has come."""
    bar: Iterable[datetime] = tqdm(days, unit="day", file=sys.stderr, leave=False)
    return bar


def table(weighed: Weighed) -> str:
    """Return the figures for people."""
    site = weighed.site
    lines = [
        f"{site.id}: {weighed.comments} comments on {weighed.days} days"
        + (f", {weighed.since:%Y-%m-%d} to before {weighed.until:%Y-%m-%d}" if weighed.days else ""),
        f"mode {site.policy.mode}; thresholds {f'follow {site.policy.aim}' if site.policy.aim else 'set by hand'}",
    ]
    if weighed.current is not None:
        heads = ("doubtful", "spam", "stranger", "to read a day", "spam published a day", "genuine filed a day")
        lines += ["", "  " + "".join(f"{head:>{width}}" for head, width in zip(heads, _WIDTHS, strict=True))]
        rows = [(cost, " ") for cost in weighed.costs] + [(weighed.current, "*")]
        rows += [(weighed.following, ">")] if weighed.following else []
        lines += [f"{mark} {_row(cost)}" for cost, mark in rows]
        lines.append("* as set now" + ("   > what follows" if weighed.following else ""))
        lines.append("In brackets: where the mean day of as many weeks to come lies, in 95 of 100 cases.")
    if weighed.advice is not None:
        lines += ["", f"{weighed.advice.reason}: {SAYS[weighed.advice.reason]}"]
    found = weighed.recalibration
    if weighed.agreement:
        lines += ["", "Held comments that a person decided, by score: decided, spam among them, spam expected"]
        lines += [
            f"  {one.low:.2f} to {one.high:.2f}  {one.decided:7}  {one.spam:7}  {one.expected:9.1f}"
            for one in weighed.agreement
        ]
        lines.append(
            f"The scores are taken as shifted by {found.shift:+.2f} and stretched by {found.slope:.2f}, in log-odds."
        )
    return "\n".join(lines)


_WIDTHS = (9, 7, 10, 26, 26, 26)


def _row(cost: Cost) -> str:
    """Return one line of the table."""
    thresholds = cost.thresholds
    cells = (
        *(f"{one:g}" for one in (thresholds.doubtful, thresholds.spam, thresholds.stranger)),
        *(_interval(one) for one in (cost.read, cost.spam_shown, cost.genuine_filed)),
    )
    return "".join(f"{cell:>{width}}" for cell, width in zip(cells, _WIDTHS, strict=True))


def _interval(one: Interval) -> str:
    """Return a figure with its bounds."""
    return f"{one.mean:.2f} ({one.low:.2f} to {one.high:.2f})"
