"""The policy as an ordered list of pure rules: the first one that applies decides."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from service.domain.author import STRANGER, AuthorHistory
from service.domain.ban import BanKind
from service.domain.policy import Mode, Outcome, Policy, Verdict
from service.domain.signals import NOTHING, Signals

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """All that the rules may look at.

    Attributes:
        policy: The site's.
        signals: What was observed in the submission.
        author: What is known of its author.
        bans: By what the author is banned, and whether each ban is told.
        page_closed: Whether the page takes no more comments.
        duplicate: Whether the page already has a comment that reads the same.
        spam_probability: In [0, 1]; ``None`` if the classifier could not judge.
    """

    policy: Policy
    signals: Signals = NOTHING
    author: AuthorHistory = STRANGER
    bans: Mapping[BanKind, bool] = field(default_factory=dict)
    page_closed: bool = False
    duplicate: bool = False
    spam_probability: float | None = None

    def __post_init__(self) -> None:
        # Not a number would be below every threshold, and so publish.
        if self.spam_probability is not None and not 0 <= self.spam_probability <= 1:
            raise ValueError("spam_probability must lie in [0, 1]")

    @property
    def probability(self) -> float:
        """The spam probability, 1 where there is none, so that no rule publishes on silence."""
        return 1.0 if self.spam_probability is None else self.spam_probability


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: when it applies, and what follows.

    Attributes:
        code: Stable name, kept with the comment and shown to moderators.
        outcome: What becomes of the comment.
        applies: Whether the evidence meets it.
    """

    code: str
    outcome: Outcome
    applies: Callable[[Evidence], bool]


RULES: tuple[Rule, ...] = (
    Rule("closed-page", Outcome.REFUSE, lambda e: e.page_closed),
    # A ban that is told. The silent ones file: seen from outside that is like waiting, where a rejection is not.
    Rule("banned", Outcome.REFUSE, lambda e: any(e.bans.values())),
    Rule("banned-author", Outcome.FILE_AS_SPAM, lambda e: BanKind.AUTHOR in e.bans),
    Rule("banned-domain", Outcome.FILE_AS_SPAM, lambda e: BanKind.DOMAIN in e.bans),
    Rule("banned-range", Outcome.FILE_AS_SPAM, lambda e: BanKind.RANGE in e.bans),
    # What is spam in every mode.
    Rule("trap-filled", Outcome.FILE_AS_SPAM, lambda e: e.signals.trap_filled),
    Rule("blocked-name", Outcome.FILE_AS_SPAM, lambda e: e.signals.blocked_name is not None),
    Rule("blocked-link", Outcome.FILE_AS_SPAM, lambda e: e.signals.blocked_link is not None),
    Rule("blocked-word", Outcome.FILE_AS_SPAM, lambda e: e.signals.blocked_word is not None),
    # What was not judged is never published, not even by the most trusting mode.
    Rule("not-scored", Outcome.HOLD, lambda e: e.spam_probability is None),
    Rule("spam-probability", Outcome.FILE_AS_SPAM, lambda e: e.probability >= e.policy.spam_probability),
    # The two modes that leave no doubt.
    Rule("hold-everything", Outcome.HOLD, lambda e: e.policy.mode is Mode.HOLD_EVERYTHING),
    Rule("publish-all-but-spam", Outcome.PUBLISH, lambda e: e.policy.mode is Mode.PUBLISH_ALL_BUT_SPAM),
    # What is doubtful.
    Rule("duplicate", Outcome.HOLD, lambda e: e.duplicate),
    Rule("doubtful-probability", Outcome.HOLD, lambda e: e.probability >= e.policy.doubtful_probability),
    # Whoever knows a trusted address can type it, so trust lifts the lesser doubts and never the classifier's.
    # A moderator who trusts an author by hand spares them the wait for approvals, and not the proof of the address.
    Rule("trusted-author", Outcome.PUBLISH, lambda e: e.author.is_trusted(e.policy.trusted_after)),
    Rule("form-stamp-missing", Outcome.HOLD, lambda e: e.signals.form_age is None),
    Rule(
        "form-instant",
        Outcome.HOLD,
        lambda e: e.signals.form_age is not None and e.signals.form_age < e.policy.fastest_form,
    ),
    Rule("too-many-links", Outcome.HOLD, lambda e: e.signals.links > e.policy.links_allowed),
    Rule("disposable-address", Outcome.HOLD, lambda e: e.signals.disposable_address),
    # An address that nobody proved could be anyone's, so approvals under it earn nothing: whoever uses it is on a
    # first comment each time.
    Rule(
        "unconfirmed-author",
        Outcome.HOLD,
        lambda e: not e.author.confirmed and e.probability >= e.policy.stranger_probability,
    ),
    Rule("ordinary", Outcome.PUBLISH, lambda _: True),
)
"""The rules in order. The last one always applies, so that every submission gets a verdict."""


def judge(evidence: Evidence, rules: tuple[Rule, ...] = RULES) -> Verdict:
    """Return the verdict of the first rule that applies; hold if none does."""
    for rule in rules:
        if rule.applies(evidence):
            return Verdict(outcome=rule.outcome, rule=rule.code)
    return Verdict(outcome=Outcome.HOLD, rule="no-rule")
