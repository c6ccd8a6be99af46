"""Campaigns: which one a new comment belongs to, and when its keys are forgotten."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, any_, bindparam, cast, delete, exists, func, literal_column, select
from sqlalchemy.dialects import postgresql, sqlite

from service.domain.campaign import CampaignId
from service.storage import campaign_lists
from service.storage.database import connection
from service.storage.prepared import Prepared
from service.storage.tables import CAMPAIGN, CAMPAIGN_BAND, COMMENT
from service.storage.upserts import in_both

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import CTE, ColumnElement, Select

    from service.domain.campaign import Signature
    from service.domain.comment import CommentId
    from service.domain.site import SiteId
    from service.storage.upserts import Insert
    from service.use_cases.campaigns import CampaignQuery, CampaignSummary

_C = CAMPAIGN.c
_B = CAMPAIGN_BAND.c
_ID: ColumnElement[Any] = bindparam("campaign", type_=_B.campaign_id.type)
# All keys are one parameter, so that each statement is compiled once: JSON on SQLite, an array on PostgreSQL.
_JSON = func.json_each(bindparam("keys")).table_valued("value")
_ARRAY: ColumnElement[Any] = cast(bindparam("keys"), postgresql.ARRAY(BigInteger))
_LOWEST, _SPAN = -(1 << 63), 1 << 64


def _nearest(shared: ColumnElement[bool]) -> Select[Any]:
    """Return what finds the campaign with most keys in common, how many, and whether it is more than one comment."""
    common = func.count()
    near = (
        select(_B.campaign_id, common.label("common"))
        .where(shared)
        .group_by(_B.campaign_id)
        .having(common >= bindparam("enough"))
        .order_by(common.desc(), _B.campaign_id)
        .limit(1)
        .subquery()
    )
    return select(near.c.campaign_id, near.c.common, exists().where(_C.id == near.c.campaign_id).correlate(near))


def _mark(insert: Insert, keys: Select[Any]) -> Insert:
    """Store keys of a campaign, some of which it may have."""
    return insert.from_select([_B.key, _B.campaign_id], keys).on_conflict_do_nothing()


def _nearest_or_own(near: CTE) -> Select[Any]:
    """Return what finds the nearest campaign and stores the keys there, or as the comment's own, in one round trip."""
    campaign, common = (select(column).scalar_subquery() for column in (near.c.campaign_id, near.c.common))
    marked = _mark(
        postgresql.insert(CAMPAIGN_BAND),
        select(func.unnest(_ARRAY), func.coalesce(campaign, _ID)).where(func.coalesce(common, 0) < bindparam("plenty")),
    )
    return select(near).add_cte(marked.cte("marked"))


def _found(insert: Insert) -> Insert:
    """Make the campaign of a comment that is no longer alone; somebody else may just have done so."""
    moment = COMMENT.c.created_at
    founder = select(COMMENT.c.id, COMMENT.c.site_id, literal_column("1"), moment, moment).where(COMMENT.c.id == _ID)
    columns = [_C.id, _C.site_id, _C.size, _C.first_seen, _C.last_seen]
    return insert.from_select(columns, founder).on_conflict_do_nothing()


def _count(insert: Insert) -> Insert:
    """Count a comment of a campaign on its site."""
    return insert.on_conflict_do_update(
        index_elements=[_C.id, _C.site_id],
        set_={"size": _C.size + insert.excluded.size, "last_seen": insert.excluded.last_seen},
    )


_NEAREST = Prepared(_nearest(_B.key.in_(select(_JSON.c.value))))
# SQLite cannot tell ON CONFLICT from a join's ON without a WHERE between.
_MARK = Prepared(_mark(sqlite.insert(CAMPAIGN_BAND), select(_JSON.c.value, _ID).where(_ID.is_not(None))))
_NEAREST_OR_OWN = _nearest_or_own(_nearest(_B.key == any_(_ARRAY)).cte("near"))
_FOUND = Prepared(in_both(CAMPAIGN, _found))
_COUNT = Prepared(in_both(CAMPAIGN, _count))
_FORGET = delete(CAMPAIGN_BAND).where(
    _B.key >= bindparam("low"),
    _B.key <= bindparam("high"),
    ~exists().where(COMMENT.c.id == _B.campaign_id, COMMENT.c.created_at >= bindparam("since")),
    ~exists().where(_C.id == _B.campaign_id, _C.last_seen >= bindparam("since")),
)


class SqlCampaigns:
    """Implements :class:`service.use_cases.campaigns.Campaigns`."""

    def join(self, signature: Signature, comment: CommentId, site: SiteId, at: datetime) -> CampaignId:
        """Return the campaign of a new comment; see the port."""
        link = connection()
        nearest = _nearest_in_sqlite if link.dialect.name == "sqlite" else _nearest_at_once
        found = nearest(signature, comment)
        if found is None:
            return CampaignId(comment)
        campaign, known = found
        if not known:
            _FOUND.run(link, {"campaign": campaign})
        counted = {"id": campaign, "site_id": site, "size": 1, "first_seen": at, "last_seen": at}
        _COUNT.run(link, counted)
        return CampaignId(campaign)

    def list(self, query: CampaignQuery) -> tuple[CampaignSummary, ...]:
        """Return campaigns, those seen last first; see the port."""
        return campaign_lists.summaries(query)

    def forget_unseen(self, since: datetime, part: int, parts: int) -> int:
        """Delete keys of campaigns without a comment since then; see the port."""
        low = _LOWEST + _SPAN * part // parts
        high = _LOWEST + _SPAN * (part + 1) // parts - 1
        return connection().execute(_FORGET, {"low": low, "high": high, "since": since}).rowcount


def _nearest_in_sqlite(signature: Signature, comment: CommentId) -> tuple[UUID, bool] | None:
    """Return the nearest campaign and whether it is more than one comment, ``None`` for none; store what is new."""
    link = connection()
    keys = json.dumps(signature.keys)
    row = _NEAREST.first(link, {"keys": keys, "enough": signature.enough})
    campaign, common, known = row or (comment, 0, False)
    if common < signature.plenty:
        _MARK.run(link, {"keys": keys, "campaign": campaign})
    return (campaign, bool(known)) if row else None


def _nearest_at_once(signature: Signature, comment: CommentId) -> tuple[UUID, bool] | None:
    """Do the same on PostgreSQL, where each statement is a round trip."""
    sought = {
        # In order, so that two that store the same keys do not wait for each other crosswise.
        "keys": sorted(signature.keys),
        "enough": signature.enough,
        "plenty": signature.plenty,
        "campaign": comment,
    }
    row = connection().execute(_NEAREST_OR_OWN, sought).first()
    return (row[0], bool(row[2])) if row else None
