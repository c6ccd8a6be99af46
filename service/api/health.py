"""What operators and their machines ask: is it alive, can it take requests, what did it do."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, Response

from service.api.answers import answer
from service.api.doors import doors
from service.api.gauges import alarm_gauges, canary_gauge
from service.api.schemas import Liveness, Readiness
from service.domain.errors import ModerationError

if TYPE_CHECKING:
    from service.domain.alarm import Alarm

bp = Blueprint("health", __name__)

OK = "ok"

logger = logging.getLogger(__name__)


@bp.get("/livez")
def live() -> Response:
    """Say that the process answers."""
    return answer(Liveness())


@bp.get("/readyz")
def ready() -> Response:
    """Say whether requests can be taken, and what fails if not."""
    checks = probe_all()
    if all(found == OK for found in checks.values()):
        return answer(Readiness(status="ready", checks=checks))
    return answer(Readiness(status="failing", checks=checks), HTTPStatus.SERVICE_UNAVAILABLE)


@bp.get("/metrics")
def metrics() -> Response:
    """Show what was counted."""
    probes = {name: found == OK for name, found in probe_all().items()}
    page = doors().metrics.page(probes, [*canary_gauge(doors().canary()), *alarm_gauges(_alarms())])
    return Response(page, mimetype="text/plain", content_type="text/plain; version=0.0.4; charset=utf-8")


def _alarms() -> tuple[Alarm, ...]:
    """Return the alarms; none where the database is away, which its probe tells."""
    try:
        return doors().standing_alarms()
    except ModerationError:
        return ()


def probe_all() -> dict[str, str]:
    """Return ``ok`` or a code of what fails, by probe."""
    found = {}
    for name, probe in doors().probes.items():
        try:
            probe()
        except ModerationError as error:
            found[name] = error.code
        except Exception as error:  # noqa: BLE001 - whatever a probe meets is its finding
            logger.warning("probe_failed", extra={"probe": name, "error": type(error).__qualname__})
            found[name] = "failing"
        else:
            found[name] = OK
    return found
