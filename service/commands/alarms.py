"""``alarms``: what drifts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from service.api.rendering import render_alarms
from service.operators import operator_doors, storage_app
from service.settings import Settings
from service.watchroom import alarm_checker

if TYPE_CHECKING:
    from service.domain.alarm import Alarm


@click.command("alarms")
@click.option("--check", is_flag=True, help="Look now, as the worker does hourly.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, as the API answers it.")
def command(*, check: bool, as_json: bool) -> None:
    """Tell what drifts: scores, unknown n-grams and volume of the week against the weeks before."""
    settings = Settings.from_environ()
    with storage_app(settings).app_context():
        if check:
            alarm_checker(settings)()
        found = operator_doors().alarms.all()
    if as_json:
        click.echo(render_alarms(found).model_dump_json(indent=1))
        return
    if not found:
        click.echo("nothing was looked at yet; the worker does at 23 minutes past each hour")
    for alarm in found:
        click.echo(f"{alarm.site or 'all sites'}  {alarm.kind}  {_state(alarm)}")


def _state(alarm: Alarm) -> str:
    """Say how an alarm stands."""
    state = "quiet" if alarm.raised_at is None else f"RAISED since {alarm.raised_at:%Y-%m-%d %H:%M}"
    if alarm.value is None:
        return f"{state}  {alarm.untold} ({alarm.now} comments now, {alarm.before} before)"
    return f"{state}  {alarm.value:+.3f}, limit {alarm.limit:.3f} ({alarm.now} comments now, {alarm.before} before)"
