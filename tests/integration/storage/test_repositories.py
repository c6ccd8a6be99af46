"""What every storage promises, in memory and in SQL alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta, timezone
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from service.domain.author import STRANGER, AuthorHistory
from service.domain.errors import StaleDecision, UnknownComment, UnknownSite
from service.domain.event import EventKind
from service.domain.lifecycle import Action, State
from service.domain.page import Page, PageKey
from service.domain.site import SiteId
from service.domain.token import Scope, Token, TokenId
from service.use_cases.queue import QueueOrder, QueueQuery
from service.use_cases.repositories import Answer, DuplicateText, KeyTaken
from tests.stored import ARTICLE, DAWN, DEMO, HARBOUR, RINA, a_comment, an_event, comment_id, fingerprint, store

if TYPE_CHECKING:
    from service.domain.comment import Comment
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

    met = storage.comments.surroundings(DEMO.id, ARTICLE.key, None, RINA.key, fingerprint(1))

    assert first == second
    assert storage.authors.sealed(first) == RINA.box
    assert met.author == AuthorHistory(confirmed=False, seen=2, approved=1)


def test_an_author_of_one_site_is_a_stranger_on_another(storage: Storage) -> None:
    storage.authors.note(DEMO.id, RINA, DAWN, approved=1)

    assert storage.comments.surroundings(HARBOUR.id, ARTICLE.key, None, RINA.key, fingerprint(1)).author == STRANGER


def test_an_address_is_confirmed_once(storage: Storage) -> None:
    author = storage.authors.note(DEMO.id, RINA, DAWN, approved=0)

    news = [storage.authors.confirm(author, DAWN), storage.authors.confirm(author, DAWN)]

    assert news == [True, False]
    assert storage.comments.surroundings(DEMO.id, ARTICLE.key, None, RINA.key, fingerprint(1)).author.confirmed


def test_approvals_of_an_author_go_up_and_down(storage: Storage) -> None:
    author = storage.authors.note(DEMO.id, RINA, DAWN, approved=0)
    for change in (1, 1, -1):
        storage.authors.count_approved(author, change)

    met = storage.comments.surroundings(DEMO.id, ARTICLE.key, None, RINA.key, fingerprint(1))

    assert met.author.approved == 1


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
    met = storage.comments.surroundings(DEMO.id, ARTICLE.key, comment_id(1), RINA.key, fingerprint(1))

    assert (met.page, met.parent_public, met.author, met.duplicate) == (None, False, STRANGER, False)


def test_surroundings_tell_page_and_duplicate(storage: Storage) -> None:
    storage.pages.note(DEMO.id, ARTICLE, published=1)
    storage.comments.add(a_comment(1, state=State.SPAM), fingerprint(1))

    met = storage.comments.surroundings(DEMO.id, ARTICLE.key, None, None, fingerprint(1))

    assert met.page == replace(ARTICLE, approved=1, version=1)
    assert met.duplicate
    assert not storage.comments.surroundings(DEMO.id, ARTICLE.key, None, None, fingerprint(2)).duplicate
    assert not storage.comments.surroundings(DEMO.id, PageKey("/lain"), None, None, fingerprint(1)).duplicate
    assert not storage.comments.surroundings(HARBOUR.id, ARTICLE.key, None, None, fingerprint(1)).duplicate


@pytest.mark.parametrize("state", list(State))
def test_only_an_approved_comment_of_the_page_is_a_public_parent(storage: Storage, state: State) -> None:
    before = State.PENDING if state is State.TRASH else None
    store(storage.pages, storage.comments, a_comment(1, state=state, state_before_trash=before))
    storage.pages.note(DEMO.id, Page(key=PageKey("/lain")), published=0)
    storage.pages.note(HARBOUR.id, ARTICLE, published=0)

    def public(site: SiteId, page: PageKey) -> bool:
        return storage.comments.surroundings(site, page, comment_id(1), None, fingerprint(1)).parent_public

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


def queued(storage: Storage, order: QueueOrder, **wanted: object) -> list[int]:
    query = replace(QueueQuery(site=None, state=State.PENDING, order=order), **wanted)  # type: ignore[arg-type] # as named
    return [item.id.int for item in storage.comments.queue(query)]


@pytest.mark.parametrize(
    ("order", "numbers"),
    [
        (QueueOrder.OLDEST, [1, 2, 3, 4]),
        (QueueOrder.NEWEST, [4, 3, 2, 1]),
        (QueueOrder.LIKELY_SPAM, [3, 1, 4, 2]),
        (QueueOrder.LIKELY_GENUINE, [2, 4, 1, 3]),
    ],
)
def test_the_queue_has_four_orders_and_no_score_counts_as_certain_spam(
    storage: Storage, order: QueueOrder, numbers: list[int]
) -> None:
    for number, probability in enumerate((0.9, 0.1, None, 0.4), start=1):
        store(storage.pages, storage.comments, a_comment(number, spam_probability=probability))

    assert queued(storage, order) == numbers
    assert queued(storage, order, site=DEMO.id) == numbers


def test_the_queue_is_of_one_state_and_one_site_or_all(storage: Storage) -> None:
    spam = a_comment(3, state=State.SPAM)
    store(storage.pages, storage.comments, a_comment(1), a_comment(2, site=HARBOUR.id), spam)

    assert queued(storage, QueueOrder.OLDEST) == [1, 2]
    assert queued(storage, QueueOrder.OLDEST, site=HARBOUR.id) == [2]
    assert queued(storage, QueueOrder.OLDEST, state=State.SPAM) == [3]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [("feri", [1, 2]), ("feri hijau", [2]), ("100%", [3]), ("10_", [4]), ("a\\b", [4]), ("hijau feri", [2]), ("x", [])],
)
def test_the_queue_finds_texts_that_hold_every_word_as_it_is(storage: Storage, text: str, numbers: list[int]) -> None:
    folded = ("feri biru", "hijau ferinya", "naik 100% 1000", "kode 10_9 a\\b")
    for number, one in enumerate(folded, start=1):
        store(storage.pages, storage.comments, a_comment(number, folded=one))

    assert queued(storage, QueueOrder.OLDEST, text=text) == numbers


@pytest.mark.parametrize("order", list(QueueOrder))
@pytest.mark.parametrize("site", [None, DEMO.id])
def test_who_walks_the_queue_meets_what_stays_once_while_it_moves(
    storage: Storage, order: QueueOrder, site: SiteId | None
) -> None:
    for number in range(1, 13):
        probability = None if number % 4 == 0 else number % 3 / 4
        store(
            storage.pages,
            storage.comments,
            a_comment(number, spam_probability=probability, created_at=DAWN + timedelta(seconds=number // 3)),
        )
    query = QueueQuery(site=site, state=State.PENDING, order=order, limit=3)

    met: list[int] = []
    arrived = 100
    while items := storage.comments.queue(query):
        met += [item.id.int for item in items]
        # The moderator decides the last one seen, and another comment comes, at either end.
        storage.comments.decide(storage.comments.get(items[-1].id).after(Action.APPROVE))
        store(storage.pages, storage.comments, a_comment(arrived, created_at=DAWN - timedelta(days=1)))
        store(storage.pages, storage.comments, a_comment(arrived + 1, spam_probability=0.0))
        arrived += 2
        query = replace(query, after=items[-1].place(order))
        if arrived > 130:
            break

    assert [number for number in met if number < 100] == list(dict.fromkeys(n for n in met if n < 100))
    assert sorted(number for number in met if number < 100) == list(range(1, 13))


def test_a_moderator_sees_page_and_author_of_a_comment(storage: Storage) -> None:
    author = storage.authors.note(DEMO.id, RINA, DAWN, approved=1)
    storage.authors.confirm(author, DAWN)
    comment = a_comment(author=author)
    store(storage.pages, storage.comments, comment)

    item = storage.comments.item(comment.id)

    assert (item,) == storage.comments.queue(QueueQuery(site=DEMO.id, state=State.PENDING))
    assert item.page_title == ARTICLE.title
    assert item.author == AuthorHistory(confirmed=True, seen=1, approved=1)
    for name in ("id", "site", "page", "parent", "name", "url", "text", "language", "state", "version", "rule"):
        assert getattr(item, name) == getattr(comment, name)
    assert (item.spam_probability, item.model, item.created_at) == (0.25, "a-model", comment.created_at)


def test_a_comment_without_an_address_is_a_strangers(storage: Storage) -> None:
    store(storage.pages, storage.comments, a_comment())

    assert storage.comments.item(comment_id(1)).author == STRANGER


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


def a_token(number: int, site: SiteId | None = None) -> Token:
    return Token(
        id=TokenId(UUID(int=number)),
        label=f"token {number}",
        site=site,
        scopes=frozenset(Scope) if site else frozenset({Scope.READ}),
        created_at=DAWN + timedelta(hours=number),
    )


def test_a_token_is_found_by_the_hash_of_its_secret(storage: Storage) -> None:
    storage.tokens.add(a_token(1), b"one")
    storage.tokens.add(a_token(2, DEMO.id), b"two")

    assert storage.tokens.find(b"two") == a_token(2, DEMO.id)
    assert storage.tokens.find(b"three") is None
    assert storage.tokens.all() == (a_token(2, DEMO.id), a_token(1))


def test_a_token_is_revoked_once_and_stays_known(storage: Storage) -> None:
    storage.tokens.add(a_token(1), b"one")

    live = [storage.tokens.revoke(TokenId(UUID(int=1)), at) for at in (DAWN, DAWN + timedelta(days=1))]

    assert live == [True, False]
    assert storage.tokens.find(b"one") == replace(a_token(1), revoked_at=DAWN)
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
    met = storage.comments.surroundings(DEMO.id, ARTICLE.key, None, RINA.key, fingerprint(1))
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
