"""Campaigns as moderators see them, from one site or from all; those seen last come first, as an index has them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, and_, bindparam, exists, func, or_, select, tuple_

from service.domain.campaign import CampaignId
from service.domain.site import SiteId
from service.storage.database import connection
from service.storage.tables import CAMPAIGN, COMMENT
from service.use_cases.campaigns import CampaignSummary

if TYPE_CHECKING:
    from sqlalchemy import Row

    from service.use_cases.campaigns import CampaignQuery

_C = CAMPAIGN.c
_OTHER = CAMPAIGN.alias("other")
_O = _OTHER.c
_M = COMMENT.c
# Behind a function, so that the comments of a campaign are sought and not those of a whole site.
_there = func.coalesce(_M.site_id, "")
_MEMBERS = (
    select(
        _M.campaign_id,
        _M.site_id,
        func.count(_M.page_id.distinct()).label("pages"),
        func.count(_M.spam_probability).label("scored"),
        func.sum(_M.spam_probability).label("score"),
    )
    .where(_M.campaign_id.in_(bindparam("campaigns", expanding=True)))
    .group_by(_M.campaign_id, _M.site_id)
    .order_by(_M.site_id)
)
_MEMBERS_OF_SITE = _MEMBERS.where(_there == bindparam("site"))


def summaries(query: CampaignQuery) -> tuple[CampaignSummary, ...]:
    """Return campaigns; see :meth:`service.use_cases.campaigns.Campaigns.list`."""
    link = connection()
    sought: dict[str, Any] = {"limit": query.limit}
    place = {} if query.site is None else {"site": query.site}
    if query.after is not None:
        sought |= {"moment": query.after[0], "last": query.after[1]}
    groups = link.execute(_statement(of_site=bool(place), goes_on=query.after is not None), sought | place).all()
    parts: dict[Any, list[Row[Any]]] = {row.id: [] for row in groups}
    members = _MEMBERS_OF_SITE if place else _MEMBERS
    for part in link.execute(members, {"campaigns": list(parts), **place}).all() if groups else ():
        parts[part.campaign_id].append(part)
    return tuple([_summary(row, parts[row.id]) for row in groups])


def _summary(row: Row[Any], parts: list[Row[Any]]) -> CampaignSummary:
    """Return a campaign with what came to each of its sites."""
    scored = sum(part.scored for part in parts)
    return CampaignSummary(
        id=CampaignId(row.id),
        size=row.size,
        first_seen=row.first_seen,
        last_seen=row.last_seen,
        pages=sum(part.pages for part in parts),
        sites=tuple(SiteId(part.site_id) for part in parts),
        text=row.text or "",
        spam_probability=sum(part.score for part in parts if part.scored) / scored if scored else None,
    )


@lru_cache(maxsize=4)
def _statement(*, of_site: bool, goes_on: bool) -> Select[Any]:
    """Return the statement for one kind of query, with the text of each campaign's first comment."""
    groups = (
        (_of_site() if of_site else _of_all()).order_by(_C.last_seen.desc(), _C.id.desc()).limit(bindparam("limit"))
    )
    if goes_on:
        place = tuple_(bindparam("moment", type_=_C.last_seen.type), bindparam("last", type_=_C.id.type))
        groups = groups.where(tuple_(_C.last_seen, _C.id) < place)
    listed = groups.subquery("listed")
    founder = select(_M.text).where(_M.id == listed.c.id)
    first = select(_M.text).where(_M.campaign_id == listed.c.id).order_by(_M.created_at, _M.id).limit(1)
    if of_site:
        founder = founder.where(_there == bindparam("site"))
        first = first.where(_there == bindparam("site"))
    text = func.coalesce(founder.correlate(listed).scalar_subquery(), first.correlate(listed).scalar_subquery())
    return select(listed, text.label("text")).order_by(listed.c.last_seen.desc(), listed.c.id.desc())


def _of_site() -> Select[Any]:
    """Return the campaigns of one site, as if there were no other."""
    return select(_C.id, _C.size, _C.first_seen, _C.last_seen).where(_C.site_id == bindparam("site"), _C.size > 1)


def _of_all() -> Select[Any]:
    """Return every campaign once: by the site that saw it last."""
    later = or_(_O.last_seen > _C.last_seen, and_(_O.last_seen == _C.last_seen, _O.site_id > _C.site_id))
    size = select(func.sum(_O.size)).where(_O.id == _C.id).correlate(CAMPAIGN).scalar_subquery()
    first = select(func.min(_O.first_seen)).where(_O.id == _C.id).correlate(CAMPAIGN).scalar_subquery()
    return select(_C.id, size.label("size"), first.label("first_seen"), _C.last_seen).where(
        ~exists().where(_O.id == _C.id, later).correlate(CAMPAIGN), size > 1
    )
