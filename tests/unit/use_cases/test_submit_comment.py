"""The walk of one submission: what is stored, what is said, and what is refused."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from service.domain.author import STRANGER, AuthorHistory
from service.domain.errors import (
    IdempotencyConflict,
    InvalidSubmission,
    OriginNotAllowed,
    PageClosed,
    SiteClosed,
    TooManyComments,
    UnknownPage,
    UnknownSite,
)
from service.domain.event import EventKind
from service.domain.fields import Field, FieldFault
from service.domain.lifecycle import Action, State
from service.domain.page import Page
from service.domain.policy import Mode, Policy
from service.domain.site import SiteId
from service.use_cases.repositories import KeyTaken
from tests.fakes import (
    ARTICLE,
    DEMO,
    NOON,
    CountingLimiter,
    FixedClassifier,
    FrozenClock,
    PlainStamps,
    SilentClassifier,
    a_site,
    an_attempt,
)
from tests.house import House
from tests.memory import MemoryAnswers, MemoryPages

if TYPE_CHECKING:
    from collections.abc import Callable

    from service.domain.comment import Comment
    from service.domain.explanation import Explanation
    from service.use_cases.repositories import Answer

ADDRESS = "wayan@surat.example"


def stamp(house: House, ago: timedelta = timedelta(seconds=40)) -> str:
    """Return the stamp of a form that was opened *ago*."""
    return PlainStamps(FrozenClock(house.clock.now() - ago)).issue(DEMO, ARTICLE)


def publish(house: House, **changes: Any) -> Comment:  # noqa: ANN401 - any field
    """Submit a comment that nothing is wrong with."""
    accepted = house.submit(an_attempt(stamp=stamp(house), **changes))
    assert accepted.public
    return accepted.comment


def refusal(house: House, **changes: Any) -> list[tuple[str, FieldFault]]:  # noqa: ANN401 - any field
    with pytest.raises(InvalidSubmission) as refused:
        house.submit(an_attempt(**changes))
    assert nothing_is_stored(house)
    return [(problem.field, problem.code) for problem in refused.value.problems]


def nothing_is_stored(house: House) -> bool:
    store = house.store
    return not (store.pages or store.authors or store.comments or store.events or store.answers)


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """A classifier during whose work something else happens: it works outside the transaction."""

    happens: Callable[[], object]
    digest: str | None = "model-1"

    def probability(self, text: str, name: str, url: str | None) -> float:
        self.happens()
        return FixedClassifier().probability(text, name, url)

    def explain(self, text: str, name: str, url: str | None) -> Explanation:
        return FixedClassifier().explain(text, name, url)

    def check(self) -> None:
        FixedClassifier().check()


# What becomes of it.
def test_a_genuine_comment_is_public_at_once_and_stored_as_typed() -> None:
    house = House()
    typed = " Panen <b>bagus</b>,\r\nya! "

    accepted = house.submit(
        an_attempt(stamp=stamp(house), text=typed, name=" Wayan ", url="kebun.example", page_title="Panen kopi")
    )

    assert accepted.public
    stored = house.stored(accepted.comment.id)
    assert stored == accepted.comment
    assert (stored.text, stored.name, stored.url) == (typed, "Wayan", "https://kebun.example")
    assert stored.html == "<p> Panen &lt;b>bagus&lt;/b>,\r\nya! </p>"
    assert stored.folded == f"wayan\n{typed.lower()}"
    assert (stored.site, stored.page, stored.parent, stored.language) == (DEMO, ARTICLE, None, "id")
    assert (stored.state, stored.version, stored.rule) == (State.APPROVED, 1, "ordinary")
    assert (stored.spam_probability, stored.model) == (0.01, "model-1")
    assert (stored.created_at, stored.edited_at, stored.state_before_trash) == (NOON, None, None)


def test_its_receipt_leads_back_to_it() -> None:
    house = House()

    accepted = house.submit(an_attempt())

    comment, _ = house.show_receipt(DEMO, accepted.receipt)
    assert comment == accepted.comment


@pytest.mark.parametrize(
    ("probability", "state", "rule"),
    [
        (0.01, State.APPROVED, "ordinary"),
        (0.1, State.PENDING, "unconfirmed-author"),
        (0.5, State.PENDING, "doubtful-probability"),
        (0.95, State.SPAM, "spam-probability"),
    ],
)
def test_the_score_publishes_holds_or_files(probability: float, state: State, rule: str) -> None:
    house = House(classifier=FixedClassifier(probability))

    accepted = house.submit(an_attempt(stamp=stamp(house)))

    assert (accepted.comment.state, accepted.comment.rule) == (state, rule)
    assert accepted.comment.spam_probability == probability
    assert accepted.public is (state is State.APPROVED)


def test_spam_is_answered_as_what_waits_is() -> None:
    filed = House(classifier=FixedClassifier(0.99)).submit(an_attempt())
    held = House(classifier=FixedClassifier(0.5)).submit(an_attempt())

    assert (filed.comment.state, held.comment.state) == (State.SPAM, State.PENDING)
    assert (filed.public, filed.receipt) == (held.public, held.receipt) == (False, held.receipt)


def test_a_silent_classifier_holds_the_comment_unscored_in_every_mode() -> None:
    for mode in Mode:
        house = House(site=a_site(policy=Policy(mode=mode)), classifier=SilentClassifier())

        comment = house.submit(an_attempt(stamp=stamp(house))).comment

        assert (comment.state, comment.rule) == (State.PENDING, "not-scored")
        assert (comment.spam_probability, comment.model) == (None, None)
        assert house.stored(comment.id) == comment


@pytest.mark.parametrize("nonsense", [float("nan"), float("inf"), -0.5, 1.5])
def test_a_score_that_is_no_probability_is_no_score(nonsense: float) -> None:
    house = House(classifier=FixedClassifier(nonsense))

    comment = house.submit(an_attempt(stamp=stamp(house))).comment

    assert (comment.state, comment.rule, comment.spam_probability, comment.model) == (
        State.PENDING,
        "not-scored",
        None,
        None,
    )


@pytest.mark.parametrize("certain", [0.0, 1.0])
def test_a_score_may_be_certain(certain: float) -> None:
    assert House(classifier=FixedClassifier(certain)).submit(an_attempt()).comment.spam_probability == certain


# Signals.
@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"trap": "https://kasino.example"}, "trap-filled"),
        ({"stamp": ""}, "form-stamp-missing"),
        ({"stamp": "2026-03-14T11:00:00+00:00 demo /lain"}, "form-stamp-missing"),
        ({"text": "a https://a.example b https://b.example c https://c.example"}, "too-many-links"),
        ({"email": "a@sekali-pakai.example"}, "disposable-address"),
    ],
)
def test_what_is_observed_reaches_the_rules(changes: dict[str, Any], rule: str) -> None:
    house = House()
    sent: dict[str, Any] = {"stamp": stamp(house)} | changes

    assert house.submit(an_attempt(**sent)).comment.rule == rule


@pytest.mark.parametrize(
    ("ago", "rule"),
    [
        (timedelta(seconds=1), "form-instant"),
        (timedelta(seconds=2), "ordinary"),
        (timedelta(days=1), "ordinary"),
        (timedelta(days=400), "ordinary"),
    ],
)
def test_a_form_opened_yesterday_still_posts_and_one_opened_just_now_waits(ago: timedelta, rule: str) -> None:
    house = House()

    assert house.submit(an_attempt(stamp=stamp(house, ago))).comment.rule == rule


def test_the_sites_blocked_words_apply_to_name_link_and_text() -> None:
    policy = Policy(blocked_names=("bandar",), blocked_links=("slot.example",), blocked_words=("gacor",))

    def rule(**changes: Any) -> str:  # noqa: ANN401 - any field
        return House(site=a_site(policy=policy)).submit(an_attempt(**changes)).comment.rule

    assert rule(name="Bandar Wayan") == "blocked-name"
    assert rule(url="https://slot.example") == "blocked-link"
    assert rule(text="Yang paling GACOR!") == "blocked-word"


def test_a_confirmed_author_with_approved_comments_is_trusted_and_an_unconfirmed_one_is_not() -> None:
    house = House(site=a_site(policy=Policy(trusted_after=1)))
    author = publish(house, text="Pertama.").author
    house.classifier = FixedClassifier(0.5)

    before = house.submit(an_attempt(text="Kedua.")).comment
    assert author is not None
    known = house.store.authors[author]
    house.store.authors[author] = replace(known, history=replace(known.history, confirmed=True))
    after = house.submit(an_attempt(text="Ketiga.")).comment
    other_address = house.submit(an_attempt(text="Keempat.", email="lain@surat.example", stamp=stamp(house))).comment

    assert before.rule == "form-stamp-missing"
    assert (after.rule, after.author) == ("trusted-author", author)
    assert other_address.rule == "doubtful-probability"


# Duplicates.
def test_the_same_text_again_on_a_page_is_held_and_on_another_page_is_not() -> None:
    house = House()
    publish(house, text="Panen  bagus\n sekali")

    again = house.submit(an_attempt(stamp=stamp(house), text="PANEN bagus sekali", name="Made", email="m@b.example"))
    elsewhere = house.submit(an_attempt(text="Panen bagus sekali", page="/lain"))

    assert (again.comment.state, again.comment.rule) == (State.PENDING, "duplicate")
    assert elsewhere.comment.rule == "form-stamp-missing"
    assert len(house.store.comments) == 3


def test_where_all_but_spam_is_published_a_duplicate_is_too() -> None:
    house = House(site=a_site(policy=Policy(mode=Mode.PUBLISH_ALL_BUT_SPAM)))

    assert house.submit(an_attempt()).public
    assert house.submit(an_attempt()).public


def test_the_same_text_twice_at_once_is_stored_twice_and_the_later_is_held() -> None:
    house = House()
    rival = house.submit
    house.classifier = Meanwhile(lambda: rival(an_attempt(stamp=stamp(house))))

    second = house.submit(an_attempt(stamp=stamp(house)))

    assert (second.comment.rule, second.public) == ("duplicate", False)
    assert [comment.rule for comment in house.store.comments.values()] == ["ordinary", "duplicate"]
    assert house.store.pages[DEMO, ARTICLE].approved == 1
    assert [event.comment for event in house.store.events] == list(house.store.comments)
    assert second.comment.author is not None
    assert house.store.authors[second.comment.author].history == AuthorHistory(seen=2, approved=1)


# The log.
def test_the_event_says_what_was_decided_and_why_and_nothing_of_the_visitor() -> None:
    house = House(classifier=FixedClassifier(0.95))

    comment = house.submit(
        an_attempt(text="Rahasia-teks", name="Rahasia-nama", email="rahasia@surat.example", url="rahasia.example")
    ).comment

    [event] = house.store.events
    assert (event.kind, event.site, event.comment, event.at, event.actor) == (
        EventKind.COMMENT_SUBMITTED,
        DEMO,
        comment.id,
        NOON,
        "policy",
    )
    assert event.details == {
        "state": "spam",
        "rule": "spam-probability",
        "spam_probability": 0.95,
        "model": "model-1",
        "version": 1,
    }
    assert "rahasia" not in repr(event).lower()
    assert "192.0.2.7" not in repr(event)


def test_an_attempt_shows_neither_fields_nor_client() -> None:
    shown = repr(an_attempt(name="Rahasia"))

    assert "Rahasia" not in shown
    assert "surat.example" not in shown
    assert "192.0.2.7" not in shown


def test_the_address_is_kept_nowhere_but_with_the_sealer() -> None:
    house = House()

    accepted = house.submit(an_attempt(key="k"))

    assert ADDRESS not in repr(accepted)
    assert ADDRESS not in repr((house.store.comments, house.store.pages, house.store.events))
    [author] = house.store.authors.values()
    assert author.email.box == ADDRESS.encode()
    assert ADDRESS not in repr(author)


# Counters.
def test_a_public_comment_counts_for_its_page_and_author_and_one_that_waits_for_its_author_only() -> None:
    house = House()
    publish(house, text="Satu", page_title="Panen kopi")
    publish(house, text="Dua", page_title="Judul lain")
    house.classifier = FixedClassifier(0.5)

    held = house.submit(an_attempt(text="Tiga")).comment

    page = house.store.pages[DEMO, ARTICLE]
    assert (page.title, page.approved, page.version) == ("Panen kopi", 2, 2)
    assert held.author is not None
    assert house.store.authors[held.author].history == AuthorHistory(seen=3, approved=2)


def test_a_comment_that_waits_makes_its_page_known_with_nothing_public_on_it() -> None:
    house = House(classifier=FixedClassifier(0.5))

    house.submit(an_attempt(page_title="Panen kopi"))

    assert house.store.pages[DEMO, ARTICLE] == Page(key=ARTICLE, title="Panen kopi", approved=0, version=0)


def test_a_comment_without_an_address_has_no_author_and_is_a_strangers() -> None:
    house = House(site=a_site(required=frozenset({Field.TEXT})))

    comment = house.submit(an_attempt(email=None, name=None, stamp=stamp(house))).comment

    assert (comment.author, comment.name) == (None, "")
    assert house.store.authors == {}
    assert house.list_queue.comments.item(comment.id).author == STRANGER


# Refusals.
def test_an_unknown_site_is_named_before_anything_else() -> None:
    house = House()

    with pytest.raises(UnknownSite):
        house.submit(an_attempt(site=SiteId("lain")))

    assert house.limiter.hits == {}


def test_a_browser_elsewhere_is_refused_before_anything_is_counted() -> None:
    house = House()

    with pytest.raises(OriginNotAllowed):
        house.submit(an_attempt(origin="https://jahat.example"))

    assert house.limiter.hits == {}
    assert nothing_is_stored(house)


@pytest.mark.parametrize("origin", [None, "https://kabar.example"])
def test_a_program_and_the_sites_own_pages_may_post(origin: str | None) -> None:
    assert House().submit(an_attempt(origin=origin)).receipt


def test_who_sent_too_many_must_wait_and_nothing_is_read_or_stored() -> None:
    house = House(limiter=CountingLimiter(allowed=1))
    house.submit(an_attempt(text="Satu"))

    with pytest.raises(TooManyComments) as refused:
        house.submit(an_attempt(text=""))

    assert refused.value.retry_after == timedelta(seconds=60)
    assert len(house.store.comments) == len(house.store.events) == 1


def test_a_refused_submission_counts_against_the_limit() -> None:
    house = House()

    refusal(house, text="")

    assert house.limiter.hits == {(DEMO, "192.0.2.7"): 1}


def test_a_closed_site_takes_nothing() -> None:
    house = House(site=a_site(closed=True))

    with pytest.raises(SiteClosed):
        house.submit(an_attempt())

    assert nothing_is_stored(house)


def test_a_closed_page_takes_nothing_not_even_spam() -> None:
    house = House(classifier=FixedClassifier(0.99))
    MemoryPages(house.store).close(DEMO, ARTICLE, closed=True)

    with pytest.raises(PageClosed):
        house.submit(an_attempt(trap="x"))

    assert house.store.comments == {}
    assert house.store.events == []
    assert house.submit(an_attempt(page="/lain")).comment.page == "/lain"


def test_a_site_of_listed_pages_takes_comments_on_those_only() -> None:
    house = House(site=a_site(listed_pages_only=True))
    MemoryPages(house.store).close(DEMO, ARTICLE, closed=False)

    assert house.submit(an_attempt()).comment.page == ARTICLE
    with pytest.raises(UnknownPage):
        house.submit(an_attempt(page="/lain"))

    assert len(house.store.comments) == 1


# Faults.
def test_every_fault_is_named_at_once_an_unusable_address_among_them_in_the_order_of_the_fields() -> None:
    assert refusal(House(), name="", email="bukan alamat", text="\u200b", url="javascript:x") == [
        (Field.NAME, FieldFault.MISSING),
        (Field.EMAIL, FieldFault.INVALID_EMAIL),
        (Field.URL, FieldFault.INVALID_URL),
        (Field.TEXT, FieldFault.MISSING),
    ]


@pytest.mark.parametrize(
    ("email", "fault"),
    [
        ("bukan alamat", FieldFault.INVALID_EMAIL),
        ("a@localhost", FieldFault.RESERVED_DOMAIN),
        ("a" * 243 + "@b.example", None),
        ("a" * 245 + "@b.example", FieldFault.TOO_LONG),
        ("a@b.example\r\nBcc: c@d.example", FieldFault.CONTROL_CHARACTERS),
        ("a@\ud800", FieldFault.NOT_TEXT),
        (["a@b.example"], FieldFault.WRONG_TYPE),
        ("  ", FieldFault.MISSING),
        (None, FieldFault.MISSING),
    ],
)
def test_an_unusable_address_is_named_once(email: object, fault: FieldFault | None) -> None:
    house = House()

    if fault is None:
        assert house.submit(an_attempt(email=email)).receipt
    else:
        assert refusal(house, email=email) == [(Field.EMAIL, fault)]


def test_no_fault_repeats_what_was_typed() -> None:
    with pytest.raises(InvalidSubmission) as refused:
        House().submit(an_attempt(email="rahasia", url="javascript:rahasia", parent="rahasia", page="rahasia:"))

    assert "rahasia" not in str(refused.value)
    assert "rahasia" not in repr(refused.value.problems)


def test_an_address_is_checked_even_where_none_is_required() -> None:
    house = House(site=a_site(required=frozenset({Field.TEXT})))

    assert refusal(house, email="bukan alamat") == [(Field.EMAIL, FieldFault.INVALID_EMAIL)]


# Replies.
def test_a_reply_belongs_to_a_public_comment_of_the_page() -> None:
    house = House()
    above = publish(house)

    reply = house.submit(an_attempt(text="Setuju!", parent=str(above.id))).comment

    assert reply.parent == above.id


@pytest.mark.parametrize("elsewhere", ["page", "site", "state", "nowhere"])
def test_a_parent_that_is_not_public_on_this_page_is_unknown(elsewhere: str) -> None:
    house = House()
    lain = SiteId("lain")
    house.store.sites[lain] = replace(house.site, id=lain)
    above = publish(house)
    attempt = an_attempt(text="Setuju!", parent=str(above.id))
    if elsewhere == "page":
        attempt = an_attempt(text="Setuju!", parent=str(above.id), page="/lain")
    elif elsewhere == "site":
        attempt = replace(attempt, site=lain)
    elif elsewhere == "state":
        house.act(above, Action.REJECT)
    else:
        attempt = an_attempt(text="Setuju!", parent=str(UUID(int=99)))

    with pytest.raises(InvalidSubmission) as refused:
        house.submit(attempt)

    [problem] = refused.value.problems
    assert (problem.field, problem.code) == (Field.PARENT, FieldFault.UNKNOWN_PARENT)
    assert len(house.store.comments) == 1


# Idempotency.
def test_the_same_key_and_body_get_the_same_answer_and_make_one_comment() -> None:
    house = House()

    attempt = an_attempt(key="k-1", stamp=stamp(house))

    first = house.submit(attempt)
    house.clock.advance(timedelta(hours=1))
    second = house.submit(attempt)

    assert second == first
    assert len(house.store.comments) == len(house.store.events) == 1
    assert house.store.pages[DEMO, ARTICLE].approved == 1


def test_a_repeat_is_told_what_the_first_was_told_whatever_was_decided_since() -> None:
    house = House(classifier=FixedClassifier(0.5))
    first = house.submit(an_attempt(key="k-1"))
    house.act(first.comment, Action.APPROVE)

    second = house.submit(an_attempt(key="k-1"))

    assert (second.comment.id, second.public, second.receipt) == (first.comment.id, False, first.receipt)


@pytest.mark.parametrize(
    "changes",
    [
        {"text": "Lain."},
        {"name": "Made"},
        {"email": "made@surat.example"},
        {"page": "/lain"},
        {"url": "https://a.example"},
        {"parent": str(UUID(int=1))},
    ],
)
def test_the_same_key_with_another_body_is_refused(changes: dict[str, Any]) -> None:
    house = House()
    house.submit(an_attempt(key="k-1"))

    with pytest.raises(IdempotencyConflict):
        house.submit(an_attempt(key="k-1", **changes))

    assert len(house.store.comments) == 1


def test_another_key_and_another_site_are_another_request() -> None:
    house = House()
    lain = SiteId("lain")
    house.store.sites[lain] = replace(house.site, id=lain)

    ids = {
        house.submit(attempt).comment.id
        for attempt in (an_attempt(key="k-1"), an_attempt(key="k-2"), an_attempt(key="k-1", site=lain), an_attempt())
    }

    assert len(ids) == 4


def test_a_refused_request_leaves_its_key_free() -> None:
    house = House()
    refusal(house, text="")

    assert house.submit(an_attempt(key="k-1")).comment == house.submit(an_attempt(key="k-1")).comment


def test_a_repeat_is_answered_even_after_the_site_and_the_page_were_closed() -> None:
    house = House()
    first = house.submit(an_attempt(key="k-1"))
    MemoryPages(house.store).close(DEMO, ARTICLE, closed=True)
    house.store.sites[DEMO] = replace(house.site, closed=True)

    assert house.submit(an_attempt(key="k-1")) == first


def test_the_same_request_twice_at_once_makes_one_comment_and_gets_one_answer() -> None:
    house = House()
    rival = house.submit
    house.classifier = Meanwhile(lambda: rival(an_attempt(key="k-1", stamp=stamp(house))))

    second = house.submit(an_attempt(key="k-1", stamp=stamp(house)))

    [stored] = house.store.comments.values()
    assert (second.comment, second.public) == (stored, True)
    assert len(house.store.events) == 1
    assert second.comment.author is not None
    assert house.store.authors[second.comment.author].history.seen == 1


def test_one_key_with_two_bodies_at_once_makes_one_comment_and_a_conflict() -> None:
    house = House()
    rival = house.submit
    house.classifier = Meanwhile(lambda: rival(an_attempt(key="k-1", text="Yang lain.")))

    with pytest.raises(IdempotencyConflict):
        house.submit(an_attempt(key="k-1"))

    assert [comment.text for comment in house.store.comments.values()] == ["Yang lain."]


def test_a_key_that_is_taken_and_then_gone_is_never_answered_by_guess() -> None:
    @dataclass(frozen=True, slots=True)
    class Forgetful(MemoryAnswers):
        def remember(self, site: SiteId, key: str, answer: Answer, at: object) -> None:  # noqa: ARG002 - the port's
            raise KeyTaken

    house = House()

    with pytest.raises(KeyTaken):
        replace(house.submit, answers=Forgetful(house.store))(an_attempt(key="k-1"))

    assert nothing_is_stored(house)


def test_the_answer_remembers_a_digest_of_what_was_sent_and_no_more() -> None:
    house = House()

    accepted = house.submit(an_attempt(key="k-1"))

    [(answer, remembered_at)] = house.store.answers.values()
    assert (answer.comment, answer.public, remembered_at) == (accepted.comment.id, accepted.public, NOON)


# All or nothing.
@pytest.mark.parametrize("port", ["pages", "authors", "comments", "events", "answers"])
def test_whatever_fails_while_storing_leaves_nothing_half_written(port: str) -> None:
    class Broken:
        def note(self, *_: object, **__: object) -> None:
            raise OSError

        add = append = remember = note

        def __getattr__(self, name: str) -> object:
            return getattr(sound, name)

    house = House()
    sound = getattr(house.submit, port)
    broken: dict[str, Any] = {port: Broken()}

    with pytest.raises(OSError, match=r"^$"):
        replace(house.submit, **broken)(an_attempt(key="k-1"))

    assert nothing_is_stored(house)
