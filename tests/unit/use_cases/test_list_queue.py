"""The queue as moderators see it, and one comment with its reasons."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

import pytest

from service.domain.author import AuthorHistory
from service.domain.comment import CommentId
from service.domain.errors import NotAllowed, UnknownComment, UnknownSite
from service.domain.event import EventKind
from service.domain.lifecycle import Action, State
from service.domain.site import SiteId
from service.domain.token import Scope
from service.use_cases.list_queue import MAX_LIMIT
from service.use_cases.queue import LearningPlace, Place, QueueItem, QueueOrder, QueuePart, QueueQuery
from tests.fakes import DEMO, NOON, CountedIds, FixedClassifier, SilentClassifier, an_attempt
from tests.house import House, a_moderator

if TYPE_CHECKING:
    from service.domain.comment import Comment
    from service.use_cases.repositories import Comments

LAIN = SiteId("lain")


def held(house: House, text: str, probability: float | None = 0.5, site: SiteId = DEMO, name: str = "Wayan") -> Comment:
    house.classifier = SilentClassifier() if probability is None else FixedClassifier(probability)
    comment = house.submit(an_attempt(text=text, site=site, name=name)).comment
    house.clock.advance(timedelta(minutes=1))
    return comment


def a_house() -> House:
    """Return a house with four comments that wait on its site and one on another."""
    house = House()
    house.store.sites[LAIN] = replace(house.site, id=LAIN)
    for text, probability in (("satu kopi", 0.5), ("dua teh", None), ("tiga kopi susu", 0.2), ("empat", 0.5)):
        held(house, text, probability)
    held(house, "lain", site=LAIN)
    return house


def query(**changes: Any) -> QueueQuery:  # noqa: ANN401 - any part of a query
    return replace(QueueQuery(site=DEMO, state=State.PENDING), **changes)


def texts(items: tuple[QueueItem, ...]) -> list[str]:
    return [item.text for item in items]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (QueueOrder.OLDEST, ["satu kopi", "dua teh", "tiga kopi susu", "empat"]),
        (QueueOrder.NEWEST, ["empat", "tiga kopi susu", "dua teh", "satu kopi"]),
        (QueueOrder.LIKELY_SPAM, ["dua teh", "empat", "satu kopi", "tiga kopi susu"]),
        (QueueOrder.LIKELY_GENUINE, ["tiga kopi susu", "satu kopi", "empat", "dua teh"]),
    ],
)
@pytest.mark.parametrize("limit", [1, 2, 3, 4, 50])
def test_each_order_can_be_walked_page_by_page(order: QueueOrder, expected: list[str], limit: int) -> None:
    house = a_house()
    walked: list[str] = []
    after: Place | LearningPlace | None = None

    while True:
        items, after = house.list_queue(query(order=order, limit=limit, after=after), a_moderator())
        walked += texts(items)
        assert len(items) <= limit
        if after is None:
            break

    assert walked == expected


def test_a_walk_skips_and_repeats_nothing_while_the_queue_moves() -> None:
    house = a_house()
    first, after = house.list_queue(query(limit=2), a_moderator())

    for item in first:
        house.act(house.stored(item.id), Action.APPROVE)
    held(house, "lima")
    second, after = house.list_queue(query(limit=50, after=after), a_moderator())

    assert texts(second) == ["tiga kopi susu", "empat", "lima"]
    assert after is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 4),
        ("  ", 4),
        ("kopi", 2),
        ("KOPI", 2),
        (" susu  kopi ", 1),
        ("kopi teh", 0),
        ("wayan kopi", 2),
        ("%", 0),
        ("_", 0),
    ],
)
def test_the_text_filter_wants_every_word_in_name_or_text(text: str, expected: int) -> None:
    items, _ = a_house().list_queue(query(text=text), a_moderator())

    assert len(items) == expected


def test_only_the_state_that_is_asked_for_is_listed() -> None:
    house = a_house()
    [first, *_], _ = house.list_queue(query(), a_moderator())
    house.act(house.stored(first.id), Action.MARK_SPAM)

    assert texts(house.list_queue(query(state=State.SPAM), a_moderator())[0]) == ["satu kopi"]
    assert len(house.list_queue(query(), a_moderator())[0]) == 3


def test_a_moderator_of_one_site_sees_that_site_asked_for_or_not() -> None:
    house = a_house()

    for site in (LAIN, None):
        assert texts(house.list_queue(query(site=site), a_moderator(site=LAIN))[0]) == ["lain"]
    for unknown in (DEMO, SiteId("tidak-ada")):
        with pytest.raises(UnknownSite):
            house.list_queue(query(site=unknown), a_moderator(site=LAIN))


def test_a_moderator_of_all_sites_sees_all_or_the_one_it_asks_for() -> None:
    house = a_house()

    assert len(house.list_queue(query(site=None), a_moderator(site=None))[0]) == 5
    assert len(house.list_queue(query(site=LAIN), a_moderator(site=None))[0]) == 1
    with pytest.raises(UnknownSite):
        house.list_queue(query(site=SiteId("tidak-ada")), a_moderator(site=None))


@pytest.mark.parametrize(("asked", "given"), [(-1, 1), (0, 1), (1, 1), (MAX_LIMIT, 204), (MAX_LIMIT + 5, 204)])
def test_the_number_of_items_is_held_within_bounds(asked: int, given: int) -> None:
    house = a_house()
    if given > 1:
        for number in range(200):
            held(house, f"banyak {number}")

    items, after = house.list_queue(query(limit=asked), a_moderator())

    assert len(items) == min(given, MAX_LIMIT)
    assert after is not None


def test_an_item_shows_what_is_known_of_the_author_and_nothing_of_the_address() -> None:
    house = a_house()
    house.act(next(iter(house.store.comments.values())), Action.APPROVE)

    items, _ = house.list_queue(query(), a_moderator())

    assert items[0].author == AuthorHistory(confirmed=False, seen=4, approved=1)
    assert "surat.example" not in repr(items)
    assert not {"email", "key", "box", "client", "ip"} & {one.name for one in fields(QueueItem)}


def test_an_unscored_comment_stands_where_certain_spam_does() -> None:
    house = House()
    item = house.show_comment(held(house, "dua", None).id, a_moderator()).item

    assert item.place(QueueOrder.LIKELY_SPAM) == Place(1.0, item.id)
    assert item.place(QueueOrder.LIKELY_GENUINE) == Place(1.0, item.id)
    assert item.place(QueueOrder.OLDEST) == item.place(QueueOrder.NEWEST) == Place(NOON, item.id)


# One comment.
def test_a_comment_is_shown_with_the_exact_sum_of_its_score_and_its_history() -> None:
    house = House()
    comment = held(house, "satu")
    house.act(comment, Action.APPROVE)

    detail = house.show_comment(comment.id, a_moderator())

    assert (detail.item.id, detail.item.state, detail.item.version) == (comment.id, State.APPROVED, 2)
    assert detail.explanation == FixedClassifier(0.5).explain("satu", "Wayan", None)
    assert [event.kind for event in detail.history] == [EventKind.COMMENT_SUBMITTED, EventKind.COMMENT_DECIDED]


def test_where_the_classifier_is_silent_a_comment_is_shown_without_an_explanation() -> None:
    house = House()
    comment = held(house, "satu", None)

    detail = house.show_comment(comment.id, a_moderator())

    assert detail.explanation is None
    assert len(detail.history) == 1


def test_a_comment_of_another_site_is_unknown() -> None:
    house = a_house()
    foreign = next(comment for comment in house.store.comments.values() if comment.site == LAIN)

    for comment in (foreign.id, CommentId(UUID(int=99))):
        with pytest.raises(UnknownComment):
            house.show_comment(comment, a_moderator())


@pytest.mark.parametrize("scopes", [frozenset[Scope](), frozenset({Scope.DECIDE})])
def test_a_moderator_that_may_not_read_sees_nothing(scopes: frozenset[Scope]) -> None:
    house = a_house()
    token = a_moderator(scopes=scopes)

    with pytest.raises(NotAllowed):
        house.list_queue(query(), token)
    with pytest.raises(NotAllowed):
        house.show_comment(next(iter(house.store.comments)), token)


# Walks that are cut short.
def test_where_looking_stopped_early_the_listing_says_where_to_go_on() -> None:
    house = a_house()
    stop = Place(NOON, CommentId(UUID(int=7)))

    class Short:
        def queue(self, _: QueueQuery) -> QueuePart:
            return QueuePart(items=(), places=(), reached=stop)

    listing = replace(house.list_queue, comments=cast("Comments", Short()))

    assert listing(query(text="jarang"), a_moderator()) == ((), stop)


def test_the_most_uncertain_come_first_and_those_without_a_score_last() -> None:
    house = House(new_id=CountedIds(last=100))
    for text, probability in (("pasti", 0.85), ("tanpa", None), ("ragu", 0.48), ("mungkin", 0.6)):
        held(house, text, probability)

    items, after = house.list_queue(query(order=QueueOrder.MOST_TO_LEARN), a_moderator())

    assert texts(items) == ["ragu", "mungkin", "pasti", "tanpa"]
    assert after is None
    assert not any(item.sampled for item in items)
