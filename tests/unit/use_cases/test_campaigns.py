"""Campaigns: what joins one as it is submitted, what moderators see of them, and when they are forgotten."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from service.domain.errors import MalformedRequest, NotAllowed, UnknownSite
from service.domain.moderator import Moderator
from service.domain.site import SiteId
from service.domain.token import Scope
from service.use_cases.campaigns import CAMPAIGNS_KEPT, CampaignQuery
from service.use_cases.queue import QueueQuery
from tests.fakes import DEMO, Meanwhile, a_site, an_attempt
from tests.house import EVERYTHING, House, a_moderator

if TYPE_CHECKING:
    from service.domain.comment import Comment

SECOND = SiteId("kedua")
FLOOD = "semalam iseng {} langsung traktir"


def two_sites() -> House:
    house = House()
    house.store.sites[SECOND] = a_site(id=SECOND)
    return house


def submit(house: House, brand: str, *, site: SiteId = DEMO, page: str = "/satu") -> Comment:
    comment = house.submit(an_attempt(site=site, text=FLOOD.format(brand), page=page)).comment
    house.clock.advance(timedelta(minutes=1))
    return comment


def test_variants_belong_to_the_campaign_that_the_first_founded_wherever_they_come() -> None:
    house = two_sites()

    first = submit(house, "mawar")
    others = [submit(house, "naga", page="/dua"), submit(house, "mawar", site=SECOND)]

    assert first.campaign == first.id
    assert [one.campaign for one in others] == [first.id, first.id]
    assert [event.details["campaign"] for event in house.store.events] == [str(first.id)] * 3


def test_a_text_that_says_too_little_is_taken_and_belongs_to_no_campaign() -> None:
    house = House()

    comment = house.submit(an_attempt(text="ya")).comment

    assert comment.campaign is None
    assert house.last_event.details["campaign"] is None


def test_a_comment_that_another_copy_overtook_founds_no_campaign_of_its_own() -> None:
    house = House()
    text = FLOOD.format("mawar") + " sekampung"
    quick = replace(house.submit)
    house.classifier = Meanwhile(happens=lambda: quick(an_attempt(text=text)))

    late = house.submit(an_attempt(text=text)).comment

    assert {comment.campaign for comment in house.store.comments.values()} == {late.campaign}
    assert late.campaign != late.id


def test_a_moderator_of_all_sites_sees_whole_campaigns_and_one_of_a_site_its_part() -> None:
    house = two_sites()
    first = submit(house, "mawar", site=SECOND)
    submit(house, "naga", site=SECOND)
    submit(house, "kuda", site=DEMO)
    query = CampaignQuery(site=None)

    ((whole,), _) = house.list_campaigns(query, a_moderator(site=None))
    ((part,), _) = house.list_campaigns(query, a_moderator(site=SECOND))

    assert (whole.id, whole.size, whole.sites) == (first.campaign, 3, (DEMO, SECOND))
    assert (part.id, part.size, part.sites) == (first.campaign, 2, (SECOND,))
    assert house.list_campaigns(query, a_moderator(site=DEMO)) == ((), None)
    assert house.list_campaigns(CampaignQuery(site=DEMO), a_moderator(site=None)) == ((), None)


def test_the_queue_counts_in_a_campaign_what_the_token_opens() -> None:
    house = two_sites()
    submit(house, "mawar", site=SECOND)
    here = submit(house, "naga")

    def size(site: SiteId | None) -> int | None:
        items, _ = house.list_queue(QueueQuery(site=DEMO, state=here.state), a_moderator(site=site))
        detail = house.show_comment(here.id, a_moderator(site=site)).item
        assert detail.campaign == items[0].campaign
        return items[0].campaign.size if items[0].campaign else None

    assert size(None) == 2
    assert size(DEMO) is None


def test_a_list_of_campaigns_is_cut_and_goes_on() -> None:
    house = House()
    for word in ("pertama", "kedua", "ketiga"):
        for page in ("/satu", "/dua"):
            house.submit(an_attempt(text=f"{word} {word[::-1]}", page=page))
            house.clock.advance(timedelta(minutes=1))

    begun, place = house.list_campaigns(CampaignQuery(site=None, limit=2), a_moderator())
    rest, end = house.list_campaigns(CampaignQuery(site=None, limit=0, after=place), a_moderator())

    assert [one.text.split()[0] for one in (*begun, *rest)] == ["ketiga", "kedua", "pertama"]
    assert end is None


@pytest.mark.parametrize("site", [SECOND, SiteId("tiada")])
def test_campaigns_of_a_site_that_the_token_does_not_open_are_not_there(site: SiteId) -> None:
    house = two_sites()

    with pytest.raises(UnknownSite):
        house.list_campaigns(CampaignQuery(site=site), a_moderator(site=DEMO))


def test_campaigns_are_for_tokens_that_read() -> None:
    with pytest.raises(NotAllowed):
        House().list_campaigns(CampaignQuery(site=None), a_moderator(scopes=frozenset({Scope.DECIDE})))


def test_a_campaign_is_forgotten_a_while_after_its_last_comment_and_founded_anew() -> None:
    house = House()
    first = submit(house, "mawar", page="/satu")
    house.clock.advance(CAMPAIGNS_KEPT - timedelta(minutes=1))
    kept = house.forget_campaigns()
    again = submit(house, "mawar", page="/dua")
    house.clock.advance(CAMPAIGNS_KEPT)
    forgotten = house.forget_campaigns()

    anew = submit(house, "mawar", page="/tiga")

    assert (kept, again.campaign) == (0, first.campaign)
    assert forgotten == 4
    assert anew.campaign == anew.id


def test_who_may_see_some_sites_names_one() -> None:
    house = House()
    of_two = Moderator(actor="person:rina", rights={DEMO: EVERYTHING, SiteId("lain"): EVERYTHING})

    with pytest.raises(MalformedRequest) as refused:
        house.list_campaigns(CampaignQuery(site=None), of_two)

    assert refused.value.parameter == "site"
    assert house.list_campaigns(CampaignQuery(site=DEMO), of_two) == ((), None)
