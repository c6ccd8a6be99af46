"""Second opinions: which decisions somebody else is asked about without being told, and how far the two agree."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from service.domain.lifecycle import Action
from service.domain.share import Share

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from service.domain.comment import CommentId

OPINIONS: Final = (Action.APPROVE, Action.MARK_SPAM, Action.REJECT)
"""The decisions that say what a comment is; to requeue, trash or restore one says nothing about it."""

WAITS: Final = timedelta(days=30)
"""How long a decision waits for a second look; what was written and decided longer ago tells little about today."""


def in_share(comment: CommentId, share: float) -> bool:
    """Return whether decisions on a comment are in a share of all.

    A digest of the id settles it, so that nothing is stored for the others, and who asks again hears the same. A
    comment that is in a share is in every greater one.

    Args:
        comment: Which.
        share: In [0, 1]; 0: none, 1: all.
    """
    digest = hashlib.blake2b(comment.bytes, digest_size=8, person=b"saring-2nd-look").digest()
    return int.from_bytes(digest, "big") < share * 2**64


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """Decisions and the second opinions on them that have everything in common that is told here.

    Attributes:
        decided_by, decided: Who decided, and what.
        reason_code: Of the decision; ``None`` if it had none.
        given_by, given: Whose the second opinion is, and what.
        count: How many.
    """

    decided_by: str
    decided: Action
    reason_code: str | None
    given_by: str
    given: Action
    count: int = 1

    @property
    def agree(self) -> bool:
        """Whether both say the same."""
        return self.decided is self.given


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """How often two said the same about a comment, within some group.

    Attributes:
        name: The group's: a reason code or an actor; ``""``: all.
        pairs: How many were asked.
        agreed: How many of them agreed.
    """

    name: str
    pairs: int
    agreed: int

    @property
    def share(self) -> float | None:
        """The share that agreed; ``None`` without any pair."""
        return Share(self.agreed, self.pairs).share

    @property
    def interval(self) -> tuple[float, float] | None:
        """Where the share of many more would lie in 95 of 100 cases; ``None`` without any pair."""
        return Share(self.agreed, self.pairs).interval if self.pairs else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far decisions and second opinions agree.

    Attributes:
        all: Of all pairs.
        kappa: Agreement beyond what chance would give people who say what they say as often as they do (Cohen 1960):
            1 for perfect, 0 for chance alone; ``None`` where chance leaves nothing to tell.
        by_reason: By the decision's reason code, those with most pairs first; decisions without one are left out.
        by_person: By actor, whichever of the two they were, so that each pair counts for two.
    """

    all: Agreed
    kappa: float | None
    by_reason: tuple[Agreed, ...]
    by_person: tuple[Agreed, ...]

    @classmethod
    def of(cls, pairs: Sequence[Pairs]) -> Agreement:
        """Return how far pairs agree."""
        reasons = _grouped(pairs, lambda one: () if one.reason_code is None else (one.reason_code,))
        persons = _grouped(pairs, lambda one: (one.decided_by, one.given_by))
        whole = next(iter(_grouped(pairs, lambda _: ("",))), Agreed(name="", pairs=0, agreed=0))
        return cls(all=whole, kappa=_kappa(pairs, whole), by_reason=reasons, by_person=persons)


def _grouped(pairs: Sequence[Pairs], names: Callable[[Pairs], Iterable[str]]) -> tuple[Agreed, ...]:
    """Return how far pairs agree by the groups that they are in, those with most pairs first."""
    asked: Counter[str] = Counter()
    agreed: Counter[str] = Counter()
    for one in pairs:
        for name in names(one):
            asked[name] += one.count
            agreed[name] += one.count * one.agree
    found = (Agreed(name=name, pairs=count, agreed=agreed[name]) for name, count in asked.items())
    return tuple(sorted(found, key=lambda group: (-group.pairs, group.name)))


def _kappa(pairs: Sequence[Pairs], whole: Agreed) -> float | None:
    """Return Cohen's kappa."""
    if not whole.pairs:
        return None
    firsts: Counter[Action] = Counter()
    seconds: Counter[Action] = Counter()
    for one in pairs:
        firsts[one.decided] += one.count
        seconds[one.given] += one.count
    # In whole numbers, so that it is known exactly whether chance alone explains everything.
    by_chance = sum(firsts[action] * seconds[action] for action in OPINIONS)
    asked = whole.pairs * whole.pairs
    if by_chance == asked:
        return None
    return (whole.agreed * whole.pairs - by_chance) / (asked - by_chance)
