"""What is kept with a comment of what the rules looked at, so that it can be judged again under another policy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import timedelta

    from service.domain.ban import BanKind
    from service.domain.lifecycle import Action
    from service.domain.rules import Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptEvidence:
    """What was found when a comment came, as far as neither its text nor a policy tells it later.

    A comment on a closed page is refused and never stored, so that there is nothing to keep of the page.

    Attributes:
        trap_filled, form_age, links, disposable_address: As in :class:`service.domain.signals.Signals`.
        duplicate: The page had a comment that reads the same.
        confirmed: The author had proved the address.
        approved: How many comments of the author were approved.
        trusted: A moderator had said that the author is to be trusted.
        bans: What the author was banned by, in silence; one that is told leaves no comment.
        order: What stood ordered for the campaign that the comment joined.
    """

    trap_filled: bool = False
    form_age: timedelta | None = None
    links: int = 0
    disposable_address: bool = False
    duplicate: bool = False
    confirmed: bool = False
    approved: int = 0
    trusted: bool = False
    bans: frozenset[BanKind] = frozenset()
    order: Action | None = None

    @classmethod
    def of(cls, evidence: Evidence) -> KeptEvidence:
        """Return what is to be kept of all that the rules looked at."""
        signals = evidence.signals
        return cls(
            trap_filled=signals.trap_filled,
            form_age=signals.form_age,
            links=signals.links,
            disposable_address=signals.disposable_address,
            duplicate=evidence.duplicate,
            confirmed=evidence.author.confirmed,
            approved=evidence.author.approved,
            trusted=evidence.author.trusted,
            bans=frozenset(evidence.bans),
        )
