"""What the desk needs, and the one place of this package that reads ``current_app``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from flask import current_app

EXTENSION = "saring.desk"
"""Key of the doors in ``app.extensions``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskDoors:
    """All that the desk asks of the service; whatever concerns comments it asks of the JSON API, as any program does.

    Attributes:
        languages: Those there are catalogues for, such as ``("en", "id")``.
        provider_enabled: Whether people can sign in through an identity provider, at ``/desk/oidc/start``.
    """

    languages: tuple[str, ...]
    provider_enabled: bool = False


def doors() -> DeskDoors:
    """Return the doors of the application that answers this request."""
    return cast("DeskDoors", current_app.extensions[EXTENSION])
