"""The core with fakes all around: every use case over one store, as the composition root wires them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from service.use_cases.authenticate import Authenticate, IssueToken, RevokeToken
from service.use_cases.campaigns import ForgetCampaigns, ListCampaigns
from service.use_cases.count_comments import CountComments
from service.use_cases.decide_comments import DecideComments, Decision
from service.use_cases.forget_answers import ForgetAnswers
from service.use_cases.list_page import FindPage, ListPage, SeePage
from service.use_cases.list_queue import ListQueue, ShowComment
from service.use_cases.manage_sites import AddSite, ChangeSite, ClosePage
from service.use_cases.open_form import OpenForm
from service.use_cases.show_receipt import ShowReceipt
from service.use_cases.submit_comment import SubmitComment
from tests.fakes import (
    ARTICLE,
    DEMO,
    FrozenClock,
    PlainReceipts,
    PlainSealer,
    PlainStamps,
    an_attempt,
    plain_fold,
    plain_hash,
    plain_markup,
)
from tests.house_acts import ActHouse, decide_comments, list_campaigns
from tests.house_confirmation import ConfirmationHouse
from tests.memory import (
    MemoryAnswers,
    MemoryAuthors,
    MemoryCampaigns,
    MemoryComments,
    MemoryEvents,
    MemoryPages,
    MemorySites,
    MemoryTokens,
)
from tests.memory_acts import MemoryOrders
from tests.memory_people import MemoryUses
from tests.memory_write_answers import MemoryWriteAnswers
from tests.moderators import EVERYTHING, a_moderator, a_token

if TYPE_CHECKING:
    from service.domain.comment import Comment, CommentId
    from service.domain.event import Event
    from service.domain.lifecycle import Action
    from service.domain.moderator import Moderator

__all__ = ["EVERYTHING", "House", "a_moderator", "a_token"]


@dataclass(slots=True)
class House(ConfirmationHouse):
    """One installation with a site; its fakes can be replaced until a use case is asked for."""

    @property
    def submit(self) -> SubmitComment:
        return SubmitComment(
            clock=self.clock,
            new_id=self.new_id,
            limiter=self.limiter,
            stamps=self.stamps,
            sealer=PlainSealer(),
            hasher=plain_hash,
            classifier=self.classifier,
            fold=plain_fold,
            sign=self.sign,
            markup=plain_markup,
            receipts=PlainReceipts(),
            sites=MemorySites(self.store),
            pages=MemoryPages(self.store),
            authors=MemoryAuthors(self.store),
            comments=MemoryComments(self.store),
            campaigns=MemoryCampaigns(self.store),
            orders=MemoryOrders(self.store),
            events=MemoryEvents(self.store),
            answers=MemoryAnswers(self.store),
            transaction=self.store.transaction,
        )

    @property
    def decide(self) -> DecideComments:
        return decide_comments(self.store, self.clock, self.new_id)

    @property
    def acts(self) -> ActHouse:
        """What moderators do to many comments, and take back."""
        return ActHouse(self.store, self.clock, self.new_id, self.decide)

    @property
    def list_queue(self) -> ListQueue:
        return ListQueue(
            clock=self.clock, sites=MemorySites(self.store), comments=MemoryComments(self.store), fold=plain_fold
        )

    @property
    def count_comments(self) -> CountComments:
        return CountComments(sites=MemorySites(self.store), counts=MemoryComments(self.store), fold=plain_fold)

    @property
    def list_campaigns(self) -> ListCampaigns:
        return list_campaigns(self.store, self.clock)

    @property
    def forget_campaigns(self) -> ForgetCampaigns:
        return ForgetCampaigns(
            campaigns=MemoryCampaigns(self.store), clock=self.clock, transaction=self.store.transaction
        )

    @property
    def show_comment(self) -> ShowComment:
        return ShowComment(
            clock=self.clock,
            comments=MemoryComments(self.store),
            events=MemoryEvents(self.store),
            classifier=self.classifier,
        )

    @property
    def find_page(self) -> FindPage:
        return FindPage(sites=MemorySites(self.store), pages=MemoryPages(self.store))

    @property
    def see_page(self) -> SeePage:
        return SeePage(sites=MemorySites(self.store), pages=MemoryPages(self.store))

    @property
    def list_page(self) -> ListPage:
        return ListPage(comments=MemoryComments(self.store))

    @property
    def open_form(self) -> OpenForm:
        return OpenForm(see_page=self.see_page, stamps=self.stamps)

    @property
    def show_receipt(self) -> ShowReceipt:
        return ShowReceipt(
            receipts=PlainReceipts(),
            sites=MemorySites(self.store),
            comments=MemoryComments(self.store),
            events=MemoryEvents(self.store),
        )

    @property
    def authenticate(self) -> Authenticate:
        return Authenticate(clock=self.clock, tokens=MemoryTokens(self.store), uses=MemoryUses(self.store))

    @property
    def issue_token(self) -> IssueToken:
        return IssueToken(
            clock=self.clock,
            new_id=self.new_id,
            sites=MemorySites(self.store),
            tokens=MemoryTokens(self.store),
            events=MemoryEvents(self.store),
            transaction=self.store.transaction,
        )

    @property
    def revoke_token(self) -> RevokeToken:
        return RevokeToken(
            clock=self.clock,
            tokens=MemoryTokens(self.store),
            events=MemoryEvents(self.store),
            transaction=self.store.transaction,
        )

    @property
    def add_site(self) -> AddSite:
        return AddSite(
            clock=self.clock,
            sites=MemorySites(self.store),
            events=MemoryEvents(self.store),
            transaction=self.store.transaction,
        )

    @property
    def change_site(self) -> ChangeSite:
        return ChangeSite(
            clock=self.clock,
            sites=MemorySites(self.store),
            events=MemoryEvents(self.store),
            transaction=self.store.transaction,
        )

    @property
    def close_page(self) -> ClosePage:
        return ClosePage(
            clock=self.clock,
            sites=MemorySites(self.store),
            pages=MemoryPages(self.store),
            events=MemoryEvents(self.store),
            transaction=self.store.transaction,
        )

    @property
    def forget_answers(self) -> ForgetAnswers:
        return ForgetAnswers(
            answers=MemoryAnswers(self.store),
            write_answers=MemoryWriteAnswers(self.store),
            clock=self.clock,
            transaction=self.store.transaction,
        )

    def stamp(self, ago: timedelta = timedelta(seconds=40)) -> str:
        """Return the stamp of the article's form that was opened *ago*."""
        return PlainStamps(FrozenClock(self.clock.now() - ago)).issue(DEMO, ARTICLE)

    def publish(self, **changes: Any) -> Comment:  # noqa: ANN401 - any field
        """Submit a comment that nothing is wrong with."""
        accepted = self.submit(an_attempt(stamp=self.stamp(), **changes))
        assert accepted.public
        return accepted.comment

    @property
    def is_empty(self) -> bool:
        """Whether nothing that comes with a comment is stored."""
        store = self.store
        return not (store.pages or store.authors or store.comments or store.events or store.answers)

    def act(self, comment: Comment, action: Action, moderator: Moderator | None = None) -> Comment:
        """Decide what is stored of *comment*, whatever its version now."""
        version = self.stored(comment.id).version
        decision = Decision(comment=comment.id, action=action, version=version)
        return self.decide.one(decision, moderator or a_moderator())[0]

    def stored(self, comment: CommentId) -> Comment:
        return self.store.comments[comment]

    @property
    def last_event(self) -> Event:
        return self.store.events[-1]
