"""A site's policy: thresholds, lists and the mode, and the verdict that follows from them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from service.domain.aim import Aim


class Mode(StrEnum):
    """How much a site leaves to its moderators."""

    HOLD_EVERYTHING = "hold-everything"
    HOLD_DOUBTFUL = "hold-doubtful"
    PUBLISH_ALL_BUT_SPAM = "publish-all-but-spam"


class Outcome(StrEnum):
    """What becomes of a submission."""

    PUBLISH = "publish"
    HOLD = "hold"
    FILE_AS_SPAM = "file-as-spam"
    REJECT = "reject"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What an owner can set.

    Attributes:
        mode: How much is left to moderators.
        spam_probability: From here on a comment is filed as spam, in [0, 1].
        doubtful_probability: From here on a comment is held, in [0, 1].
        stranger_probability: The same for an author who has not confirmed the address; 0 holds all of them.
        links_allowed: More links than this in a text hold it.
        trusted_after: A confirmed author with so many approved comments is published unless filed as spam.
        fastest_form: A form sent sooner than this after it was opened was hardly filled in by a person.
        blocked_names: Words (or phrases) that file a comment as spam when in the author's name.
        blocked_links: Hosts, or parts of links, that do so in the website or a link of the text.
        blocked_words: Words (or phrases) that do so in the text.
        aim: What the three thresholds follow, day by day; ``None``: they are set by hand.
    """

    mode: Mode = Mode.HOLD_DOUBTFUL
    spam_probability: float = 0.9
    doubtful_probability: float = 0.3
    stranger_probability: float = 0.1
    links_allowed: int = 2
    trusted_after: int = 3
    fastest_form: timedelta = timedelta(seconds=2)
    blocked_names: tuple[str, ...] = ()
    blocked_links: tuple[str, ...] = ()
    blocked_words: tuple[str, ...] = ()
    aim: Aim | None = None

    def __post_init__(self) -> None:
        for name in ("spam_probability", "doubtful_probability", "stranger_probability"):
            if not 0 <= getattr(self, name) <= 1:
                raise ValueError(f"{name} must lie in [0, 1]")
        if self.links_allowed < 0 or self.trusted_after < 1:
            raise ValueError("links_allowed must be at least 0 and trusted_after at least 1")

    @property
    def thresholds(self) -> tuple[float, float, float]:
        """The three that an aim moves: doubtful, spam, stranger."""
        return self.doubtful_probability, self.spam_probability, self.stranger_probability


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the policy decided, and the code of the rule that did."""

    outcome: Outcome
    rule: str
