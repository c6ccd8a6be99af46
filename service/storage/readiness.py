"""Whether the database answers and is of this code's revision, asked over a request's own connection."""

from __future__ import annotations

from datetime import timedelta

from service.domain.errors import StorageUnavailable
from service.storage.database import connection
from service.storage.revision import HEAD

RETRY_AFTER = timedelta(seconds=5)
"""When to ask again; a migration that is under way takes longer, but not much."""


def check() -> None:
    """Return if the database can serve.

    Raises:
        StorageUnavailable: It does not answer, or has another revision than :data:`HEAD`.
    """
    found = connection().exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one_or_none()
    if found != HEAD:
        raise StorageUnavailable(RETRY_AFTER)
