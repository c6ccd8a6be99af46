"""Whether an installation stands, told cheaply: nothing heavy is imported when there is nothing to do."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from service.adapters.keys import Keys, UnusableKeys
from service.storage.revision import HEAD

if TYPE_CHECKING:
    from service.settings import Settings

TOKEN_FILE = "moderator.token"  # noqa: S105 - a file's name
"""Where ``init`` writes the first token's secret, mode 0600, within ``DATA_DIR``."""


def is_ready(settings: Settings) -> bool:
    """Return whether ``init`` has nothing left to do.

    For a database other than the embedded one the answer is no: ``init`` then looks for itself.
    """
    if settings.database_url or not (settings.data_dir / TOKEN_FILE).exists():
        return False
    try:
        Keys.load(settings.keys)
    except UnusableKeys:
        return False
    try:
        with closing(sqlite3.connect(f"file:{settings.data_dir / 'saring.db'}?mode=ro", uri=True)) as connection:
            revisions = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    except sqlite3.Error:
        return False
    return bool(revisions == [(HEAD,)])
