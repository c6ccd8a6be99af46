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
    from sqlalchemy import ColumnElement

    from service.use_cases.campaigns import CampaignQuery

_C = CAMPAIGN.c
_OTHER = CAMPAIGN.alias("other")
_O = _OTHER.c
_MEMBER = COMMENT.alias("member")
_M = _MEMBER.c
_SITES = select(_C.id, _C.site_id).where(_C.id.in_(bindparam("campaigns", expanding=True))).order_by(_C.site_id)


def summaries(query: CampaignQuery) -> tuple[CampaignSummary, ...]:
    """Return campaigns; see :meth:`service.use_cases.campaigns.Campaigns.list`."""
    sought: dict[str, Any] = {"limit": query.limit}
    if query.site is not None:
        sought["site"] = query.site
    if query.after is not None:
        sought |= {"moment": query.after[0], "last": query.after[1]}
    statement = _statement(of_site=query.site is not None, goes_on=query.after is not None)
    rows = connection().execute(statement, sought).all()
    where: dict[Any, list[SiteId]] = {row.id: [] for row in rows}
    if query.site is None and rows:
        for campaign, site in connection().execute(_SITES, {"campaigns": list(where)}).all():
            where[campaign].append(SiteId(site))
    return tuple(
        [
            CampaignSummary(
                id=CampaignId(row.id),
                size=row.size,
                first_seen=row.first_seen,
                last_seen=row.last_seen,
                pages=row.pages,
                sites=tuple(where[row.id]) if query.site is None else (query.site,),
                text=row.text or "",
                spam_probability=row.score,
            )
            for row in rows
        ]
    )


@lru_cache(maxsize=4)
def _statement(*, of_site: bool, goes_on: bool) -> Select[Any]:
    """Return the statement for one kind of query. What is told of members is counted for the campaigns listed only."""
    groups = (
        (_of_site() if of_site else _of_all()).order_by(_C.last_seen.desc(), _C.id.desc()).limit(bindparam("limit"))
    )
    if goes_on:
        place = tuple_(bindparam("moment", type_=_C.last_seen.type), bindparam("last", type_=_C.id.type))
        groups = groups.where(tuple_(_C.last_seen, _C.id) < place)
    listed = groups.subquery("listed")
    here = [_M.campaign_id == listed.c.id]
    if of_site:
        here.append(_M.site_id == bindparam("site"))

    def told(value: ColumnElement[Any], *conditions: ColumnElement[bool]) -> Select[Any]:
        return select(value).where(*here, *conditions).correlate(listed)

    founder = told(_M.text, _M.id == listed.c.id).scalar_subquery()
    first = told(_M.text).order_by(_M.created_at, _M.id).limit(1).scalar_subquery()
    return select(
        listed,
        told(func.count(_M.page_id.distinct())).scalar_subquery().label("pages"),
        told(func.avg(_M.spam_probability)).scalar_subquery().label("score"),
        func.coalesce(founder, first).label("text"),
    ).order_by(listed.c.last_seen.desc(), listed.c.id.desc())


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
