"""What a moderator's decision teaches, which model is live where, and what keeps one from going live.

::

    LearningRefused
    ├── UnknownModel      no model of that name is stored
    ├── NothingBefore     nothing was live before, so there is nothing to go back to
    ├── UnusableModel     missing, altered, of another version, or it gets a known comment wrong
    ├── LiveChanged       another model went live during training, so that the comparison is out of date
    └── CannotTrain       what training needs is not installed, or training ended with an error

These are a command's errors: no answer over HTTP bears them, so they have no code and stand outside the tree of
``service.domain.errors``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from service.domain.event import HUMAN, EventKind
from service.domain.lifecycle import Action

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.domain.event import Event
    from service.domain.site import SiteId

SHIPPED: Final = "shipped"
"""What stands for the digest of the model that ships, whichever that is."""

_LABELS: Final = {Action.APPROVE: False, Action.MARK_SPAM: True}


class LearningRefused(Exception):
    """A model cannot be trained, compared or activated; nothing changed."""


class UnknownModel(LearningRefused):
    """No model of that name is stored."""


class NothingBefore(LearningRefused):
    """Nothing was live before the model that is."""


class UnusableModel(LearningRefused):
    """The model cannot be used; the message says which file and why."""


class LiveChanged(LearningRefused):
    """Another model went live while a candidate was compared with the one before."""


class CannotTrain(LearningRefused):
    """What training needs is missing, or it ended with an error."""


def is_human_decision(event: Event) -> bool:
    """Return whether a person decided a comment."""
    return event.kind is EventKind.COMMENT_DECIDED and event.actor.startswith(HUMAN)


def label_of(decision: Event) -> bool | None:
    """Return whether a human decision calls its comment spam, or ``None`` if it says neither.

    To reject is no judgement of spam, and to requeue or trash takes an earlier one back.
    """
    action = decision.details.get("action")
    return next((spam for one, spam in _LABELS.items() if one == action), None)


def live_on(site: SiteId | None, live: Mapping[SiteId | None, str]) -> str:
    """Return the digest of the model that judges on a site, or :data:`SHIPPED`.

    Args:
        site: Which; ``None``: those that have no model of their own.
        live: Digests by site; under ``None`` that of all others.
    """
    return live.get(site) or live.get(None) or SHIPPED
