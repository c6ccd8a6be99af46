"""Decide comments: the one path by which their state changes after submission."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.domain.act import Act, ActId, ActKind, changed, merged
from service.domain.errors import Meanwhile, ModerationError, StaleDecision, UnknownComment, UnknownReason
from service.domain.event import Event, EventKind
from service.domain.lifecycle import State
from service.domain.token import Scope

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from service.domain.act import ActItem
    from service.domain.author import AuthorId
    from service.domain.comment import Comment, CommentId
    from service.domain.lifecycle import Action
    from service.domain.moderator import Moderator
    from service.domain.page import PageKey
    from service.domain.site import SiteId
    from service.use_cases.acts import Acts
    from service.use_cases.event_log import Events
    from service.use_cases.ports import Clock, CommentIds
    from service.use_cases.repositories import Authors, Comments, Pages, Sites, Transaction

MAX_REASON = 500
"""Greatest length of a moderator's reason, in characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a moderator wants.

    Attributes:
        comment: Which comment.
        action: What to do with it.
        version: The version that the moderator saw.
        reason: For the record, or ``None``.
        reason_code: One of the site's reasons, or ``None``. The author of a rejected comment reads what it tells.
    """

    comment: CommentId
    action: Action
    version: int
    reason: str | None = None
    reason_code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What a call came to.

    Attributes:
        acts: For each decision the act under which it is listed, and can be undone; one that changed nothing is listed
            nowhere.
        outcomes: For each decision the comment as it stands, or why nothing changed about it.
    """

    acts: tuple[ActId, ...]
    outcomes: tuple[Comment | ModerationError, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideComments:
    """The walk of decisions, straight through: each stands or falls by itself, those that stand are stored together."""

    clock: Clock
    sites: Sites
    new_id: CommentIds
    acts: Acts
    comments: Comments
    pages: Pages
    authors: Authors
    events: Events
    transaction: Transaction

    def __call__(self, decisions: Sequence[Decision], moderator: Moderator, *, apart: bool = False) -> Decided:
        """Carry decisions out and return what each came to.

        Args:
            decisions: What is wanted.
            moderator: Who wants it.
            apart: Whether each is an act of its own, to be undone by itself; otherwise all are one.

        Raises:
            NotAllowed: The moderator may decide nowhere.
            StorageUnavailable: Nothing changed; try again.
        """
        moderator.require(Scope.DECIDE)
        one = ActId(self.new_id())
        acts = tuple(ActId(self.new_id()) for _ in decisions) if apart else (one,) * len(decisions)
        with self.transaction():
            outcomes = self.within(decisions, moderator, acts)
            actions: dict[ActId, set[Action]] = {}
            for act, decision, outcome in zip(acts, decisions, outcomes, strict=True):
                if not isinstance(outcome, ModerationError):
                    actions.setdefault(act, set()).add(decision.action)
            now = self.clock.now()
            for act, taken in actions.items():
                action = next(iter(taken)) if len(taken) == 1 else None
                self.acts.begin(Act(id=act, kind=ActKind.DECISION, action=action, actor=moderator.actor, at=now))
        return Decided(acts=acts, outcomes=outcomes)

    def one(self, decision: Decision, moderator: Moderator) -> tuple[Comment, ActId]:
        """Carry one decision out and return the comment as it stands, and the act.

        Raises:
            NotAllowed: The moderator may not decide there.
            UnknownComment: There is none of that id, or on no site that is open to the moderator.
            StaleDecision: Somebody decided after the moderator looked; nothing changed.
            ActionNotAllowed: The action does not apply to the comment's state; nothing changed.
            UnknownReason: The site has no reason of that code; nothing changed.
            StorageUnavailable: Nothing changed; try again.
        """
        decided = self([decision], moderator)
        [outcome] = decided.outcomes
        if isinstance(outcome, ModerationError):
            raise outcome
        return outcome, decided.acts[0]

    def within(
        self, decisions: Sequence[Decision], moderator: Moderator, acts: Sequence[ActId]
    ) -> tuple[Comment | ModerationError, ...]:
        """Do the same as a call, each decision as a part of an act, inside a transaction that is open already."""
        standing = dict(self.comments.locked([decision.comment for decision in decisions]))
        reasons = self._reasons(decisions, standing)
        now = self.clock.now()
        outcomes: list[Comment | ModerationError] = []
        changes: list[tuple[Comment, Comment]] = []
        items: dict[ActId, list[ActItem]] = {}
        lines: list[Event] = []
        for decision, act in zip(decisions, acts, strict=True):
            try:
                before, after = _look(decision, standing, reasons, moderator)
            except ModerationError as error:
                outcomes.append(error)
                continue
            standing[after.id] = after
            outcomes.append(after)
            changes.append((before, after))
            items.setdefault(act, []).append(changed(before, after))
            lines.append(_decided(decision, before, after, moderator, act, now))
        self.store(changes)
        for act, some in items.items():
            self.acts.add(act, merged(some))
        self.events.append(*lines)
        return tuple(self._explained(decisions, outcomes, standing))

    def store(self, changes: Sequence[tuple[Comment, Comment]]) -> None:
        """Store comments as they are to stand, given with how they stood, and what is counted of pages and authors."""
        self.comments.decide(*(after for _, after in changes))
        on_pages: Counter[tuple[SiteId, PageKey]] = Counter()
        of_authors: Counter[AuthorId] = Counter()
        for before, after in changes:
            published = (after.state is State.APPROVED) - (before.state is State.APPROVED)
            if published:
                on_pages[after.site, after.page] += published
                if after.author is not None:
                    of_authors[after.author] += published
        self.pages.recount(on_pages)
        self.authors.count_approved(of_authors)

    def _reasons(
        self, decisions: Sequence[Decision], standing: Mapping[CommentId, Comment]
    ) -> Mapping[SiteId, frozenset[str]]:
        """Return the codes of the reasons of each site for which a decision names one."""
        named = {
            standing[decision.comment].site
            for decision in decisions
            if decision.reason_code is not None and decision.comment in standing
        }
        return {site: frozenset(reason.code for reason in self.sites.get(site).reasons) for site in named}

    def _explained(
        self,
        decisions: Sequence[Decision],
        outcomes: Sequence[Comment | ModerationError],
        standing: Mapping[CommentId, Comment],
    ) -> Iterable[Comment | ModerationError]:
        """Yield the outcomes; one that is stale tells how the comment stands in the end, and who brought it there."""
        stale = [
            standing[decision.comment]
            for decision, outcome in zip(decisions, outcomes, strict=True)
            if isinstance(outcome, StaleDecision)
        ]
        lines = self.events.latest(stale) if stale else {}
        for decision, outcome in zip(decisions, outcomes, strict=True):
            if isinstance(outcome, StaleDecision):
                now = standing[decision.comment]
                happened = _happened(lines.get(now.id)) if decision.version < now.version else None
                yield StaleDecision(now.version, state=now.state, meanwhile=happened)
            else:
                yield outcome


def _happened(line: Event | None) -> Meanwhile | None:
    """Return what a line of the log says about a change; ``None`` where nobody decided."""
    if line is None or line.kind is EventKind.COMMENT_SUBMITTED:
        return None
    return Meanwhile(by=line.actor, at=line.at, action=str(line.details.get("action") or line.kind))


def _look(
    decision: Decision,
    standing: Mapping[CommentId, Comment],
    reasons: Mapping[SiteId, frozenset[str]],
    moderator: Moderator,
) -> tuple[Comment, Comment]:
    """Return the comment as it stands and as it is to stand.

    Raises:
        NotAllowed, UnknownComment, UnknownReason, StaleDecision, ActionNotAllowed: Why it is not to change.
    """
    before = standing.get(decision.comment)
    if before is None or not moderator.opens(before.site):
        raise UnknownComment(decision.comment)
    moderator.require(Scope.DECIDE, before.site)
    if decision.reason_code is not None and decision.reason_code not in reasons[before.site]:
        raise UnknownReason(decision.reason_code)
    if before.version != decision.version:
        raise StaleDecision(before.version)
    return before, before.after(decision.action)


def _decided(  # noqa: PLR0913, PLR0917 - one line of the log is of many things
    decision: Decision, before: Comment, after: Comment, moderator: Moderator, act: ActId, now: datetime
) -> Event:
    """Return the line of the log about one decision."""
    return Event(
        kind=EventKind.COMMENT_DECIDED,
        site=after.site,
        comment=after.id,
        at=now,
        actor=moderator.actor,
        details={
            "act": str(act),
            "action": decision.action,
            "from": before.state,
            "state": after.state,
            "version": after.version,
            "reason": decision.reason,
            "reason_code": decision.reason_code,
            "spam_probability": before.spam_probability,
            "model": before.model,
        },
    )
