"""What storage promises of campaigns, in memory and in SQL alike."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from service.domain.campaign import CampaignId, Membership, Signature
from service.domain.comment import CommentId
from service.domain.lifecycle import State
from service.use_cases.campaigns import CampaignQuery
from service.use_cases.queue import QueueQuery
from tests.stored import ARTICLE, DAWN, DEMO, HARBOUR, a_comment, comment_id, store

if TYPE_CHECKING:
    from typing import Any

    from service.domain.comment import Comment
    from tests.integration.storage.conftest import Storage

LOWEST, HIGHEST = -(1 << 63), (1 << 63) - 1
FLOOD = (LOWEST, -7, 0, 7, 1 << 40, HIGHEST)


def signed(*keys: int) -> Signature:
    return Signature(keys=keys, enough=2, plenty=4)


def add(storage: Storage, number: int, *keys: int, **changes: Any) -> Comment:  # noqa: ANN401 - any field
    """Store a comment in the campaign that its keys lead to."""
    plain = a_comment(number, **changes)
    with storage.transaction():
        campaign = storage.campaigns.join(signed(*keys), plain.id, plain.site, plain.created_at)
        comment = a_comment(number, **changes, campaign=campaign)
        store(storage.pages, storage.comments, comment)
    return comment


def listed(storage: Storage, **query: Any) -> list[tuple[int, int]]:  # noqa: ANN401 - any field
    """Return the campaigns listed, each as the number of its first comment and its size."""
    return [(one.id.int, one.size) for one in storage.campaigns.list(CampaignQuery(**({"site": None} | query)))]


def test_a_comment_like_no_other_founds_a_campaign_of_its_own(storage: Storage) -> None:
    assert add(storage, 1, *FLOOD).campaign == CampaignId(comment_id(1))
    assert add(storage, 2, 11, 12, 13).campaign == CampaignId(comment_id(2))
    assert storage.comments.get(comment_id(2)).campaign == CampaignId(comment_id(2))
    assert listed(storage) == []


def test_a_comment_with_enough_keys_in_common_joins_on_any_page_and_site(storage: Storage) -> None:
    add(storage, 1, *FLOOD)

    assert add(storage, 2, LOWEST, HIGHEST, 98, 99, site=HARBOUR.id).campaign == CampaignId(comment_id(1))
    assert add(storage, 3, LOWEST, 97).campaign == CampaignId(comment_id(3))


def test_of_several_the_nearest_is_joined_and_of_equals_the_oldest(storage: Storage) -> None:
    add(storage, 1, 1, 2, 3)
    add(storage, 2, 4, 5, 6)

    assert add(storage, 3, 1, 2, 4, 5, 6).campaign == CampaignId(comment_id(2))
    assert add(storage, 4, 1, 2, 4, 5).campaign == CampaignId(comment_id(2)), "its third key came with the one before"
    assert add(storage, 5, 3, 2, 7, 8).campaign == CampaignId(comment_id(1))


def test_a_variant_that_is_not_near_stands_for_its_campaign_too(storage: Storage) -> None:
    add(storage, 1, 1, 2, 3, 4, 5)
    add(storage, 2, 1, 2, 31, 32)
    add(storage, 3, 1, 2, 3, 4, 41, 42)

    assert add(storage, 4, 31, 32, 50).campaign == CampaignId(comment_id(1))
    assert add(storage, 5, 41, 42, 50).campaign == CampaignId(comment_id(5)), "the third was near enough"


def test_a_comment_whose_transaction_fails_leaves_no_keys(storage: Storage) -> None:
    def fail() -> None:
        with storage.transaction():
            storage.campaigns.join(signed(*FLOOD), comment_id(1), DEMO.id, DAWN)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert add(storage, 2, *FLOOD).campaign == CampaignId(comment_id(2))


def test_campaigns_are_listed_with_what_came_on_all_sites(storage: Storage) -> None:
    add(storage, 1, *FLOOD, text="Yang pertama.", spam_probability=0.5)
    add(storage, 2, *FLOOD, site=HARBOUR.id, text="Yang kedua.", spam_probability=1.0)
    add(storage, 3, *FLOOD, page="/lain", text="Yang ketiga.", spam_probability=None)
    add(storage, 4, 50, 51, site=HARBOUR.id)
    add(storage, 5, 50, 51, site=HARBOUR.id)
    add(storage, 6, 60, 61)

    second, first = storage.campaigns.list(CampaignQuery(site=None))

    assert (first.id, first.size, first.pages) == (CampaignId(comment_id(1)), 3, 3)
    assert (first.first_seen, first.last_seen) == (DAWN + timedelta(minutes=1), DAWN + timedelta(minutes=3))
    assert (first.sites, first.text) == ((DEMO.id, HARBOUR.id), "Yang pertama.")
    assert first.spam_probability == pytest.approx(0.75)
    assert (second.id, second.size, second.sites) == (CampaignId(comment_id(4)), 2, (HARBOUR.id,))


def test_from_one_site_nothing_is_seen_of_what_came_on_others(storage: Storage) -> None:
    add(storage, 1, *FLOOD, site=HARBOUR.id, text="Di sana.", spam_probability=0.9)
    add(storage, 2, *FLOOD, text="Di sini.", spam_probability=None)
    add(storage, 3, *FLOOD, text="Di sini lagi.", spam_probability=None)
    add(storage, 4, 50, 51)
    add(storage, 5, 50, 51, site=HARBOUR.id)

    (seen,) = storage.campaigns.list(CampaignQuery(site=DEMO.id))

    assert (seen.id, seen.size, seen.pages, seen.sites) == (CampaignId(comment_id(1)), 2, 1, (DEMO.id,))
    assert (seen.text, seen.spam_probability) == ("Di sini.", None)
    assert seen.first_seen == DAWN + timedelta(minutes=2)
    assert listed(storage, site=HARBOUR.id) == []
    assert listed(storage) == [(4, 2), (1, 3)]


@pytest.mark.parametrize("site", [None, DEMO.id])
def test_a_list_goes_on_where_it_ended_though_two_came_at_once(storage: Storage, site: Any) -> None:  # noqa: ANN401 - of a site
    for number in range(1, 7):
        add(storage, number, (number + 1) // 2, 100 + (number + 1) // 2, created_at=DAWN)

    first = storage.campaigns.list(CampaignQuery(site=site, limit=2))
    after = (first[-1].last_seen, first[-1].id)

    assert [one.id.int for one in first] == [5, 3]
    assert listed(storage, site=site, limit=2, after=after) == [(1, 2)]


def test_the_queue_says_how_many_are_alike_and_lists_one_campaign(storage: Storage) -> None:
    kinds: list[dict[str, Any]] = [{}, {}, {"site": HARBOUR.id}, {"state": State.SPAM}]
    for number, changes in enumerate(kinds, start=1):
        add(storage, number, *FLOOD, **changes)
    add(storage, 5, 50, 51)
    store(storage.pages, storage.comments, a_comment(6))

    def sizes(**query: Any) -> dict[int, Membership | None]:  # noqa: ANN401 - any field
        made = QueueQuery(**({"site": None, "state": State.PENDING} | query))
        return {item.id.int: item.campaign for item in storage.comments.queue(made).items}

    flood = CampaignId(comment_id(1))
    four, three = Membership(id=flood, size=4), Membership(id=flood, size=3)
    assert sizes() == {1: four, 2: four, 3: four, 5: None, 6: None}
    assert sizes(within=frozenset({DEMO.id}), site=DEMO.id) == {1: three, 2: three, 5: None, 6: None}
    assert sizes(campaign=flood) == {1: four, 2: four, 3: four}
    assert sizes(campaign=flood, state=State.SPAM, within=frozenset({DEMO.id})) == {4: three}
    assert sizes(within=frozenset({HARBOUR.id}), site=HARBOUR.id) == {3: None}
    assert storage.comments.item(comment_id(3)).campaign == four
    assert storage.comments.item(comment_id(3), within=frozenset({HARBOUR.id})).campaign is None


def test_campaigns_are_recognised_until_nobody_takes_them_up(storage: Storage) -> None:
    old, later = DAWN - timedelta(days=40), DAWN - timedelta(days=3)
    add(storage, 1, *FLOOD, created_at=old)
    add(storage, 2, *FLOOD, created_at=later)
    add(storage, 3, LOWEST + 1, HIGHEST - 1, created_at=old)
    add(storage, 4, 50, 51, created_at=old)
    add(storage, 5, 50, 51, created_at=old)
    add(storage, 6, 60, 61, created_at=later)

    with storage.transaction():
        forgotten = [storage.campaigns.forget_unseen(DAWN - timedelta(days=30), part, 4) for part in range(4)]

    assert forgotten == [1, 0, 2, 1]
    assert add(storage, 7, *FLOOD).campaign == CampaignId(comment_id(1))
    assert add(storage, 8, LOWEST + 1, HIGHEST - 1).campaign == CampaignId(comment_id(8))
    assert add(storage, 9, 50, 51).campaign == CampaignId(comment_id(9))
    assert add(storage, 10, 60, 61).campaign == CampaignId(comment_id(6))
    assert listed(storage, limit=1) == [(6, 2)]


def test_keys_of_a_comment_that_was_never_stored_are_forgotten(storage: Storage) -> None:
    with storage.transaction():
        storage.campaigns.join(signed(1, 2), CommentId(UUID(int=77)), DEMO.id, DAWN)
        assert storage.campaigns.forget_unseen(DAWN - timedelta(days=30), 0, 1) == 2


def test_pages_of_the_same_address_on_two_sites_are_two(storage: Storage) -> None:
    add(storage, 1, *FLOOD)
    add(storage, 2, *FLOOD, site=HARBOUR.id, page=ARTICLE.key)

    assert storage.campaigns.list(CampaignQuery(site=None))[0].pages == 2
