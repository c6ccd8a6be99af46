"""``log``: the event log's seals."""

from __future__ import annotations

import sys

import click

from service.operators import operator_doors, storage_app
from service.settings import Settings


@click.group("log")
@click.pass_context
def command(context: click.Context) -> None:
    """Seal and verify the event log."""
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
