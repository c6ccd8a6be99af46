"""``init``: bring an installation into being, or up to date."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from service.adapters.keys import Keys
from service.domain.errors import UnknownSite
from service.domain.site import Site, SiteId
from service.domain.token import Scope
from service.installation import TOKEN_FILE
from service.operators import operator_doors, storage_app
from service.settings import Settings
from service.storage import schema

if TYPE_CHECKING:
    from pathlib import Path

DEMO = Site(id=SiteId("demo"), title="Kabar Pelabuhan", language="id")
"""The site of the demo article."""


@click.command("init")
def command() -> None:
    """Create keys, database, the site demo and the first token; safe to repeat."""
    settings = Settings.from_environ()
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    Keys.create(settings.keys, settings.opener_key)
    schema.upgrade(settings.database)
    app = storage_app(settings)
    with app.app_context():
        doors = operator_doors()
        if settings.demo_enabled:
            try:
                doors.sites.get(DEMO.id)
            except UnknownSite:
                doors.add_site(DEMO)
        token_file = settings.data_dir / TOKEN_FILE
        if not token_file.exists():
            _, secret = doors.issue_token("first", None, frozenset(Scope))
            write_secret(token_file, secret)


def write_secret(path: Path, secret: str) -> None:
    """Write a secret to a new file that only its owner can read."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secret + "\n")
