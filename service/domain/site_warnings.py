"""What is odd about a policy, though it is allowed: entries that never match or match nearly everything, idle rules."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from service.domain.fields import LIMITS, Field
from service.domain.policy import Mode
from service.domain.signals import plain_address, plain_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from service.domain.policy import Policy

_IN_NEARLY_ALL = ("https://www.", "http://", ".com/", ".co.id/", ".net/", ".org/")
"""What stands in links of every kind; a part of one of these singles nothing out."""

_SHORTEST_PART = 3
"""Characters from which a part of a link says something."""


class Oddity(StrEnum):
    """What is odd."""

    MATCHES_NOTHING = "matches-nothing"
    MATCHES_NEARLY_EVERYTHING = "matches-nearly-everything"
    ALREADY_COVERED = "already-covered"
    WITHOUT_EFFECT = "without-effect"


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyWarning:
    """One thing that is odd.

    Attributes:
        field: Which field, as in ``policy.blocked_words``.
        code: What is odd.
        entry: The entry of the list, ``None`` where the field is none.
        because: For an entry already covered, the one that finds whatever it would; else ``None``.
    """

    field: str
    code: Oddity
    entry: str | None = None
    because: str | None = None


def warnings_of(policy: Policy, fold: Callable[[str], str]) -> tuple[PolicyWarning, ...]:
    """Return what is odd about a policy, in the order of its fields."""
    return _warnings(policy, fold)


@lru_cache(maxsize=64)
def _warnings(policy: Policy, fold: Callable[[str], str]) -> tuple[PolicyWarning, ...]:
    """Compare each entry with every other: it takes long lists a tenth of a second, and they hardly ever change."""
    return (
        *_idle(policy),
        *_of_words("policy.blocked_names", policy.blocked_names, fold, LIMITS[Field.NAME]),
        *_of_parts("policy.blocked_links", policy.blocked_links),
        *_of_words("policy.blocked_words", policy.blocked_words, fold, LIMITS[Field.TEXT]),
    )


def _idle(policy: Policy) -> Iterator[PolicyWarning]:
    """Yield thresholds that decide nothing, because another decides before them."""
    if policy.mode is not Mode.HOLD_DOUBTFUL:
        return
    if policy.doubtful_probability >= policy.spam_probability:
        yield PolicyWarning(field="policy.doubtful_probability", code=Oddity.WITHOUT_EFFECT)
    if policy.stranger_probability >= min(policy.doubtful_probability, policy.spam_probability):
        yield PolicyWarning(field="policy.stranger_probability", code=Oddity.WITHOUT_EFFECT)


def _of_words(field: str, words: tuple[str, ...], fold: Callable[[str], str], longest: int) -> Iterator[PolicyWarning]:
    """Yield what is odd about words; they are compared as they are looked for: folded, whole words."""
    folded = {word: plain_words(fold(word)) for word in words}
    wanted = {word: f" {folded[word]} " for word in words if folded[word]}
    for word in dict.fromkeys(words):
        if not folded[word] or len(folded[word]) > longest:
            yield PolicyWarning(field=field, code=Oddity.MATCHES_NOTHING, entry=word)
        elif len(folded[word]) == 1:
            yield PolicyWarning(field=field, code=Oddity.MATCHES_NEARLY_EVERYTHING, entry=word)
        elif (other := _covering(word, wanted)) is not None:
            yield PolicyWarning(field=field, code=Oddity.ALREADY_COVERED, entry=word, because=other)


def _of_parts(field: str, parts: tuple[str, ...]) -> Iterator[PolicyWarning]:
    """Yield what is odd about parts of links; they are looked for anywhere, and a link has no blank in it."""
    wanted = {part: plain_address(part) for part in parts}
    for part in dict.fromkeys(parts):
        plain = wanted[part]
        if not plain or len(plain.split()) > 1 or plain.strip() != plain:
            yield PolicyWarning(field=field, code=Oddity.MATCHES_NOTHING, entry=part)
        elif len(plain) < _SHORTEST_PART or any(plain in one for one in _IN_NEARLY_ALL):
            yield PolicyWarning(field=field, code=Oddity.MATCHES_NEARLY_EVERYTHING, entry=part)
        elif (other := _covering(part, wanted)) is not None:
            yield PolicyWarning(field=field, code=Oddity.ALREADY_COVERED, entry=part, because=other)


def _covering(entry: str, wanted: Mapping[str, str]) -> str | None:
    """Return another entry that stands in everything that this one stands in; of two alike the later one is covered."""
    for other, sought in wanted.items():
        if other == entry or not sought:
            continue
        if sought in wanted[entry] and (sought != wanted[entry] or _before(other, entry, wanted)):
            return other
    return None


def _before(one: str, other: str, wanted: Mapping[str, str]) -> bool:
    """Return whether *one* stands before *other* in the list."""
    order = list(wanted)
    return order.index(one) < order.index(other)
