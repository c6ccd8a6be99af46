"""Undo an act: put back what it changed, as long as nothing later stands on it; that is an act itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from service.domain.act import Act, ActId, ActKind, changed, restored
from service.domain.errors import UnknownAct
from service.domain.event import Event, EventKind
from service.domain.token import Scope
from service.use_cases.campaign_orders import order_line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from service.domain.act import ActItem
    from service.domain.comment import Comment
    from service.domain.moderator import Moderator
    from service.use_cases.acts import Acts, CarriedOut
    from service.use_cases.bulk import Bulks
    from service.use_cases.campaign_orders import Orders
    from service.use_cases.decide_comments import DecideComments
    from service.use_cases.pace import Pace
    from service.use_cases.ports import CommentIds


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoProgress:
    """How far an undoing is.

    Attributes:
        act: The undoing, an act that can be undone itself.
        restored: Comments put back.
        remaining: Comments not looked at yet.
    """

    act: Act
    restored: int
    remaining: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoAct:
    """Takes an act back in transactions of some hundred comments, for a moment; to be called until it is done.

    It changes comments by :class:`DecideComments`, so that what is counted of pages and authors follows.
    """

    acts: Acts
    bulks: Bulks
    orders: Orders
    decide: DecideComments
    new_id: CommentIds
    pace: Pace
    carried_out: CarriedOut

    def __call__(self, act: ActId, moderator: Moderator) -> UndoProgress:
        """Go on taking an act back, or begin; the same again once it is done.

        Raises:
            NotAllowed: The moderator may not decide on every site that the act touched.
            UnknownAct: There is none of that id, or on no site that is open to the moderator.
            StorageUnavailable: What was put back stays so; try again.
        """
        moderator.require(Scope.DECIDE)
        with self.decide.transaction():
            undoing = self._begin(act, moderator)
        for _ in self.pace.turns():
            with self.decide.transaction():
                undoing, restored_now = self._step(undoing.id, act, moderator)
            self.carried_out.undone(restored_now)
            if undoing.finished:
                break
        with self.decide.transaction():
            put_back = sum(self.acts.sites(undoing.id).values())
            whole = sum(self.acts.sites(act).values())
        return UndoProgress(act=undoing, restored=put_back, remaining=whole - put_back - undoing.changed)

    def _begin(self, act: ActId, moderator: Moderator) -> Act:
        """Return the undoing of an act, a new one where nobody began.

        What the act itself has not finished ends here: the rest of a bulk act, and an order that came with it.
        """
        undone = self.acts.locked(act)
        self._allow(undone, moderator)
        if undone.undone_by is not None:
            return self.acts.locked(undone.undone_by)
        undoing = Act(
            id=ActId(self.new_id()),
            kind=ActKind.UNDO,
            action=None,
            actor=moderator.actor,
            at=self.decide.clock.now(),
            undoes=act,
            finished=False,
        )
        self.acts.begin(undoing)
        self.acts.change(replace(undone, undone_by=undoing.id, finished=True))
        self.bulks.stop(act)
        ended = self.orders.end_of(act)
        self.decide.events.append(
            *(order_line(EventKind.CAMPAIGN_ORDER_ENDED, one, moderator.actor, undoing.at) for one in ended)
        )
        return undoing

    def _allow(self, act: Act, moderator: Moderator) -> None:
        """Refuse whoever may not decide on all sites that an act touched."""
        sites = self.acts.sites(act.id)
        if not any(moderator.opens(site) for site in sites):
            raise UnknownAct(act.id)
        for site in sites:
            moderator.require(Scope.DECIDE, site)

    def _step(self, number: ActId, act: ActId, moderator: Moderator) -> tuple[Act, int]:
        """Take the next comments of an act back, in the transaction that is open; return how many were, too."""
        undoing = self.acts.locked(number)
        if undoing.finished:
            return undoing, 0
        items = self.acts.items(act, undoing.through, self.pace.batch)
        standing = self.decide.comments.locked([item.comment for item in items])
        pairs = [(item, standing.get(item.comment)) for item in items]
        found = [(item, now, after) for item, now in pairs if now and (after := restored(item, now))]
        self._put_back([(now, after) for _, now, after in found], [item for item, _, _ in found], undoing, moderator)
        undoing = replace(
            undoing,
            through=items[-1].comment if items else undoing.through,
            changed=undoing.changed + len(items) - len(found),
            finished=len(items) < self.pace.batch,
        )
        self.acts.change(undoing)
        return undoing, len(found)

    def _put_back(
        self, changes: Sequence[tuple[Comment, Comment]], undone: Sequence[ActItem], undoing: Act, moderator: Moderator
    ) -> None:
        """Store comments as they stood before, what the undoing did, and its lines of the log."""
        self.decide.store(changes)
        items = [changed(before, after) for before, after in changes]
        self.acts.add(undoing.id, items)
        self.acts.stand_again(
            [replace(item, version_before=one.version_before) for item, one in zip(items, undone, strict=True)]
        )
        now = self.decide.clock.now()
        self.decide.events.append(*(_line(before, after, undoing, moderator, now) for before, after in changes))


def _line(before: Comment, after: Comment, undoing: Act, moderator: Moderator, now: datetime) -> Event:
    """Return the line of the log about one comment put back."""
    return Event(
        kind=EventKind.DECISION_UNDONE,
        site=after.site,
        comment=after.id,
        at=now,
        actor=moderator.actor,
        details={
            "act": str(undoing.id),
            "undoes": str(undoing.undoes),
            "from": before.state,
            "state": after.state,
            "version": after.version,
        },
    )
