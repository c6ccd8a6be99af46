"""Which comments a filter of the queue means, as conditions of SQL."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, exists, func, select

from service.domain.words import Search
from service.storage.tables import AUTHOR, COMMENT, PAGE
from service.storage.teamwork_tables import CLAIM
from service.use_cases.queue import QueueFilter

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import ColumnElement

_C = COMMENT.c
_PIECE, _PATTERN = "piece_", "pattern_"
_HOLD = "hold_"
_LIVE = CLAIM.c.until > bindparam("now")
_CLAIMED = select(CLAIM.c.comment_id).where(_LIVE)
_PAGES = select(PAGE.c.id).where(PAGE.c.key == bindparam("page"))
_AUTHORS_SITE = select(AUTHOR.c.site_id).where(AUTHOR.c.id == bindparam("author")).scalar_subquery()
_CONDITIONS: Mapping[str, ColumnElement[bool]] = {
    "site": _C.site_id == bindparam("site"),
    "within": _C.site_id.in_(bindparam("within", expanding=True)),
    "state": _C.state == bindparam("state"),
    "page": _C.page_id.in_(_PAGES),
    "author": (_C.author_id == bindparam("author")) & (_C.site_id == _AUTHORS_SITE),
    "campaign": _C.campaign_id == bindparam("campaign"),
    "rule": _C.rule == bindparam("rule"),
    "min_score": _C.spam_probability >= bindparam("min_score"),
    "max_score": _C.spam_probability <= bindparam("max_score"),
    "language": _C.language == bindparam("language"),
    "since": _C.created_at >= bindparam("since"),
    "until": _C.created_at < bindparam("until"),
    "hold_free": ~exists().where(CLAIM.c.comment_id == _C.id, _LIVE).correlate(COMMENT),
    "hold_mine": _C.id.in_(_CLAIMED.where(CLAIM.c.actor == bindparam("hold_mine"))),
    "hold_taken": _C.id.in_(_CLAIMED.where(CLAIM.c.actor != bindparam("hold_taken"))),
    "found": _C.id.in_(bindparam("found", expanding=True)),
}
_PAGE_OF_SITE = _C.page_id == _PAGES.where(PAGE.c.site_id == bindparam("site")).scalar_subquery()

_NARROW = (
    ("found", {"site", "within", "state", "author", "campaign"}),
    ("author", {"site", "state"}),
    ("campaign", {"site"}),
)
"""What names few comments, and what is then only looked at: SQLite knows no numbers, and would take its index."""


_OWN_WAY = {"text", "claimed", "asker", "now"}


def parameters(wanted: QueueFilter) -> dict[str, Any]:
    """Return what a filter binds: one parameter for each thing asked, and some for the words."""
    asked = {one.name: getattr(wanted, one.name) for one in fields(QueueFilter) if one.name not in _OWN_WAY}
    bound: dict[str, Any] = {name: value for name, value in asked.items() if value is not None}
    if wanted.within is not None:
        bound["within"] = sorted(wanted.within)
    if wanted.claimed is not None:
        bound[_HOLD + wanted.claimed] = wanted.asker
    bound["now"] = wanted.now
    search = Search.of(wanted.text)
    bound |= {f"{_PIECE}{number}": _containing(piece) for number, piece in enumerate(search.pieces)}
    return bound | {f"{_PATTERN}{number}": pattern for number, pattern in enumerate(search.patterns())}


def conditions(bound: frozenset[str]) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions of parameters that :func:`parameters` named, others apart; they are about comments alone.

    ``found`` may be added to them: the comments that :func:`service.storage.search.found` found, and no others.
    """
    passed_over = next((others for narrow, others in _NARROW if narrow in bound), set[str]())
    # Whoever names a site was asked whether it is open to them: only those who name none are kept within theirs.
    for name in sorted(bound - ({"within"} if "site" in bound else set())):
        if name.startswith(_PIECE):
            yield _C.folded.like(bindparam(name), escape="\\")
        elif name.startswith(_PATTERN):
            yield _C.folded.regexp_match(bindparam(name))
        elif name == "page" and "site" in bound:
            yield _PAGE_OF_SITE
        elif name in _CONDITIONS:
            yield _looked_at(name) if name in passed_over else _CONDITIONS[name]


def is_of_words(name: str) -> bool:
    """Return whether a parameter is about words."""
    return name.startswith((_PIECE, _PATTERN))


def of_words(bound: Mapping[str, Any]) -> dict[str, Any]:
    """Return those of the parameters that are about words."""
    return {name: value for name, value in bound.items() if is_of_words(name)}


def _looked_at(name: str) -> ColumnElement[bool]:
    """Return a condition that no index is taken for."""
    column = {"within": _C.site_id, "site": _C.site_id, "author": _C.author_id, "campaign": _C.campaign_id}
    here = column.get(name, _C.state)
    itself = func.coalesce(here, here)
    if name == "within":
        return itself.in_(bindparam("within", expanding=True))
    return itself == bindparam(name, type_=here.type)


def _containing(piece: str) -> str:
    """Return a LIKE pattern for texts that contain *piece* as it is."""
    return "%" + piece.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
