"""``log``: the event log, its seals and its export."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from service.api.log import render_line
from service.api.log_csv import write_csv
from service.domain.errors import UnknownSite
from service.domain.site import SiteId
from service.operators import operator_doors, storage_app
from service.settings import Settings
from service.use_cases.read_log import MAX_LIMIT, LogQuery

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.operators import OperatorDoors
    from service.use_cases.event_log import LogLine


@click.group("log")
@click.pass_context
def command(context: click.Context) -> None:
    """Seal, verify and export the event log."""
    app = storage_app(Settings.from_environ())
    context.with_resource(app.app_context())
    context.obj = operator_doors()


@command.command("seal")
@click.pass_context
def seal(context: click.Context) -> None:
    """Seal what is not sealed yet, as the worker does every minute."""
    click.echo(f"{context.obj.seal_log()} seals added")


@command.command("verify")
@click.pass_context
def verify(context: click.Context) -> None:
    """Recompute every seal; end with status 1 at the first that does not hold."""
    report = context.obj.verify_log()
    click.echo(report)
    if not report.holds:
        sys.exit(1)


@command.command("export")
@click.option("--site", help="Lines of one site; otherwise all there are.")
@click.option("--since", type=click.DateTime(), help="From then on, in UTC.")
@click.option("--until", type=click.DateTime(), help="Before then, in UTC.")
@click.option("--format", "shape", type=click.Choice(["json", "csv"]), default="json", show_default=True)
@click.pass_context
def export(
    context: click.Context, *, site: str | None, since: datetime | None, until: datetime | None, shape: str
) -> None:
    """Print the log, oldest first: as JSON lines, or as a table."""
    doors: OperatorDoors = context.obj
    if site is not None:
        _check(doors, SiteId(site))
    query = LogQuery(
        site=None if site is None else SiteId(site),
        since=None if since is None else since.replace(tzinfo=UTC),
        until=None if until is None else until.replace(tzinfo=UTC),
        limit=MAX_LIMIT,
    )
    rows = write_csv(_lines(doors, query)) if shape == "csv" else _objects(doors, query)
    for row in rows:
        click.echo(row, nl=False)


def _check(doors: OperatorDoors, site: SiteId) -> None:
    """End the command if there is no such site."""
    try:
        doors.sites.get(site)
    except UnknownSite as error:
        raise click.BadParameter(f"no site {site!r}") from error


def _lines(doors: OperatorDoors, query: LogQuery) -> Iterator[LogLine]:
    """Yield all the lines that a query means, part by part."""
    more = True
    while more:
        page = doors.read_log(query)
        yield from page.lines
        query, more = replace(query, after=page.next), page.more


def _objects(doors: OperatorDoors, query: LogQuery) -> Iterator[str]:
    """Yield lines as JSON, one object each."""
    for line in _lines(doors, query):
        yield render_line(line).model_dump_json() + "\n"
