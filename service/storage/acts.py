"""Acts, and what each did to which comment."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, bindparam, exists, func, insert, or_, select, update

from service.domain.act import Act, ActId, ActItem, ActKind
from service.domain.comment import CommentId
from service.domain.errors import UnknownAct
from service.domain.lifecycle import Action, State
from service.domain.site import SiteId
from service.storage.act_tables import ACT, ACT_ITEM, ACT_SITE
from service.storage.database import connection
from service.storage.tables import COMMENT
from service.storage.upserts import in_both
from service.use_cases.acts import LOOKED_AT, StoredAct

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import ColumnElement, Row

    from service.storage.upserts import Insert
    from service.use_cases.acts import ActQuery

_A, _S, _I = ACT.c, ACT_SITE.c, ACT_ITEM.c
_ALL = (
    _A.id,
    _A.kind,
    _A.action,
    _A.actor,
    _A.at,
    _A.undoes,
    _A.undone_by,
    _A.through,
    _A.changed,
    _A.finished,
)
_BEGIN = insert(ACT).inline()
_LOCKED = select(*_ALL).where(_A.id == bindparam("act")).with_for_update()
_CHANGE = (
    update(ACT)
    .where(_A.id == bindparam("act"))
    .values(
        undone_by=bindparam("new_undone_by"),
        through=bindparam("new_through"),
        changed=bindparam("new_changed"),
        finished=bindparam("new_finished"),
    )
)
_ADD_ITEMS = insert(ACT_ITEM).inline()
_SITES = select(_S.act_id, _S.site_id, _S.comments).where(_S.act_id.in_(bindparam("acts", expanding=True)))
_ITEMS = (
    select(_I.comment_id, _I.site_id, _I.state, _I.state_before_trash, _I.version_before, _I.version)
    .where(_I.act_id == bindparam("act"))
    .order_by(_I.comment_id)
    .limit(bindparam("limit"))
)
_ITEMS_AFTER = _ITEMS.where(_I.comment_id > bindparam("after", type_=_I.comment_id.type))
_STAND_AGAIN = (
    update(ACT_ITEM)
    .where(_I.comment_id == bindparam("comment"), _I.version == bindparam("old"))
    .values(version=bindparam("new"))
)


def _count(insert: Insert) -> Insert:
    """Count what an act changed on a site."""
    return insert.on_conflict_do_update(
        index_elements=[_S.site_id, _S.act_id], set_={"comments": _S.comments + insert.excluded.comments}
    )


_COUNT = in_both(ACT_SITE, _count)


def _standing() -> ColumnElement[bool]:
    """Return whether something of an act stands; an act of many is not gone through for that."""
    many = select(func.sum(_S.comments)).where(_S.act_id == _A.id).correlate(ACT).scalar_subquery() > LOOKED_AT
    stands = (
        exists()
        .where(_I.act_id == _A.id, COMMENT.c.id == _I.comment_id, COMMENT.c.version == _I.version)
        .correlate(ACT)
    )
    return or_(many, stands)


class SqlActs:
    """Implements :class:`service.use_cases.acts.Acts`."""

    def begin(self, act: Act) -> None:
        """Store a new act."""
        connection().execute(
            _BEGIN,
            {
                "id": act.id,
                "kind": act.kind.value,
                "action": act.action and act.action.value,
                "actor": act.actor,
                "at": act.at,
                "undoes": act.undoes,
                "undone_by": act.undone_by,
                "through": act.through,
                "changed": act.changed,
                "finished": act.finished,
            },
        )

    def add(self, act: ActId, items: Sequence[ActItem]) -> None:
        """Store what an act did; see the port."""
        if not items:
            return
        link = connection()
        link.execute(
            _ADD_ITEMS,
            [
                {
                    "act_id": act,
                    "comment_id": item.comment,
                    "site_id": item.site,
                    "state": item.state.value,
                    "state_before_trash": item.state_before_trash and item.state_before_trash.value,
                    "version_before": item.version_before,
                    "version": item.version,
                }
                for item in items
            ],
        )
        counted = sorted(Counter(item.site for item in items).items())
        link.execute(
            _COUNT[link.dialect.name],
            [{"site_id": site, "act_id": act, "comments": comments} for site, comments in counted],
        )

    def locked(self, act: ActId) -> Act:
        """Return an act; see the port."""
        row = connection().execute(_LOCKED, {"act": act}).first()
        if row is None:
            raise UnknownAct(act)
        return _act(row)

    def sites(self, act: ActId) -> Mapping[SiteId, int]:
        """Return how many comments of each site an act changed."""
        return {SiteId(site): comments for _, site, comments in connection().execute(_SITES, {"acts": [act]})}

    def items(self, act: ActId, after: CommentId | None, limit: int) -> tuple[ActItem, ...]:
        """Return what an act did; see the port."""
        sought: dict[str, Any] = {"act": act, "limit": limit}
        if after is None:
            rows = connection().execute(_ITEMS, sought)
        else:
            rows = connection().execute(_ITEMS_AFTER, sought | {"after": after})
        return tuple(
            ActItem(
                comment=CommentId(comment),
                site=SiteId(site),
                state=State(state),
                state_before_trash=None if before_trash is None else State(before_trash),
                version_before=version_before,
                version=version,
            )
            for comment, site, state, before_trash, version_before, version in rows
        )

    def change(self, act: Act) -> None:
        """Store who undid an act and how far it has come."""
        connection().execute(
            _CHANGE,
            {
                "act": act.id,
                "new_undone_by": act.undone_by,
                "new_through": act.through,
                "new_changed": act.changed,
                "new_finished": act.finished,
            },
        )

    def stand_again(self, items: Sequence[ActItem]) -> None:
        """Let what stood before an act stand again; see the port."""
        if items:
            moved = [{"comment": one.comment, "old": one.version_before, "new": one.version} for one in items]
            connection().execute(_STAND_AGAIN, moved)

    def list(self, query: ActQuery) -> tuple[StoredAct, ...]:
        """Return acts, newest first; see the port."""
        link = connection()
        sought: dict[str, Any] = {"limit": query.limit}
        if query.site is not None:
            sought["site"] = query.site
        elif query.within is not None:
            sought["within"] = sorted(query.within)
        if query.after is not None:
            sought["after"] = query.after
        rows = link.execute(_statement(frozenset(sought)), sought).all()
        sites: dict[Any, dict[SiteId, int]] = {row.id: {} for row in rows}
        for act, site, comments in link.execute(_SITES, {"acts": list(sites)}) if rows else ():
            sites[act][SiteId(site)] = comments
        return tuple(StoredAct(act=_act(row[:-1]), sites=sites[row.id], standing=bool(row.standing)) for row in rows)


@lru_cache(maxsize=8)
def _statement(named: frozenset[str]) -> Select[Any]:
    """Return the statement for one kind of query, by its parameters: along the acts of a site, or along all."""
    columns = select(*_ALL, _standing().label("standing"))
    if "site" in named:
        number: ColumnElement[Any] = _S.act_id
        found = columns.join_from(ACT_SITE, ACT, _A.id == _S.act_id).where(_S.site_id == bindparam("site"))
    else:
        number = _A.id
        there = exists().where(_S.act_id == _A.id)
        if "within" in named:
            there = there.where(_S.site_id.in_(bindparam("within", expanding=True)))
        found = columns.where(there.correlate(ACT))
    if "after" in named:
        found = found.where(number < bindparam("after", type_=_A.id.type))
    return found.order_by(number.desc()).limit(bindparam("limit"))


def _act(row: Row[*tuple[Any, ...]] | tuple[Any, ...]) -> Act:
    """Return the act of a row."""
    number, kind, action, actor, at, undoes, undone_by, through, changed, finished = row
    return Act(
        id=ActId(number),
        kind=ActKind(kind),
        action=None if action is None else Action(action),
        actor=actor,
        at=at,
        undoes=None if undoes is None else ActId(undoes),
        undone_by=None if undone_by is None else ActId(undone_by),
        through=None if through is None else CommentId(through),
        changed=changed,
        finished=finished,
    )
