"""Bulk acts between preview and end."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, bindparam, case, delete, exists, insert, select, update

from service.domain.act import ActId
from service.domain.campaign import CampaignId
from service.domain.comment import CommentId
from service.domain.errors import UnknownBulk
from service.domain.lifecycle import Action, State
from service.domain.site import SiteId
from service.storage.act_tables import BULK, BULK_ITEM
from service.storage.database import connection
from service.storage.queue_filter import conditions, parameters
from service.storage.tables import AUTHOR, CAMPAIGN, COMMENT, PAGE
from service.use_cases.bulk import Bulk, BulkId, Match

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Row

    from service.use_cases.queue import QueueFilter

_B, _I, _C = BULK.c, BULK_ITEM.c, COMMENT.c
# A comment that is alone in its campaign has no row there: nobody speaks of that campaign.
_GROUPED = exists().where(CAMPAIGN.c.id == _C.campaign_id).correlate(COMMENT)
_MATCH = (
    select(
        _C.id,
        _C.version,
        _C.site_id,
        _C.state,
        _C.rule,
        case((_GROUPED, _C.campaign_id)).label("campaign"),
        _C.spam_probability,
        _C.created_at,
        AUTHOR.c.approved,
    )
    .join_from(COMMENT, PAGE, PAGE.c.id == _C.page_id)
    .outerjoin(AUTHOR, AUTHOR.c.id == _C.author_id)
    .limit(bindparam("limit"))
)
_ADD = insert(BULK).inline()
_FREEZE = insert(BULK_ITEM).inline()
_ONE = select(BULK).where(_B.id == bindparam("bulk"))
_LOCKED = _ONE.with_for_update()
_ITEMS = (
    select(_I.comment_id, _I.version)
    .where(_I.bulk_id == bindparam("bulk"))
    .order_by(_I.comment_id)
    .limit(bindparam("limit"))
)
_ITEMS_AFTER = _ITEMS.where(_I.comment_id > bindparam("after", type_=_I.comment_id.type))
_CHANGED = ("expires_at", "act_id", "through", "decided", "changed", "claimed", "inapplicable", "finished")
_CHANGE = update(BULK).where(_B.id == bindparam("bulk")).values({name: bindparam(f"new_{name}") for name in _CHANGED})
_STOP = update(BULK).where(_B.act_id == bindparam("act")).values(finished=True)
_FORGET = delete(BULK).where(_B.id == bindparam("bulk"))
_FORGET_EXPIRED = delete(BULK).where(_B.expires_at <= bindparam("at"))
_ORPHAN = select(_I.bulk_id).where(~exists().where(_B.id == _I.bulk_id).correlate(BULK_ITEM)).limit(1)
_LAST_OF_PART = (
    select(_I.comment_id)
    .where(_I.bulk_id == bindparam("bulk"))
    .order_by(_I.comment_id)
    .offset(bindparam("skip"))
    .limit(1)
)
_FORGET_ITEMS = delete(BULK_ITEM).where(
    _I.bulk_id == bindparam("bulk"), _I.comment_id <= bindparam("last", type_=_I.comment_id.type)
)
_FORGET_REST = delete(BULK_ITEM).where(_I.bulk_id == bindparam("bulk"))


class SqlBulks:
    """Implements :class:`service.use_cases.bulk.Bulks`."""

    def matching(self, wanted: QueueFilter, limit: int) -> Sequence[Match]:
        """Return what a filter means; see the port."""
        sought = parameters(wanted)
        rows = connection().execute(_matching(frozenset(sought)), sought | {"limit": limit})
        return [
            Match(
                CommentId(comment),
                version,
                SiteId(site),
                State(state),
                rule,
                None if campaign is None else CampaignId(campaign),
                score,
                created_at,
                bool(approved),
            )
            for comment, version, site, state, rule, campaign, score, created_at, approved in rows
        ]

    def add(self, bulk: Bulk) -> None:
        """Store a new one."""
        connection().execute(
            _ADD,
            {
                "id": bulk.id,
                "actor": bulk.actor,
                "action": bulk.action.value,
                "reason": bulk.reason,
                "reason_code": bulk.reason_code,
                "site_id": bulk.site,
                "campaign_id": bulk.campaign,
                "hours": bulk.hours,
                "comments": bulk.comments,
                **_progress(bulk),
            },
        )

    def freeze(self, bulk: BulkId, items: Sequence[tuple[CommentId, int]]) -> None:
        """Store comments of a bulk act."""
        rows = [{"bulk_id": bulk, "comment_id": comment, "version": version} for comment, version in items]
        connection().execute(_FREEZE, rows)

    def get(self, bulk: BulkId) -> Bulk:
        """Return a bulk act; see the port."""
        return _found(bulk, connection().execute(_ONE, {"bulk": bulk}).first())

    def locked(self, bulk: BulkId) -> Bulk:
        """Return a bulk act; see the port."""
        return _found(bulk, connection().execute(_LOCKED, {"bulk": bulk}).first())

    def items(self, bulk: BulkId, after: CommentId | None, limit: int) -> Sequence[tuple[CommentId, int]]:
        """Return its comments; see the port."""
        sought: dict[str, Any] = {"bulk": bulk, "limit": limit}
        if after is None:
            rows = connection().execute(_ITEMS, sought)
        else:
            rows = connection().execute(_ITEMS_AFTER, sought | {"after": after})
        return [(CommentId(comment), version) for comment, version in rows]

    def change(self, bulk: Bulk) -> None:
        """Store how far it has come."""
        new = {f"new_{name}": value for name, value in _progress(bulk).items()}
        connection().execute(_CHANGE, {"bulk": bulk.id, **new})

    def stop(self, act: ActId) -> None:
        """Finish the bulk act that became an act."""
        connection().execute(_STOP, {"act": act})

    def forget(self, bulk: BulkId) -> None:
        """Delete it without its comments."""
        connection().execute(_FORGET, {"bulk": bulk})

    def forget_expired(self, at: datetime) -> int:
        """Delete those that expired by then; return how many."""
        return connection().execute(_FORGET_EXPIRED, {"at": at}).rowcount

    def forget_items(self, limit: int) -> int:
        """Delete comments of bulk acts that are gone; see the port."""
        link = connection()
        bulk = link.execute(_ORPHAN).scalar_one_or_none()
        if bulk is None:
            return 0
        last = link.execute(_LAST_OF_PART, {"bulk": bulk, "skip": limit - 1}).scalar_one_or_none()
        if last is None:
            link.execute(_FORGET_REST, {"bulk": bulk})
            return limit  # there may be another
        return link.execute(_FORGET_ITEMS, {"bulk": bulk, "last": last}).rowcount


@lru_cache(maxsize=64)
def _matching(named: frozenset[str]) -> Select[Any]:
    """Return the statement for one kind of filter, by its parameters."""
    return _MATCH.where(*conditions(named))


def _progress(bulk: Bulk) -> dict[str, Any]:
    """Return what changes of a bulk act, by column."""
    return {
        "expires_at": bulk.expires_at,
        "act_id": bulk.act,
        "through": bulk.through,
        "decided": bulk.decided,
        "changed": bulk.changed,
        "claimed": bulk.claimed,
        "inapplicable": bulk.inapplicable,
        "finished": bulk.finished,
    }


def _found(number: BulkId, row: Row[Any] | None) -> Bulk:
    """Return the bulk act of a row."""
    if row is None:
        raise UnknownBulk(number)
    return Bulk(
        id=number,
        actor=row.actor,
        action=Action(row.action),
        reason=row.reason,
        reason_code=row.reason_code,
        site=None if row.site_id is None else SiteId(row.site_id),
        campaign=None if row.campaign_id is None else CampaignId(row.campaign_id),
        hours=row.hours,
        expires_at=row.expires_at,
        comments=row.comments,
        act=None if row.act_id is None else ActId(row.act_id),
        through=None if row.through is None else CommentId(row.through),
        decided=row.decided,
        changed=row.changed,
        claimed=row.claimed,
        inapplicable=row.inapplicable,
        finished=row.finished,
    )
