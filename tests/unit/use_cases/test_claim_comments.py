"""Claims: what is taken is one's own for a while, and decided by nobody else meanwhile."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from service.domain.claim import CLAIM_LASTS, MOST_CLAIMED, Claim, Hold
from service.domain.comment import Comment, CommentId
from service.domain.errors import Claimed, NotAllowed, UnknownSite
from service.domain.lifecycle import Action, State
from service.domain.moderator import Moderator
from service.domain.site import SiteId
from service.domain.token import Scope
from service.use_cases.claim_comments import ClaimComments, ForgetClaims, ListClaims, ReleaseClaims, RenewClaims
from service.use_cases.decide_comments import Decision
from service.use_cases.queue import QueueQuery
from tests.acting import commit, previewed
from tests.fakes import DEMO, NOON, FixedClassifier, an_attempt, plain_fold
from tests.house import EVERYTHING, House
from tests.memory import MemoryComments, MemorySites
from tests.memory_claims import MemoryClaims

if TYPE_CHECKING:
    from service.use_cases.claim_comments import Taken

LAIN = SiteId("lain")
RINA = Moderator(actor="person:rina", rights={DEMO: EVERYTHING})
BUDI = Moderator(actor="person:budi", rights={None: EVERYTHING})
READER = Moderator(actor="token:pembaca", rights={DEMO: frozenset({Scope.READ})})


@dataclass(slots=True)
class Desk:
    """A house with comments that wait, and what moderators do with claims there."""

    house: House = field(default_factory=lambda: House(classifier=FixedClassifier(0.5)))

    def held(self, count: int, site: SiteId = DEMO) -> list[CommentId]:
        return [self.house.submit(an_attempt(text=f"Nomor {n} {site}", site=site)).comment.id for n in range(count)]

    def take(self, moderator: Moderator = RINA, limit: int = 2, **wanted: Any) -> Taken:  # noqa: ANN401 - any filter
        store = self.house.store
        use_case = ClaimComments(
            clock=self.house.clock,
            sites=MemorySites(store),
            comments=MemoryComments(store),
            claims=MemoryClaims(store),
            fold=plain_fold,
            transaction=store.transaction,
        )
        return use_case(QueueQuery(state=State.PENDING, limit=limit, **wanted), moderator)

    @property
    def mine(self) -> ListClaims:
        return ListClaims(clock=self.house.clock, comments=MemoryComments(self.house.store))

    @property
    def renew(self) -> RenewClaims:
        store = self.house.store
        return RenewClaims(clock=self.house.clock, claims=MemoryClaims(store), transaction=store.transaction)

    @property
    def release(self) -> ReleaseClaims:
        store = self.house.store
        return ReleaseClaims(claims=MemoryClaims(store), transaction=store.transaction)

    def decide(self, comment: CommentId, moderator: Moderator) -> Comment:
        decision = Decision(comment=comment, action=Action.APPROVE, version=1)
        return self.house.decide.one(decision, moderator)[0]


@pytest.fixture
def desk() -> Desk:
    return Desk()


def ids(taken: Taken) -> list[CommentId]:
    return [item.id for item in taken.items]


def test_two_who_take_get_different_comments_for_a_quarter_of_an_hour(desk: Desk) -> None:
    first, second, third = desk.held(3)

    rinas, budis = desk.take(RINA), desk.take(BUDI)

    assert (ids(rinas), ids(budis)) == ([first, second], [third])
    assert rinas.until == NOON + timedelta(minutes=15) == NOON + CLAIM_LASTS
    assert [item.claim for item in rinas.items] == [Claim(by="person:rina", until=rinas.until)] * 2
    assert ids(desk.take(RINA)) == []


def test_who_takes_again_gets_the_next_and_never_more_than_the_greatest_number(desk: Desk) -> None:
    desk.held(MOST_CLAIMED + 5)

    assert len(ids(desk.take(limit=150))) == 150
    assert len(ids(desk.take(limit=150))) == MOST_CLAIMED - 150
    assert ids(desk.take(limit=1)) == []
    assert len(ids(desk.take(BUDI, limit=150))) == 5


def test_a_claim_that_is_over_is_free_for_anybody(desk: Desk) -> None:
    [comment] = desk.held(1)
    desk.take(RINA)
    desk.house.clock.advance(CLAIM_LASTS)

    assert desk.mine(RINA) == ()
    assert ids(desk.take(BUDI)) == [comment]


def test_what_is_taken_can_be_narrowed_like_the_list(desk: Desk) -> None:
    desk.house.store.sites[LAIN] = replace(desk.house.site, id=LAIN)
    [*_, second] = desk.held(2)
    [elsewhere] = desk.held(1, LAIN)

    assert ids(desk.take(BUDI, site=LAIN)) == [elsewhere]
    assert ids(desk.take(BUDI, text=" NOMOR 1 ")) == [second]
    with pytest.raises(UnknownSite):
        desk.take(RINA, site=LAIN)
    with pytest.raises(UnknownSite):
        desk.take(BUDI, site=SiteId("tidak-ada"))


def test_comments_are_taken_only_where_the_moderator_may_decide(desk: Desk) -> None:
    desk.house.store.sites[LAIN] = replace(desk.house.site, id=LAIN)
    desk.held(1)
    [elsewhere] = desk.held(1, LAIN)
    mixed = Moderator(actor="person:sari", rights={None: frozenset({Scope.READ}), LAIN: frozenset({Scope.DECIDE})})

    assert ids(desk.take(mixed)) == [elsewhere]
    for moderator, site in ((mixed, DEMO), (READER, None)):
        with pytest.raises(NotAllowed):
            desk.take(moderator, site=site)


def test_what_one_holds_is_listed_and_shown_to_others_as_taken(desk: Desk) -> None:
    first, second = desk.held(2)
    desk.take(RINA, limit=1)

    assert [item.id for item in desk.mine(RINA)] == [first]
    assert desk.mine(BUDI) == ()
    listed = [
        [item.id for item in desk.house.list_queue(QueueQuery(claimed=hold), BUDI)[0]]
        for hold in (Hold.FREE, Hold.TAKEN)
    ]
    assert listed == [[second], [first]]
    assert desk.house.show_comment(first, BUDI).item.claim == Claim(by="person:rina", until=NOON + CLAIM_LASTS)
    with pytest.raises(NotAllowed):
        desk.mine(Moderator(actor="token:x", rights={DEMO: frozenset({Scope.DECIDE})}))


def test_nobody_decides_what_another_holds_until_it_is_over_or_given_back(desk: Desk) -> None:
    first, second = desk.held(2)
    desk.take(RINA)

    with pytest.raises(Claimed) as refused:
        desk.decide(first, BUDI)

    assert (refused.value.by, refused.value.until) == ("person:rina", NOON + CLAIM_LASTS)
    assert desk.house.stored(first).state is State.PENDING
    desk.release([first], RINA)
    assert desk.decide(first, BUDI).state is State.APPROVED
    desk.house.clock.advance(CLAIM_LASTS)
    assert desk.decide(second, BUDI).state is State.APPROVED


def test_of_several_decisions_those_on_what_another_holds_fall(desk: Desk) -> None:
    first, second = desk.held(2)
    desk.take(RINA, limit=1)

    outcomes = desk.house.decide(
        [Decision(comment=one, action=Action.MARK_SPAM, version=1) for one in (first, second)], BUDI
    ).outcomes

    assert [type(outcome) for outcome in outcomes] == [Claimed, Comment]
    assert list(desk.house.store.claims) == [first]


def test_what_another_holds_is_passed_over_by_a_bulk_act_and_told_apart(desk: Desk) -> None:
    first, second = desk.held(2)
    desk.take(RINA, limit=1)

    bulk = commit(desk.house, previewed(desk.house, BUDI), BUDI)

    assert (bulk.decided, bulk.changed, bulk.claimed, bulk.remaining) == (1, 0, 1, 0)
    assert [desk.house.stored(one).state for one in (first, second)] == [State.PENDING, State.SPAM]


def test_who_decides_what_they_hold_holds_it_no_longer(desk: Desk) -> None:
    first, second = desk.held(2)
    desk.take(RINA)

    desk.decide(first, RINA)

    assert list(desk.house.store.claims) == [second]


def test_claims_are_renewed_and_those_that_are_lost_are_named(desk: Desk) -> None:
    first, second, third = desk.held(3)
    desk.take(RINA)
    desk.take(BUDI)
    desk.decide(second, RINA)
    desk.house.clock.advance(timedelta(minutes=10))
    nobody = CommentId(UUID(int=99))

    renewed = desk.renew([nobody, first, second, third, nobody], RINA)

    assert (renewed.renewed, renewed.lost) == ((first,), (nobody, second, third))
    assert renewed.until == NOON + timedelta(minutes=25)
    desk.house.clock.advance(timedelta(minutes=5))
    assert [item.id for item in desk.mine(RINA)] == [first]
    assert desk.renew(None, RINA).renewed == (first,)
    assert desk.renew(None, BUDI) == replace(renewed, until=NOON + timedelta(minutes=30), renewed=(), lost=())


def test_who_may_decide_on_a_site_no_longer_renews_nothing_there(desk: Desk) -> None:
    desk.held(1)
    desk.take(RINA)
    moved = Moderator(actor=RINA.actor, rights={DEMO: frozenset({Scope.READ}), LAIN: EVERYTHING})

    assert desk.renew(None, moved).renewed == ()


def test_a_reader_neither_renews_nor_releases(desk: Desk) -> None:
    with pytest.raises(NotAllowed):
        desk.renew(None, READER)
    with pytest.raises(NotAllowed):
        desk.release(None, READER)


def test_what_is_given_back_is_free_and_what_is_anothers_stays(desk: Desk) -> None:
    desk.held(3)
    desk.take(RINA)
    [budis] = ids(desk.take(BUDI))

    desk.release([budis], RINA)
    desk.release(None, RINA)

    assert list(desk.house.store.claims) == [budis]


def test_claims_that_are_over_are_forgotten(desk: Desk) -> None:
    desk.held(3)
    desk.take(RINA)
    desk.house.clock.advance(CLAIM_LASTS)
    desk.take(BUDI, limit=1)
    store = desk.house.store

    forget = ForgetClaims(clock=desk.house.clock, claims=MemoryClaims(store), transaction=store.transaction)

    assert (forget(), forget()) == (1, 0)
    assert len(store.claims) == 1
