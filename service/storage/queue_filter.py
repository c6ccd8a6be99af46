"""Which comments a filter of the queue means, as conditions of SQL."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, exists, select

from service.storage.tables import COMMENT, PAGE
from service.storage.teamwork_tables import CLAIM
from service.use_cases.queue import QueueFilter

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import ColumnElement

_C = COMMENT.c
_WORD = "word_"
_HOLD = "hold_"
_LIVE = CLAIM.c.until > bindparam("now")
_CLAIMED = select(CLAIM.c.comment_id).where(_LIVE)
_CONDITIONS: Mapping[str, ColumnElement[bool]] = {
    "site": _C.site_id == bindparam("site"),
    "within": _C.site_id.in_(bindparam("within", expanding=True)),
    "state": _C.state == bindparam("state"),
    "page": PAGE.c.key == bindparam("page"),
    "author": _C.author_id == bindparam("author"),
    "campaign": _C.campaign_id == bindparam("campaign"),
    "rule": _C.rule == bindparam("rule"),
    "min_score": _C.spam_probability >= bindparam("min_score"),
    "max_score": _C.spam_probability <= bindparam("max_score"),
    "language": _C.language == bindparam("language"),
    "since": _C.created_at >= bindparam("since"),
    "until": _C.created_at < bindparam("until"),
    # What is claimed is little, so that it is looked up from the claims; of what is free there may be a million.
    "hold_free": ~exists().where(CLAIM.c.comment_id == _C.id, _LIVE).correlate(COMMENT),
    "hold_mine": _C.id.in_(_CLAIMED.where(CLAIM.c.actor == bindparam("hold_mine"))),
    "hold_taken": _C.id.in_(_CLAIMED.where(CLAIM.c.actor != bindparam("hold_taken"))),
}
_OWN_WAY = {"text", "claimed", "asker", "now"}


def parameters(wanted: QueueFilter) -> dict[str, Any]:
    """Return what a filter binds: one parameter for each thing asked, and one for each word."""
    asked = {one.name: getattr(wanted, one.name) for one in fields(QueueFilter) if one.name not in _OWN_WAY}
    bound: dict[str, Any] = {name: value for name, value in asked.items() if value is not None}
    if wanted.within is not None:
        bound["within"] = sorted(wanted.within)
    if wanted.claimed is not None:
        bound[_HOLD + wanted.claimed] = wanted.asker
    bound["now"] = wanted.now
    return bound | {f"{_WORD}{number}": _pattern(word) for number, word in enumerate(wanted.text.split())}


def conditions(bound: frozenset[str]) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions of parameters that :func:`parameters` named, others apart; they join comment and page."""
    # Whoever names a site was asked whether it is open to them: only those who name none are kept within theirs.
    for name in sorted(bound - ({"within"} if "site" in bound else set())):
        if name.startswith(_WORD):
            yield _C.folded.like(bindparam(name), escape="\\")
        elif name in _CONDITIONS:
            yield _CONDITIONS[name]


def _pattern(word: str) -> str:
    """Return a LIKE pattern for texts that contain *word* as it is."""
    return "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
