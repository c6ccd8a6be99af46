"""What storage promises of comments, in memory and in SQL alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta, timezone
from typing import TYPE_CHECKING

import pytest

from service.domain.author import STRANGER
from service.domain.errors import StaleDecision, UnknownComment
from service.domain.lifecycle import Action, State
from service.domain.page import Page, PageKey
from service.use_cases.repositories import DuplicateText
from tests.stored import ARTICLE, DAWN, DEMO, HARBOUR, RINA, a_comment, an_arrival, comment_id, fingerprint, store

if TYPE_CHECKING:
    from service.domain.comment import Comment
    from service.domain.site import SiteId
    from tests.integration.storage.conftest import Storage


def test_a_comment_comes_back_as_it_was_stored(storage: Storage) -> None:
    author = storage.authors.note(DEMO.id, RINA, DAWN, approved=0)
    comment = a_comment(
        2,
        parent=comment_id(1),
        author=author,
        name="Ñandú 'ü' \u202dtest",
        url="https://rina.example/?a=%22",
        text="Baris satu\r\nbaris dua 🐙 ' -- \\ % _ \u0000"[:-1],
        state=State.TRASH,
        state_before_trash=State.SPAM,
        version=7,
        spam_probability=None,
        model=None,
        edited_at=DAWN + timedelta(days=1),
    )

    store(storage.pages, storage.comments, a_comment(1), comment)

    assert storage.comments.get(comment.id) == comment


def test_a_moment_of_any_zone_comes_back_in_utc(storage: Storage) -> None:
    local = DAWN.astimezone(timezone(timedelta(hours=7)))

    store(storage.pages, storage.comments, a_comment(created_at=local))

    created_at = storage.comments.get(comment_id(1)).created_at
    assert created_at == DAWN
    assert created_at.microsecond == DAWN.microsecond


def test_an_unknown_comment_is_said_to_be_so(storage: Storage) -> None:
    with pytest.raises(UnknownComment):
        storage.comments.get(comment_id(1))
    with pytest.raises(UnknownComment):
        storage.comments.item(comment_id(1))


def test_a_page_takes_a_fingerprint_once(storage: Storage) -> None:
    storage.pages.note(DEMO.id, ARTICLE, published=0)
    storage.comments.add(a_comment(1), fingerprint(1))

    with pytest.raises(DuplicateText):
        storage.comments.add(a_comment(2), fingerprint(1))

    with pytest.raises(UnknownComment):
        storage.comments.get(comment_id(2))


def test_the_same_text_may_stand_on_two_pages_and_any_number_of_times_as_a_duplicate(storage: Storage) -> None:
    other = Page(key=PageKey("/lain"))
    storage.pages.note(DEMO.id, ARTICLE, published=0)
    storage.pages.note(DEMO.id, other, published=0)

    storage.comments.add(a_comment(1), fingerprint(1))
    storage.comments.add(a_comment(2, page=other.key), fingerprint(1))
    storage.comments.add(a_comment(3), None)
    storage.comments.add(a_comment(4), None)

    assert storage.comments.get(comment_id(4)).page == ARTICLE.key


def test_surroundings_of_an_empty_page_are_empty(storage: Storage) -> None:
    met = storage.comments.surroundings(an_arrival(parent=comment_id(1), email=RINA))

    assert (met.page, met.parent_public, met.author, met.duplicate) == (None, False, STRANGER, False)


def test_surroundings_tell_page_and_duplicate(storage: Storage) -> None:
    storage.pages.note(DEMO.id, ARTICLE, published=1)
    storage.comments.add(a_comment(1, state=State.SPAM), fingerprint(1))

    met = storage.comments.surroundings(an_arrival())

    assert met.page == replace(ARTICLE, approved=1, version=1)
    assert met.duplicate
    assert not storage.comments.surroundings(an_arrival(fingerprint=fingerprint(2))).duplicate
    assert not storage.comments.surroundings(an_arrival(page=PageKey("/lain"))).duplicate
    assert not storage.comments.surroundings(an_arrival(site=HARBOUR.id)).duplicate


@pytest.mark.parametrize("state", list(State))
def test_only_an_approved_comment_of_the_page_is_a_public_parent(storage: Storage, state: State) -> None:
    before = State.PENDING if state is State.TRASH else None
    store(storage.pages, storage.comments, a_comment(1, state=state, state_before_trash=before))
    storage.pages.note(DEMO.id, Page(key=PageKey("/lain")), published=0)
    storage.pages.note(HARBOUR.id, ARTICLE, published=0)

    def public(site: SiteId, page: PageKey) -> bool:
        return storage.comments.surroundings(an_arrival(site=site, page=page, parent=comment_id(1))).parent_public

    assert public(DEMO.id, ARTICLE.key) is (state is State.APPROVED)
    assert not public(DEMO.id, PageKey("/lain"))
    assert not public(HARBOUR.id, ARTICLE.key)


def test_a_decision_is_stored(storage: Storage) -> None:
    comment = a_comment()
    store(storage.pages, storage.comments, comment)
    trashed = comment.after(Action.TRASH)

    storage.comments.decide(trashed)
    storage.comments.decide(trashed.after(Action.RESTORE))

    assert storage.comments.get(comment.id) == replace(comment, version=3)


def test_a_decision_on_an_older_version_is_stale_and_changes_nothing(storage: Storage) -> None:
    comment = a_comment()
    store(storage.pages, storage.comments, comment)
    storage.comments.decide(comment.after(Action.APPROVE))

    with pytest.raises(StaleDecision):
        storage.comments.decide(comment.after(Action.MARK_SPAM))

    assert storage.comments.get(comment.id) == comment.after(Action.APPROVE)


def test_readers_see_approved_comments_of_the_page_oldest_first(storage: Storage) -> None:
    approved = [a_comment(number, state=State.APPROVED) for number in (3, 1, 2)]
    others = [
        a_comment(4),
        a_comment(5, state=State.APPROVED, page=PageKey("/lain")),
        a_comment(6, state=State.APPROVED, site=HARBOUR.id),
    ]
    store(storage.pages, storage.comments, *approved, *others)

    seen = storage.comments.public(DEMO.id, ARTICLE.key, None, 10)

    assert seen == tuple(sorted(approved, key=lambda comment: comment.created_at))


def test_a_page_is_read_in_parts_without_gap_or_repetition_though_many_came_at_once(storage: Storage) -> None:
    comments = [a_comment(number, state=State.APPROVED, created_at=DAWN) for number in range(1, 8)]
    store(storage.pages, storage.comments, *reversed(comments))

    seen: list[Comment] = []
    place = None
    while part := storage.comments.public(DEMO.id, ARTICLE.key, place, 3):
        seen += part
        place = part[-1].created_at, part[-1].id

    assert seen == comments


def test_several_comments_are_decided_at_once_or_none_of_them(storage: Storage) -> None:
    comments = [a_comment(number) for number in (1, 2, 3)]
    store(storage.pages, storage.comments, *comments)
    with storage.transaction():
        found = storage.comments.locked([comment_id(2), comment_id(9), comment_id(1)])
        assert found == {comment.id: comment for comment in comments[:2]}
        storage.comments.decide(*(comment.after(Action.APPROVE) for comment in comments[:2]))
        storage.comments.decide()

    decide_late(storage, comments)

    states = [storage.comments.get(comment.id).state for comment in comments]
    assert states == [State.APPROVED, State.APPROVED, State.PENDING]


def decide_late(storage: Storage, comments: list[Comment]) -> None:
    """Decide all of them as they once were."""
    with pytest.raises(StaleDecision), storage.transaction():
        storage.comments.decide(*(comment.after(Action.REJECT) for comment in reversed(comments)))


def test_a_page_whose_comments_changed_has_another_version(storage: Storage) -> None:
    store(storage.pages, storage.comments, a_comment())
    before = storage.pages.find(DEMO.id, ARTICLE.key)

    with storage.transaction():
        storage.pages.recount({(DEMO.id, ARTICLE.key): 0})
        storage.pages.recount({(DEMO.id, ARTICLE.key): 2})

    after = storage.pages.find(DEMO.id, ARTICLE.key)
    assert (after.approved, after.version) == (before.approved + 2, before.version + 2)
