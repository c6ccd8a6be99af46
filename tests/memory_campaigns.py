"""Campaigns in memory, counted from the comments themselves."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING

from service.domain.campaign import CampaignId, Signature
from service.use_cases.campaigns import CampaignSummary

if TYPE_CHECKING:
    from collections.abc import Container, Iterator
    from datetime import datetime

    from service.domain.comment import Comment, CommentId
    from service.domain.site import SiteId
    from service.use_cases.campaigns import CampaignQuery
    from tests.memory_store import MemoryStore


def plain_sign(text: str, folded: str) -> Signature | None:
    """Know a text by its words of four letters and more; half of four in common make a variant."""
    words = sorted({word for word in (folded or text).split() if len(word) > 3})[:4]
    keys = tuple(int.from_bytes(word.encode()[:7], "big") for word in words)
    return Signature(keys=keys, enough=2, plenty=4) if keys else None


@dataclass(frozen=True, slots=True)
class MemoryCampaigns:
    store: MemoryStore

    def join(self, signature: Signature, comment: CommentId, site: SiteId, at: datetime) -> CampaignId:  # noqa: ARG002 - as in the port
        shared = Counter(campaign for key, campaign in self.store.bands if key in signature.keys)
        campaign, common = min(shared.items(), key=lambda one: (-one[1], one[0]), default=(CampaignId(comment), 0))
        if common < signature.enough:
            campaign, common = CampaignId(comment), 0
        if common < signature.plenty:
            self.store.bands |= {(key, campaign) for key in signature.keys}
        return campaign

    def members(self, campaign: CampaignId, within: Container[SiteId] | None) -> list[Comment]:
        return [
            comment
            for comment in self.store.comments.values()
            if comment.campaign == campaign and (within is None or comment.site in within)
        ]

    def list(self, query: CampaignQuery) -> tuple[CampaignSummary, ...]:
        found = [one for one in self._summaries(query.site) if query.after is None or _place(one) < query.after]
        return tuple(sorted(found, key=_place, reverse=True)[: query.limit])

    def forget_unseen(self, since: datetime, part: int, parts: int) -> int:
        last = {campaign: self._last_seen(campaign) for _, campaign in self.store.bands}
        old = {
            (key, campaign)
            for key, campaign in self.store.bands
            if (key + (1 << 63)) * parts >> 64 == part and ((seen := last[campaign]) is None or seen < since)
        }
        self.store.bands = self.store.bands - old
        return len(old)

    def _last_seen(self, campaign: CampaignId) -> datetime | None:
        return max((comment.created_at for comment in self.members(campaign, None)), default=None)

    def _summaries(self, site: SiteId | None) -> Iterator[CampaignSummary]:
        for campaign in {comment.campaign for comment in self.store.comments.values() if comment.campaign}:
            members = sorted(
                self.members(campaign, None if site is None else {site}),
                key=lambda comment: (comment.created_at, comment.id),
            )
            scores = [one.spam_probability for one in members if one.spam_probability is not None]
            if len(members) > 1:
                yield CampaignSummary(
                    id=campaign,
                    size=len(members),
                    first_seen=members[0].created_at,
                    last_seen=members[-1].created_at,
                    pages=len({(one.site, one.page) for one in members}),
                    sites=tuple(sorted({one.site for one in members})),
                    text=members[0].text,
                    spam_probability=fmean(scores) if scores else None,
                )


def _place(campaign: CampaignSummary) -> tuple[datetime, CampaignId]:
    return campaign.last_seen, campaign.id
