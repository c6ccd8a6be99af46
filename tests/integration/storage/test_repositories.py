"""What storage promises of all but comments, in memory and in SQL alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from service.domain.author import STRANGER, AuthorHistory
from service.domain.errors import StaleDecision, UnknownSite
from service.domain.event import EventKind
from service.domain.page import Page
from service.domain.site import SiteId
from service.domain.token import Scope, Token, TokenId
from service.use_cases.repositories import Answer, DuplicateText, KeyTaken
from tests.stored import ARTICLE, DAWN, DEMO, HARBOUR, RINA, a_comment, an_arrival, an_event, comment_id, fingerprint

if TYPE_CHECKING:
    from tests.integration.storage.conftest import Storage


def test_a_site_comes_back_as_it_was_stored(storage: Storage) -> None:
    assert storage.sites.get(HARBOUR.id) == HARBOUR
    assert storage.sites.get(DEMO.id) == DEMO


def test_sites_are_listed_by_name(storage: Storage) -> None:
    assert storage.sites.all() == (DEMO, HARBOUR)


def test_a_site_that_is_not_there_is_unknown(storage: Storage) -> None:
    with pytest.raises(UnknownSite):
        storage.sites.get(SiteId("nowhere"))


def test_a_changed_site_is_seen_at_once(storage: Storage) -> None:
    storage.sites.get(DEMO.id)
    changed = replace(DEMO, title="Kabar Baru", closed=True, version=2)

    storage.sites.change(changed)

    assert storage.sites.get(DEMO.id) == changed


def test_a_change_to_an_older_version_of_a_site_is_stale(storage: Storage) -> None:
    storage.sites.change(replace(DEMO, title="Pertama", version=2))

    with pytest.raises(StaleDecision):
        storage.sites.change(replace(DEMO, title="Kedua", version=2))

    assert storage.sites.get(DEMO.id).title == "Pertama"


def test_a_change_to_an_unknown_site_is_stale(storage: Storage) -> None:
    with pytest.raises(StaleDecision):
        storage.sites.change(replace(DEMO, id=SiteId("nowhere"), version=2))


def test_a_page_nobody_commented_on_is_empty_and_an_unknown_sites_is_an_error(storage: Storage) -> None:
    assert storage.pages.find(DEMO.id, ARTICLE.key) == Page(key=ARTICLE.key)
    with pytest.raises(UnknownSite):
        storage.pages.find(SiteId("nowhere"), ARTICLE.key)


def test_a_noted_page_is_known_on_its_site_alone(storage: Storage) -> None:
    storage.pages.note(DEMO.id, ARTICLE, published=0)

    assert storage.pages.find(DEMO.id, ARTICLE.key) == ARTICLE
    assert storage.pages.find(HARBOUR.id, ARTICLE.key) == Page(key=ARTICLE.key)


def test_the_first_title_of_a_page_stays(storage: Storage) -> None:
    storage.pages.note(DEMO.id, ARTICLE, published=0)

    storage.pages.note(DEMO.id, replace(ARTICLE, title="Lain"), published=1)

    assert storage.pages.find(DEMO.id, ARTICLE.key) == replace(ARTICLE, approved=1, version=1)


def test_a_page_counts_what_is_public_and_each_change_of_it(storage: Storage) -> None:
    for published in (1, 1, 0, -1):
        storage.pages.note(DEMO.id, ARTICLE, published=published)

    assert storage.pages.find(DEMO.id, ARTICLE.key) == replace(ARTICLE, approved=1, version=3)


def test_a_page_can_be_closed_before_anybody_comments_and_opened_again(storage: Storage) -> None:
    storage.pages.close(DEMO.id, ARTICLE.key, closed=True)
    closed = storage.pages.find(DEMO.id, ARTICLE.key)

    storage.pages.close(DEMO.id, ARTICLE.key, closed=False)

    assert closed == Page(key=ARTICLE.key, closed=True)
    assert storage.pages.find(DEMO.id, ARTICLE.key) == Page(key=ARTICLE.key)


def test_closing_a_page_changes_nothing_else(storage: Storage) -> None:
    storage.pages.note(DEMO.id, ARTICLE, published=1)

    storage.pages.close(DEMO.id, ARTICLE.key, closed=True)

    assert storage.pages.find(DEMO.id, ARTICLE.key) == replace(ARTICLE, closed=True, approved=1, version=1)


def test_an_author_is_the_same_one_at_the_second_comment(storage: Storage) -> None:
    first = storage.authors.note(DEMO.id, RINA, DAWN, approved=1)
    second = storage.authors.note(DEMO.id, replace(RINA, box=b"sealed again"), DAWN, approved=0)

    met = storage.comments.surroundings(an_arrival(email=RINA))

    assert first == second
    assert storage.authors.sealed(first) == RINA.box
    assert met.author == AuthorHistory(confirmed=False, seen=2, approved=1)


def test_an_author_of_one_site_is_a_stranger_on_another(storage: Storage) -> None:
    storage.authors.note(DEMO.id, RINA, DAWN, approved=1)

    assert storage.comments.surroundings(an_arrival(site=HARBOUR.id, email=RINA)).author == STRANGER


def test_an_address_is_confirmed_once(storage: Storage) -> None:
    author = storage.authors.note(DEMO.id, RINA, DAWN, approved=0)

    news = [storage.authors.confirm(author, DAWN), storage.authors.confirm(author, DAWN)]

    assert news == [True, False]
    assert storage.comments.surroundings(an_arrival(email=RINA)).author.confirmed


def test_approvals_of_an_author_go_up_and_down(storage: Storage) -> None:
    author = storage.authors.note(DEMO.id, RINA, DAWN, approved=0)
    for change in (1, 1, -1):
        storage.authors.count_approved({author: change})

    met = storage.comments.surroundings(an_arrival(email=RINA))

    assert met.author.approved == 1


def test_the_history_of_a_comment_is_in_order_and_its_own(storage: Storage) -> None:
    first, second = an_event(), an_event(kind=EventKind.COMMENT_DECIDED, details={"reason": "“oke” ü", "version": 2})
    for event in (first, an_event(2), second, an_event(site=HARBOUR.id), an_event(comment=None)):
        storage.events.append(event)

    assert storage.events.of_comment(DEMO.id, comment_id(1)) == (first, second)


def test_an_answer_is_remembered_under_its_key_and_site(storage: Storage) -> None:
    answer = Answer(body=b"digest", comment=comment_id(1), public=True)

    storage.answers.remember(DEMO.id, "key", answer, DAWN)

    assert storage.answers.find(DEMO.id, "key") == answer
    assert storage.answers.find(HARBOUR.id, "key") is None
    assert storage.answers.find(DEMO.id, "Key") is None


def test_a_key_is_taken_once(storage: Storage) -> None:
    answer = Answer(body=b"digest", comment=comment_id(1), public=False)
    storage.answers.remember(DEMO.id, "key", answer, DAWN)

    with pytest.raises(KeyTaken):
        storage.answers.remember(DEMO.id, "key", replace(answer, body=b"other"), DAWN)

    assert storage.answers.find(DEMO.id, "key") == answer


def test_old_answers_are_forgotten(storage: Storage) -> None:
    answer = Answer(body=b"digest", comment=comment_id(1), public=False)
    for day in range(3):
        storage.answers.remember(DEMO.id, f"key {day}", answer, DAWN + timedelta(days=day))

    assert storage.answers.forget_before(DAWN + timedelta(days=2)) == 2
    assert storage.answers.find(DEMO.id, "key 1") is None
    assert storage.answers.find(DEMO.id, "key 2") == answer


def a_moderator(number: int, site: SiteId | None = None) -> Token:
    return Token(
        id=TokenId(UUID(int=number)),
        label=f"token {number}",
        site=site,
        scopes=frozenset(Scope) if site else frozenset({Scope.READ}),
        created_at=DAWN + timedelta(hours=number),
    )


def test_a_moderator_is_found_by_the_hash_of_its_secret(storage: Storage) -> None:
    storage.tokens.add(a_moderator(1), b"one")
    storage.tokens.add(a_moderator(2, DEMO.id), b"two")

    assert storage.tokens.find(b"two") == a_moderator(2, DEMO.id)
    assert storage.tokens.find(b"three") is None
    assert storage.tokens.all() == (a_moderator(2, DEMO.id), a_moderator(1))


def test_a_moderator_is_revoked_once_and_stays_known(storage: Storage) -> None:
    storage.tokens.add(a_moderator(1), b"one")

    live = [storage.tokens.revoke(TokenId(UUID(int=1)), at) for at in (DAWN, DAWN + timedelta(days=1))]

    assert live == [True, False]
    assert storage.tokens.find(b"one") == replace(a_moderator(1), revoked_at=DAWN)
    assert not storage.tokens.revoke(TokenId(UUID(int=9)), DAWN)


def test_a_transaction_that_fails_stores_nothing(storage: Storage) -> None:
    with pytest.raises(KeyTaken), storage.transaction():  # noqa: PT012 - what a transaction holds is the point
        storage.pages.note(DEMO.id, ARTICLE, published=1)
        author = storage.authors.note(DEMO.id, RINA, DAWN, approved=0)
        storage.comments.add(a_comment(author=author), fingerprint(1))
        storage.events.append(an_event())
        raise KeyTaken

    assert storage.pages.find(DEMO.id, ARTICLE.key) == Page(key=ARTICLE.key)
    assert storage.events.of_comment(DEMO.id, comment_id(1)) == ()
    met = storage.comments.surroundings(an_arrival(email=RINA))
    assert (met.author, met.duplicate) == (STRANGER, False)


def test_a_transaction_may_follow_reads_and_another_transaction(storage: Storage) -> None:
    storage.sites.get(DEMO.id)
    with storage.transaction():
        storage.pages.note(DEMO.id, ARTICLE, published=0)
    storage.pages.find(DEMO.id, ARTICLE.key)

    with storage.transaction():
        storage.comments.add(a_comment(), fingerprint(1))
    with pytest.raises(DuplicateText), storage.transaction():
        storage.comments.add(a_comment(2), fingerprint(1))

    assert storage.comments.get(comment_id(1)) == a_comment()
