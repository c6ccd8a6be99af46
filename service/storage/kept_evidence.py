"""Kept evidence as it is stored: an object that leaves out whatever was not found, so that most are a few bytes."""

from __future__ import annotations

from dataclasses import fields
from datetime import timedelta
from typing import TYPE_CHECKING

from service.domain.ban import BanKind
from service.domain.kept_evidence import KeptEvidence
from service.domain.lifecycle import Action

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

_NAMES = tuple(one.name for one in fields(KeptEvidence) if one.name not in {"form_age", "bans", "order"})
_BANS = "bans"
_ORDER = "order"
_AGE = "form_age"
"""In seconds: a number of microseconds survives the way through a double for 285 years."""


def written(evidence: KeptEvidence) -> dict[str, Any]:
    """Return the object to be stored."""
    found: dict[str, Any] = {name: value for name in _NAMES if (value := getattr(evidence, name))}
    if evidence.form_age is not None:
        found[_AGE] = evidence.form_age.total_seconds()
    if evidence.bans:
        found[_BANS] = sorted(evidence.bans)
    if evidence.order is not None:
        found[_ORDER] = evidence.order.value
    return found


def read(stored: Mapping[str, Any]) -> KeptEvidence:
    """Return what an object says; what a newer version kept besides is passed over."""
    values = {name: stored[name] for name in _NAMES if name in stored}
    if _AGE in stored:
        values[_AGE] = timedelta(seconds=stored[_AGE])
    if _BANS in stored:
        values[_BANS] = frozenset(map(BanKind, stored[_BANS]))
    if _ORDER in stored:
        values[_ORDER] = Action(stored[_ORDER])
    return KeptEvidence(**values)
