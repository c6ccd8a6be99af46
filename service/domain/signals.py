"""What can be observed in one submission, without asking anyone."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import timedelta

    from service.domain.policy import Policy
    from service.domain.submission import Submission

# One link each: a tag with the address it shows; an address, up to the next if a sign glues both; a host without a
# scheme. That last counts only under a domain much used, since many leave out the blank after a full stop.
_LINK = re.compile(
    r"""
    <a\s [^<>]* (?: > (?: \s* https?://[^\s<>"']+ )? )?
    | \[url\b [^\[\]]* (?: \] (?: \s* https?://[^\s<>"'\[\]]+ )? )?
    | https?:// (?: (?! [(),;|]+ https?:// ) [^\s<>"'] )+
    | \bwww\.[^\s<>"']+
    | (?<![\w.@-]) (?:[a-z0-9-]+\.)+
      (?: com|net|org|info|biz|id|co|io|me|xyz|site|online|top|shop|store|club|live|link|vip|win|bet|pro|app|cc|tv|ly )
      (?![\w@-]) (?: [/?:][^\s<>"']* )?
    """,
    re.IGNORECASE | re.VERBOSE,
)
# Words are letters and digits: a "_" between them is a disguise like any other sign.
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """One submission as the rules see it.

    Attributes:
        trap_filled: The field that people cannot see was filled in.
        form_age: Time between the form's opening and its sending; ``None`` if the stamp is missing or not ours.
        links: Links in the text, as far as they can be told from words.
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
    links, addresses = find_links(submission.text, submission.url)
    return Signals(
        trap_filled=bool(submission.trap.strip()),
        form_age=form_age,
        links=links,
        blocked_name=first_word(policy.blocked_names, fold(submission.name), fold) if policy.blocked_names else None,
        blocked_link=first_part(policy.blocked_links, addresses),
        blocked_word=first_word(policy.blocked_words, fold(submission.text), fold) if policy.blocked_words else None,
        disposable_address=disposable_address,
    )


def find_links(text: str, url: str | None) -> tuple[int, str]:
    """Return how many links a text has, and every address in which a blocked part is looked for, *url* among them."""
    links = _LINK.findall(text)
    dotted = [token for token in text.split() if "." in token.strip(".")]
    return len(links), " ".join([url or "", *links, *dotted])


def first_word(words: tuple[str, ...], folded: str, fold: Callable[[str], str]) -> str | None:
    """Return the first of *words* that stands in a folded text as a whole word; they are folded here."""
    if not words:
        return None
    seen = f" {plain_words(folded)} "
    return next((word for word, wanted in _wanted(words, fold) if wanted in seen), None)


@lru_cache(maxsize=256)
def _wanted(words: tuple[str, ...], fold: Callable[[str], str]) -> tuple[tuple[str, str], ...]:
    """Return each word with what to look for. An owner's list is folded once, not with every comment."""
    wanted = ((word, plain_words(fold(word))) for word in words)
    return tuple((word, f" {folded} ") for word, folded in wanted if folded)


def plain_words(text: str) -> str:
    """Return the words of *text*, one blank between."""
    return " ".join(_WORD.findall(text))


def first_part(parts: tuple[str, ...], addresses: str) -> str | None:
    """Return the first of *parts* found in the addresses, whatever the case and width of letters."""
    if not parts:
        return None
    seen = plain_address(addresses)
    return next((part for part in parts if part and plain_address(part) in seen), None)


def plain_address(address: str) -> str:
    """Return an address as a browser would understand its letters (UTS #46 begins with this mapping)."""
    return unicodedata.normalize("NFKC", address).casefold()
