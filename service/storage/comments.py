"""Comments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select, tuple_, update

from service.domain.author import AuthorId
from service.domain.campaign import CampaignId
from service.domain.comment import Comment, CommentId
from service.domain.errors import StaleDecision, UnknownComment
from service.domain.lifecycle import State
from service.domain.page import PageKey
from service.domain.site import SiteId
from service.storage import queue, surroundings
from service.storage.database import connection
from service.storage.kept_evidence import written
from service.storage.prepared import Prepared
from service.storage.tables import COMMENT, PAGE
from service.storage.upserts import in_both
from service.use_cases.repositories import DuplicateText

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Row

    from service.domain.kept_evidence import KeptEvidence
    from service.storage.upserts import Insert
    from service.use_cases.queue import QueueItem, QueuePart, QueueQuery
    from service.use_cases.repositories import Arrival, Surroundings

_C = COMMENT.c
_PAGE_ID = (
    select(PAGE.c.id).where(PAGE.c.site_id == bindparam("page_site"), PAGE.c.key == bindparam("page")).scalar_subquery()
)
_COLUMNS = (
    _C.id,
    _C.site_id,
    PAGE.c.key,
    _C.parent_id,
    _C.name,
    _C.url,
    _C.author_id,
    _C.text,
    _C.html,
    _C.folded,
    _C.language,
    _C.state,
    _C.state_before_trash,
    _C.version,
    _C.spam_probability,
    _C.model,
    _C.rule,
    _C.created_at,
    _C.edited_at,
    _C.campaign_id,
)
_ALL = select(*_COLUMNS).join_from(COMMENT, PAGE, PAGE.c.id == _C.page_id)
_ONE = _ALL.where(_C.id == bindparam("comment"))
# In the order of their ids, so that two batches never wait for each other; SQLite has one writer at a time anyway.
_LOCKED = _ALL.where(_C.id.in_(bindparam("comments", expanding=True))).order_by(_C.id).with_for_update(of=COMMENT)
_VERSION = select(_C.version).where(_C.id == bindparam("comment"))
_DECIDE = (
    update(COMMENT)
    .where(_C.id == bindparam("comment"), _C.site_id == bindparam("site"), _C.version == bindparam("before"))
    .values(
        state=bindparam("new_state"), state_before_trash=bindparam("new_before_trash"), version=bindparam("new_version")
    )
)
_PUBLIC = (
    _ALL.where(
        _C.site_id == bindparam("site"),
        PAGE.c.site_id == bindparam("site"),
        PAGE.c.key == bindparam("page"),
        _C.state == State.APPROVED.value,
    )
    .order_by(_C.created_at, _C.id)
    .limit(bindparam("limit"))
)
_PUBLIC_AFTER = _PUBLIC.where(
    tuple_(_C.created_at, _C.id)
    > tuple_(bindparam("moment", type_=_C.created_at.type), bindparam("last", type_=_C.id.type))
)


def _unless_said(insert: Insert) -> Insert:
    """Store nothing where the page has the fingerprint; an error would have to be told apart by its message."""
    return (
        insert.values(page_id=_PAGE_ID)
        .on_conflict_do_nothing(index_elements=[_C.site_id, _C.page_id, _C.fingerprint])
        .execution_options(preserve_rowcount=True)
    )


_ADD = Prepared(in_both(COMMENT, _unless_said))


class SqlComments:
    """Implements :class:`service.use_cases.repositories.Comments`."""

    def surroundings(self, arrival: Arrival) -> Surroundings:
        """Return what a submission meets; see the port."""
        return surroundings.surroundings(arrival)

    def add(self, comment: Comment, fingerprint: bytes | None, evidence: KeptEvidence | None = None) -> None:
        """Store a new comment; see the port."""
        if not _ADD.run(connection(), columns(comment, fingerprint, evidence)):
            raise DuplicateText

    def get(self, comment: CommentId) -> Comment:
        """Return a comment; see the port."""
        row = connection().execute(_ONE, {"comment": comment}).first()
        if row is None:
            raise UnknownComment(comment)
        return _comment(row)

    def locked(self, comments: Iterable[CommentId]) -> Mapping[CommentId, Comment]:
        """Return comments for a decision; see the port."""
        rows = connection().execute(_LOCKED, {"comments": list(comments)}).all()
        return {comment.id: comment for comment in map(_comment, rows)}

    def decide(self, *comments: Comment) -> None:
        """Store decisions; see the port."""
        if not comments:
            return
        link = connection()
        swapped = link.execute(_DECIDE, [_decided(comment) for comment in comments])
        if swapped.rowcount != len(comments):
            raise StaleDecision(link.execute(_VERSION, {"comment": comments[0].id}).scalar_one_or_none())

    def public(
        self, site: SiteId, page: PageKey, after: tuple[datetime, CommentId] | None, limit: int
    ) -> tuple[Comment, ...]:
        """Return public comments of a page; see the port."""
        sought: dict[str, Any] = {"site": site, "page": page, "limit": limit}
        if after is None:
            rows = connection().execute(_PUBLIC, sought)
        else:
            rows = connection().execute(_PUBLIC_AFTER, sought | {"moment": after[0], "last": after[1]})
        return tuple([_comment(row) for row in rows.all()])

    def queue(self, query: QueueQuery) -> QueuePart:
        """Return comments as moderators see them; see the port."""
        return queue.part(query)

    def items(
        self, comments: Sequence[CommentId], *, within: frozenset[SiteId] | None, now: datetime
    ) -> tuple[QueueItem, ...]:
        """Return comments as moderators see them; see the port."""
        return queue.some(comments, within, now)

    def item(
        self, comment: CommentId, *, within: frozenset[SiteId] | None = None, now: datetime | None = None
    ) -> QueueItem:
        """Return one comment as moderators see it; see the port."""
        return queue.item(comment, within, now)


def columns(comment: Comment, fingerprint: bytes | None, evidence: KeptEvidence | None = None) -> dict[str, Any]:
    """Return what is stored of a comment; ``page_site`` and ``page`` tell its page."""
    return {
        "id": comment.id,
        "site_id": comment.site,
        "page_site": comment.site,
        "page": comment.page,
        "parent_id": comment.parent,
        "author_id": comment.author,
        "name": comment.name,
        "url": comment.url,
        "text": comment.text,
        "html": comment.html,
        "folded": comment.folded,
        "language": comment.language,
        "state": comment.state.value,
        "state_before_trash": comment.state_before_trash and comment.state_before_trash.value,
        "version": comment.version,
        "spam_probability": comment.spam_probability,
        "spam_order": 1.0 if comment.spam_probability is None else comment.spam_probability,
        "model": comment.model,
        "rule": comment.rule,
        "created_at": comment.created_at,
        "edited_at": comment.edited_at,
        "fingerprint": fingerprint,
        "campaign_id": comment.campaign,
        "evidence": None if evidence is None else written(evidence),
    }


def _decided(comment: Comment) -> dict[str, Any]:
    """Return what a decision stores, and what must be stored for it to be carried out."""
    return {
        "comment": comment.id,
        "site": comment.site,
        "before": comment.version - 1,
        "new_state": comment.state.value,
        "new_before_trash": comment.state_before_trash and comment.state_before_trash.value,
        "new_version": comment.version,
    }


def _comment(row: Row[*tuple[Any, ...]]) -> Comment:
    """Return the comment of a row."""
    (
        number,
        site,
        page,
        parent,
        name,
        url,
        author,
        text,
        html,
        folded,
        language,
        state,
        state_before_trash,
        version,
        spam_probability,
        model,
        rule,
        created_at,
        edited_at,
        campaign,
    ) = row
    return Comment(
        id=CommentId(number),
        site=SiteId(site),
        page=PageKey(page),
        parent=None if parent is None else CommentId(parent),
        name=name,
        url=url,
        author=None if author is None else AuthorId(author),
        text=text,
        html=html,
        folded=folded,
        language=language,
        state=State(state),
        state_before_trash=None if state_before_trash is None else State(state_before_trash),
        version=version,
        spam_probability=spam_probability,
        model=model,
        rule=rule,
        created_at=created_at,
        edited_at=edited_at,
        campaign=None if campaign is None else CampaignId(campaign),
    )
