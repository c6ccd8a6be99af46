"""The service's log: JSON lines on standard error, which whoever runs the service collects."""

from __future__ import annotations

import logging
import sys

from pythonjsonlogger.json import JsonFormatter


def configure(level: str) -> None:
    """Send the service's log to standard error as JSON lines.

    Args:
        level: Least severe level that is logged, such as ``INFO``.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        JsonFormatter(
            "%(asctime)s %(levelname)s %(name)s %(message)s",
            rename_fields={"asctime": "time", "levelname": "level", "name": "logger", "message": "event"},
        )
    )
    service = logging.getLogger("service")
    service.handlers = [handler]
    service.setLevel(level)
    service.propagate = False
