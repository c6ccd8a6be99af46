"""A submission with all that was found out about it before it is judged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.domain.ban import BanKind, banned_by_range
from service.domain.rules import Evidence

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from service.domain.author import SealedEmail
    from service.domain.campaign import Signature
    from service.domain.policy import Policy
    from service.domain.signals import Signals
    from service.domain.site import Site
    from service.domain.submission import Submission
    from service.use_cases.repositories import Surroundings


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedAt:
    """What there is to judge by, found outside the transaction.

    Attributes:
        submission: What was sent.
        sealed: Its address, if it has one.
        fingerprint: Digest of what it says.
        folded: Name and text as a reader sees them.
        signals: What was observed in it.
        around: What it meets on its page.
        bans: By what its author is banned, and whether each ban is told.
        probability, model: Of spam, and what gave it; nothing where it cannot be given.
        signature: What its variants are known by; ``None`` if it says too little.
    """

    submission: Submission
    sealed: SealedEmail | None
    fingerprint: bytes
    folded: str
    signals: Signals
    around: Surroundings
    bans: Mapping[BanKind, bool]
    probability: float | None
    model: str | None
    signature: Signature | None

    def evidence(self, policy: Policy, *, duplicate: bool) -> Evidence:
        """Return what the rules look at."""
        return Evidence(
            policy=policy,
            signals=self.signals,
            author=self.around.author,
            bans=self.bans,
            page_closed=self.around.page is not None and self.around.page.closed,
            duplicate=duplicate,
            spam_probability=self.probability,
        )


def met_bans(around: Surroundings, site: Site, client: str, now: datetime) -> Mapping[BanKind, bool]:
    """Return every ban that a submission meets, that of the sender's address range among them."""
    if not site.banned_ranges:
        return around.bans
    told = banned_by_range(site.banned_ranges, client, now)
    return around.bans if told is None else {**around.bans, BanKind.RANGE: told}
