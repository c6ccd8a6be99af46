"""The gate: when a candidate is better than the live model, on the decisions in the order of time and on a fixed test.

docs/adr/0016 says why these criteria.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

LEAST_DECISIONS = 50
"""Fewest decided comments from which anything is learned."""

LEAST_OF_EACH = 10
"""Fewest of them that are spam, and that are not."""

LEAST_COMPARED = 30
"""Fewest comments of the replay on which the two are compared."""

MOST_CHANCE = 0.05
"""The gain on the replay must be less likely than this to be chance."""

MARGIN = 0.02
"""On the fixed test the mean log loss may rise by so much at most, in nats, where it does not fall: the upper end of a
one-sided 95 % interval is compared. It is what moving a sure score from 0.01 to 0.03 costs."""


MORE_PUBLISHED = 200
"""For so many comments compared one more spam may be published: a doubtful score that crosses a threshold by a hair is
no sign of a worse model. Not one more genuine comment may be filed as spam."""


class Refusal(StrEnum):
    """Why a candidate does not go live."""

    TOO_FEW_DECISIONS = "too-few-decisions"
    ONE_SIDED_DECISIONS = "one-sided-decisions"
    TOO_FEW_COMPARED = "too-few-compared"
    NO_BETTER_ON_REPLAY = "no-better-on-replay"
    MAY_BE_CHANCE = "may-be-chance"
    MORE_ERRORS_ON_REPLAY = "more-errors-on-replay"
    WORSE_ON_FIXED_TEST = "worse-on-fixed-test"
    MORE_ERRORS_ON_FIXED_TEST = "more-errors-on-fixed-test"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What one model gets right and wrong on some comments.

    Attributes:
        log_loss: Mean, in nats, 0 or more.
        published_spam: Spam that its score alone would publish.
        filed_ham: Genuine comments that its score alone would file as spam.
        held: Comments that its score alone would hold.
    """

    log_loss: float
    published_spam: int
    filed_ham: int
    held: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two models on the same comments.

    Attributes:
        comments: How many.
        spam: How many of them are spam.
        live: The live model.
        candidate: The other.
        changed: Verdicts that differ.
        chance: Of a gain as great as the candidate's if there were none, in (0, 1].
        increase_at_most: Upper end of a one-sided 95 % interval of the increase of mean log loss, in nats.
    """

    comments: int
    spam: int
    live: Measure
    candidate: Measure
    changed: int
    chance: float
    increase_at_most: float

    @property
    def more_errors(self) -> bool:
        """Whether the candidate publishes more spam than allowed, or files more genuine comments than the live one."""
        published = self.candidate.published_spam - self.live.published_spam
        return published > self.comments // MORE_PUBLISHED or self.candidate.filed_ham > self.live.filed_ham


def too_little(spam: int, ham: int) -> tuple[Refusal, ...]:
    """Return why nothing can be learned from so many decisions, nothing if it can."""
    found = []
    if spam + ham < LEAST_DECISIONS:
        found.append(Refusal.TOO_FEW_DECISIONS)
    if min(spam, ham) < LEAST_OF_EACH:
        found.append(Refusal.ONE_SIDED_DECISIONS)
    return tuple(found)


def refusals(replay: Comparison, fixed_test: Comparison) -> tuple[Refusal, ...]:
    """Return why a candidate does not go live, nothing if it does: it is better on both.

    Args:
        replay: On decisions that neither had learned from when it was asked.
        fixed_test: On comments that nobody learns from.
    """
    found = []
    if replay.comments < LEAST_COMPARED:
        found.append(Refusal.TOO_FEW_COMPARED)
    if not replay.candidate.log_loss < replay.live.log_loss:
        found.append(Refusal.NO_BETTER_ON_REPLAY)
    if not replay.chance < MOST_CHANCE:
        found.append(Refusal.MAY_BE_CHANCE)
    if replay.more_errors:
        found.append(Refusal.MORE_ERRORS_ON_REPLAY)
    falls = fixed_test.candidate.log_loss < fixed_test.live.log_loss
    if not (falls or fixed_test.increase_at_most <= MARGIN):
        found.append(Refusal.WORSE_ON_FIXED_TEST)
    if fixed_test.more_errors:
        found.append(Refusal.MORE_ERRORS_ON_FIXED_TEST)
    return tuple(found)
