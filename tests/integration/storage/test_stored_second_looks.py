"""What waits for a second opinion, in memory and in SQL alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from service.domain.event import EventKind
from service.domain.lifecycle import Action
from service.domain.second_opinion import Agreement
from service.storage.second_looks import SqlSecondLooks
from service.use_cases.second_opinions import Look, LookQuery, Opinion
from tests.memory_comments import MemoryComments
from tests.memory_second_looks import MemorySecondLooks
from tests.stored import ARTICLE, DAWN, DEMO, HARBOUR, a_comment, an_event, comment_id, store

if TYPE_CHECKING:
    from service.use_cases.second_opinions import SecondLooks
    from tests.integration.storage.conftest import Storage

RINA, BUDI = "token:rina", "token:budi"
BUDIS = LookQuery(asker=BUDI)


@pytest.fixture
def looks(storage: Storage) -> SecondLooks:
    if isinstance(storage.comments, MemoryComments):
        return MemorySecondLooks(storage.comments.store)
    return SqlSecondLooks()


def a_look(number: int = 1, **changes: Any) -> Look:  # noqa: ANN401 - any field
    values: dict[str, Any] = {
        "comment": comment_id(number),
        "site": DEMO.id,
        "by": RINA,
        "action": Action.REJECT,
        "reason_code": "off-topic",
        "at": DAWN + timedelta(minutes=number),
    }
    return Look(**(values | changes))


def filled(storage: Storage, looks: SecondLooks, count: int = 4) -> None:
    """Store comments, the last one of another site, with decisions that wait."""
    sites = {count: HARBOUR.id}
    numbers = range(1, count + 1)
    store(storage.pages, storage.comments, *(a_comment(number, site=sites.get(number, DEMO.id)) for number in numbers))
    looks.put([a_look(number, site=sites.get(number, DEMO.id)) for number in numbers])


def ids(looks: SecondLooks, query: LookQuery = BUDIS) -> list[int]:
    return [item.id.int for item in looks.waiting(query)]


def opinion(number: int, action: Action = Action.REJECT) -> Opinion:
    return Opinion(comment=comment_id(number), action=action)


def test_what_waits_is_listed_by_site_from_a_place_on(storage: Storage, looks: SecondLooks) -> None:
    filled(storage, looks)

    assert ids(looks) == [1, 2, 3, 4]
    assert ids(looks, replace(BUDIS, site=HARBOUR.id)) == [4]
    assert ids(looks, replace(BUDIS, within=frozenset({DEMO.id}))) == [1, 2, 3]
    assert ids(looks, replace(BUDIS, within=frozenset())) == []
    assert ids(looks, replace(BUDIS, limit=2)) == [1, 2]
    assert ids(looks, replace(BUDIS, after=(DAWN + timedelta(minutes=2), comment_id(2)))) == [3, 4]


def test_an_item_is_the_comment_as_it_was_written(storage: Storage, looks: SecondLooks) -> None:
    filled(storage, looks, 2)

    item = looks.waiting(BUDIS)[0]

    comment = storage.comments.get(comment_id(1))
    for name in ("id", "site", "page", "parent", "name", "url", "text", "language", "created_at"):
        assert getattr(item, name) == getattr(comment, name)
    assert (item.page_title, item.decided_at) == (ARTICLE.title, DAWN + timedelta(minutes=1))


def test_who_ever_decided_on_a_comment_is_not_asked_about_it(storage: Storage, looks: SecondLooks) -> None:
    filled(storage, looks, 3)
    storage.events.append(
        an_event(1, kind=EventKind.COMMENT_DECIDED, actor=BUDI),
        an_event(2, kind=EventKind.COMMENT_DECIDED, actor=RINA),
        an_event(2, kind=EventKind.COMMENT_SUBMITTED, actor=BUDI),
    )

    assert ids(looks) == [2, 3]
    assert ids(looks, LookQuery(asker=RINA)) == [1, 3]
    assert [looks.asked(comment_id(number), BUDI) for number in (1, 2, 3, 9)] == [None, DEMO.id, HARBOUR.id, None]


def test_a_newer_decision_takes_the_place_of_one_that_waits_and_leaves_an_opinion_alone(
    storage: Storage, looks: SecondLooks
) -> None:
    filled(storage, looks, 2)
    looks.give(opinion(1), BUDI, DAWN)

    looks.put([a_look(number, by="token:sari", action=Action.APPROVE, reason_code=None) for number in (1, 2)])
    looks.give(opinion(2), BUDI, DAWN)
    looks.put([])

    found = {one.decided_by: (one.decided, one.reason_code) for one in looks.pairs(None, None, DAWN)}
    assert found == {RINA: (Action.REJECT, "off-topic"), "token:sari": (Action.APPROVE, None)}


def test_what_is_withdrawn_waits_no_more_and_an_opinion_stays(storage: Storage, looks: SecondLooks) -> None:
    filled(storage, looks)
    looks.give(opinion(1), BUDI, DAWN)

    looks.withdraw([comment_id(1), comment_id(2)])
    looks.withdraw([])

    assert ids(looks) == [3, 4]
    assert len(looks.pairs(None, None, DAWN)) == 1


def test_an_opinion_is_given_once(storage: Storage, looks: SecondLooks) -> None:
    filled(storage, looks)

    given = [looks.give(opinion(number), BUDI, DAWN) for number in (1, 1, 9)]

    assert given == [True, False, False]
    assert ids(looks) == [2, 3, 4]
    assert looks.asked(comment_id(1), BUDI) == DEMO.id


def test_pairs_are_of_a_site_or_several_from_a_moment_on(storage: Storage, looks: SecondLooks) -> None:
    filled(storage, looks)
    for number, action in enumerate((Action.REJECT, Action.APPROVE, Action.REJECT, Action.REJECT), start=1):
        looks.give(opinion(number, action), BUDI, DAWN + timedelta(days=number))

    def counted(*asked: Any) -> tuple[int, int]:  # noqa: ANN401 - as the port takes them
        found = Agreement.of(looks.pairs(*asked)).all
        return found.pairs, found.agreed

    assert counted(None, None, DAWN) == (4, 3)
    assert counted(DEMO.id, None, DAWN) == (3, 2)
    assert counted(HARBOUR.id, frozenset(), DAWN) == (1, 1)
    assert counted(None, frozenset({HARBOUR.id}), DAWN) == (1, 1)
    assert counted(None, None, DAWN + timedelta(days=3)) == (2, 2)
    [one] = looks.pairs(DEMO.id, None, DAWN + timedelta(days=3))
    assert (one.decided_by, one.decided, one.reason_code, one.given_by, one.given, one.count) == (
        RINA,
        Action.REJECT,
        "off-topic",
        BUDI,
        Action.REJECT,
        1,
    )


def test_what_waits_too_long_is_forgotten_and_an_opinion_is_not(storage: Storage, looks: SecondLooks) -> None:
    filled(storage, looks)
    looks.give(opinion(1), BUDI, DAWN)

    assert looks.forget(DAWN + timedelta(minutes=3)) == 1
    assert ids(looks) == [3, 4]
    assert len(looks.pairs(None, None, DAWN)) == 1
