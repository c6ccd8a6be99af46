"""``openapi``: print the API's description."""

from __future__ import annotations

import click

from service.api.openapi import document
from service.app import create_app
from service.settings import Settings


@click.command("openapi")
def command() -> None:
    """Print the OpenAPI document."""
    with create_app(Settings.from_environ()).app_context():
        click.echo(document())
