"""A claim: somebody has taken a comment to decide it, for a while, and nobody else gets it meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime

CLAIM_LASTS: Final = timedelta(minutes=15)
"""How long a claim holds unless it is renewed: long enough to read a page of 50 hard comments at 18 seconds each
without renewing, short enough that what somebody left behind is free again within a coffee break."""

MOST_CLAIMED: Final = 200
"""How many comments one actor holds at most, so that nobody takes a whole queue away from the others: as many as one
answer lists."""


class Hold(StrEnum):
    """How a comment is held, as seen by whoever asks."""

    FREE = "free"
    MINE = "mine"
    TAKEN = "taken"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Who has taken a comment, and until when.

    Attributes:
        by: The actor, as the log names them. Two programs with tokens of one label are one actor.
        until: From this moment on the comment is free, whether anybody sweeps or not.
    """

    by: str
    until: datetime
