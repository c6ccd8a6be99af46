"""A policy on trial: comments that came, judged anew under two policies by the rules themselves; what would move."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from service.domain.author import STRANGER, AuthorHistory
from service.domain.ban import BanKind
from service.domain.campaign_order import ordered
from service.domain.kept_evidence import KeptEvidence
from service.domain.policy import Outcome
from service.domain.rules import Evidence, judge
from service.domain.signals import Signals, find_links, first_part, first_word

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from service.domain.comment import CommentId
    from service.domain.policy import Policy, Verdict

SAMPLE = 5
"""Comments shown of each move."""

UNHURRIED = timedelta(days=1)
"""Age of a form that nobody kept, where nothing says that it was missing or too young: above every threshold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """A comment that came, as far as a policy is concerned.

    Attributes:
        id: Which.
        created_at: When it came.
        text, url: As in :class:`service.domain.comment.Comment`.
        folded: Likewise: the name as a reader sees it, a line end, and the text as a reader sees it.
        spam_probability: As it was scored then.
        rule: What decided then.
        spam: What a person decided last; ``None`` if nobody did.
        evidence: What was kept of what the rules looked at; ``None`` for comments of before it was kept.
        author: What is known of the author today, proved since then counting as not proved.
    """

    id: CommentId
    created_at: datetime
    text: str
    url: str | None
    folded: str
    spam_probability: float | None
    rule: str
    spam: bool | None = None
    evidence: KeptEvidence | None = None
    author: AuthorHistory = STRANGER


def as_far_as_known(came: Came) -> KeptEvidence:
    """Return what can be told of a comment whose evidence was not kept.

    Its rule names one thing that was found; of whatever the rules before or after it look at, nothing is known, and so
    nothing is held against the comment.
    """
    ages = {"form-stamp-missing": None, "form-instant": timedelta()}
    return KeptEvidence(
        trap_filled=came.rule == "trap-filled",
        form_age=ages.get(came.rule, UNHURRIED),
        links=find_links(came.text, came.url)[0],
        disposable_address=came.rule == "disposable-address",
        duplicate=came.rule == "duplicate",
        confirmed=came.author.confirmed,
        approved=came.author.approved,
        trusted=came.author.trusted,
        bans=frozenset(kind for kind in BanKind if came.rule == f"banned-{kind}"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Retrial:
    """Judges comments under two policies.

    Attributes:
        before: The policy as it is.
        after: As it might be.
        fold: Folds blocked words; comments were folded when they came.
    """

    before: Policy
    after: Policy
    fold: Callable[[str], str]

    def __call__(self, came: Came) -> tuple[Verdict, Verdict]:
        """Return the verdicts of both, before and after."""
        kept = came.evidence or as_far_as_known(came)
        links = bool(self.before.blocked_links or self.after.blocked_links)
        addresses = find_links(came.text, came.url)[1] if links else ""
        first = self._judge(came, kept, self.before, addresses)
        if self.after == self.before:
            return first, first
        return first, self._judge(came, kept, self.after, addresses)

    def _judge(self, came: Came, kept: KeptEvidence, policy: Policy, addresses: str) -> Verdict:
        """Return the verdict of one policy, under the order that stood for the comment's campaign."""
        verdict = judge(self._evidence(came, kept, policy, addresses))
        if kept.order is None:
            return verdict
        return ordered(verdict, kept.order, scored=came.spam_probability is not None)

    def _evidence(self, came: Came, kept: KeptEvidence, policy: Policy, addresses: str) -> Evidence:
        """Return what the rules would look at."""
        name, _, text = came.folded.partition("\n")
        return Evidence(
            policy=policy,
            signals=Signals(
                trap_filled=kept.trap_filled,
                form_age=kept.form_age,
                links=kept.links,
                blocked_name=first_word(policy.blocked_names, name, self.fold),
                blocked_link=first_part(policy.blocked_links, addresses),
                blocked_word=first_word(policy.blocked_words, text, self.fold),
                disposable_address=kept.disposable_address,
            ),
            author=AuthorHistory(confirmed=kept.confirmed, approved=kept.approved, trusted=kept.trusted),
            bans=dict.fromkeys(kept.bans, False),
            duplicate=kept.duplicate,
            spam_probability=came.spam_probability,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What one policy makes of the comments.

    Attributes:
        published, held, filed: How many.
        spam_published: Published, though a person says that they are spam.
        genuine_held, genuine_filed: Held or filed as spam, though a person says that they are genuine.
    """

    published: int
    held: int
    filed: int
    spam_published: int
    genuine_held: int
    genuine_filed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Comments that go from one outcome to another.

    Attributes:
        before, after: The outcomes.
        comments: How many.
        spam, genuine: How many of them a person marked as spam, or approved.
        rules: By the rules that decide before and after, how many; the greatest number first.
        newest: The newest of them, some only.
    """

    before: Outcome
    after: Outcome
    comments: int
    spam: int
    genuine: int
    rules: tuple[tuple[str, str, int], ...]
    newest: tuple[CommentId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleCount:
    """How many comments a rule decides before and after."""

    rule: str
    before: int
    after: int


_Word = bool | None
_Moved = tuple[Outcome, Outcome]


@dataclass(slots=True)
class Tally:
    """Counts verdicts, one comment after another, the newest first."""

    comments: int = 0
    without_evidence: int = 0
    oldest: datetime | None = None
    _outcomes: Counter[tuple[Outcome, Outcome, _Word]] = field(default_factory=Counter)
    _rules: Counter[tuple[Outcome, Outcome, str, str]] = field(default_factory=Counter)
    _newest: dict[_Moved, list[CommentId]] = field(default_factory=dict)

    def add(self, came: Came, before: Verdict, after: Verdict) -> None:
        """Count a comment."""
        self.comments += 1
        self.without_evidence += came.evidence is None
        self.oldest = came.created_at
        moved = before.outcome, after.outcome
        self._outcomes[(*moved, came.spam)] += 1
        self._rules[(*moved, before.rule, after.rule)] += 1
        if before.outcome is not after.outcome:
            shown = self._newest.setdefault(moved, [])
            if len(shown) < SAMPLE:
                shown.append(came.id)

    @property
    def unchanged(self) -> int:
        """How many have the same outcome under both policies, by whatever rule."""
        return sum(number for (before, after, _), number in self._outcomes.items() if before is after)

    @property
    def moves(self) -> tuple[Move, ...]:
        """What moves, the greatest number first."""
        moves = [self._move(moved) for moved in self._newest]
        return tuple(sorted(moves, key=lambda move: (-move.comments, move.before, move.after)))

    @property
    def rules(self) -> tuple[RuleCount, ...]:
        """Every rule that decides something, by name."""
        before: Counter[str] = Counter()
        after: Counter[str] = Counter()
        for (_, _, first, second), number in self._rules.items():
            before[first] += number
            after[second] += number
        names = sorted(before.keys() | after.keys())
        return tuple(RuleCount(rule=rule, before=before[rule], after=after[rule]) for rule in names)

    @property
    def figures(self) -> tuple[Figures, Figures]:
        """What both policies make of the comments, before and after."""
        return self._figures(0), self._figures(1)

    def _figures(self, side: int) -> Figures:
        """Return the figures of one policy; *side* is 0 before and 1 after."""
        found: Counter[tuple[Outcome, _Word]] = Counter()
        for (before, after, spam), number in self._outcomes.items():
            found[(before, after)[side], spam] += number

        def of(outcome: Outcome) -> int:
            return sum(found[outcome, spam] for spam in (None, False, True))

        return Figures(
            published=of(Outcome.PUBLISH),
            held=of(Outcome.HOLD),
            filed=of(Outcome.FILE_AS_SPAM),
            spam_published=found[Outcome.PUBLISH, True],
            genuine_held=found[Outcome.HOLD, False],
            genuine_filed=found[Outcome.FILE_AS_SPAM, False],
        )

    def _move(self, moved: _Moved) -> Move:
        """Return one move."""
        rules = [(*pair[2:], number) for pair, number in self._rules.items() if pair[:2] == moved]
        by_word = {spam: self._outcomes[(*moved, spam)] for spam in (None, False, True)}
        return Move(
            before=moved[0],
            after=moved[1],
            comments=sum(by_word.values()),
            spam=by_word[True],
            genuine=by_word[False],
            rules=tuple(sorted(rules, key=lambda one: (-one[2], one[0], one[1]))),
            newest=tuple(self._newest[moved]),
        )
