"""``worker``: run the background jobs."""

from __future__ import annotations

import click

from service.settings import Settings
from service.worker import run


@click.command("worker")
def command() -> None:
    """Run the background jobs until stopped."""
    run(Settings.from_environ())
