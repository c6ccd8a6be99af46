"""What can be observed in one submission, without asking anyone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import timedelta

    from service.domain.policy import Policy
    from service.domain.submission import Submission

_LINK = re.compile(r"https?://[^\s<>\"']+|\bwww\.[^\s<>\"']+|\[url\b|<a\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """One submission as the rules see it.

    Attributes:
        trap_filled: The field that people cannot see was filled in.
        form_age: Time between the form's opening and its sending; ``None`` if the stamp is missing or not ours.
        links: Links in the text.
        blocked_name: The first blocked word found in the name, or ``None``.
        blocked_link: The same for website and links.
        blocked_word: The same for the text.
        disposable_address: The address belongs to a throw-away provider.
    """

    trap_filled: bool = False
    form_age: timedelta | None = None
    links: int = 0
    blocked_name: str | None = None
    blocked_link: str | None = None
    blocked_word: str | None = None
    disposable_address: bool = False


NOTHING = Signals()
"""The signals of a submission in which nothing was observed."""


def observe(
    submission: Submission,
    policy: Policy,
    *,
    form_age: timedelta | None,
    disposable_address: bool,
    fold: Callable[[str], str],
) -> Signals:
    """Observe a submission.

    Args:
        submission: What was sent.
        policy: Names the blocked words.
        form_age: What the form's stamp says, ``None`` if nothing.
        disposable_address: What is known of the address.
        fold: Turns a text into what a reader sees, so that disguised words are found.
    """
    links = _LINK.findall(submission.text)
    addresses = " ".join([submission.url or "", *links])
    return Signals(
        trap_filled=bool(submission.trap.strip()),
        form_age=form_age,
        links=len(links),
        blocked_name=_first_word(policy.blocked_names, submission.name, fold),
        blocked_link=_first_part(policy.blocked_links, addresses),
        blocked_word=_first_word(policy.blocked_words, submission.text, fold),
        disposable_address=disposable_address,
    )


def _first_word(words: tuple[str, ...], text: str, fold: Callable[[str], str]) -> str | None:
    """Return the first of *words* that stands in *text* as a whole word, both folded."""
    if not words:
        return None
    seen = f" {_words(fold(text))} "
    for word in words:
        wanted = _words(fold(word))
        if wanted and f" {wanted} " in seen:
            return word
    return None


def _words(text: str) -> str:
    """Return the words of *text*, one blank between."""
    return " ".join(re.findall(r"\w+", text))


def _first_part(parts: tuple[str, ...], addresses: str) -> str | None:
    """Return the first of *parts* found in the addresses, case ignored."""
    lowered = addresses.lower()
    return next((part for part in parts if part and part.lower() in lowered), None)
