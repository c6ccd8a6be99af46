"""Counts comments as moderators filter them, and looks at no more rows than is stated."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from service.domain.campaign import CampaignId
from service.domain.lifecycle import State
from service.storage.database import connection
from service.storage.queue_filter import is_of_words, parameters
from service.storage.queue_walk import A_LOOK, apart, end_of, in_order, line_of, sifted
from service.storage.search import found
from service.storage.tables import COMMENT
from service.use_cases.count_comments import MOST_GROUPS, Counts, Group
from service.use_cases.queue import QueueOrder

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Select

    from service.use_cases.queue import QueueFilter

MOST_COUNTED = 100_000
"""Comments counted in each state, the newest; 8 ms."""

MOST_LOOKED_AT = 20_000
"""Comments looked into in each state, the newest: for rules, campaigns, and filters that no index serves; 20 ms."""

MOST_READ = 2_000
"""Comments whose texts are looked through in each state for words that many hold; 40 ms."""

_MOST_OF_A_SITE = 5 * MOST_GROUPS  # so that what is in twentieth place on each of several sites is not missed
_OFTEN = 20
_C = COMMENT.c
_NEWEST = QueueOrder.NEWEST


class SqlCommentCounts:
    """Implements :class:`service.use_cases.count_comments.CommentCounts`."""

    def counts(self, wanted: QueueFilter) -> Counts:
        """Return how many comments a filter means; see the port."""
        bound = {name: value for name, value in parameters(wanted).items() if name != "state"}
        if wanted.text and not _many(bound):
            bound |= found(wanted)
        states, more = dict.fromkeys(State, 0), set[State]()
        waiting: list[dict[str, Any]] = []
        partly = False
        lines = [{"state": state.value, **line} for state in State for line in apart(bound, states=False)]
        shares = len(lines) // len(State)
        for line in lines:
            state = State(line["state"])
            unserved = sifted(_NEWEST, frozenset(line))
            deep = MOST_READ if any(map(is_of_words, unserved)) else MOST_LOOKED_AT
            whole = _ended(line, (deep if unserved else MOST_COUNTED) // shares)
            states[state] += connection().execute(_counted(frozenset(whole)), whole).scalar_one()
            more |= {state} if "end" in whole else set()
            if state is State.PENDING:
                looked = _ended(line, deep // shares)
                partly = partly or "end" in looked
                waiting.append(looked)
        return Counts(
            states=states,
            more=frozenset(more),
            rules=_rules(waiting),
            campaigns=_campaigns(waiting),
            partly=partly,
        )


def _many(bound: Mapping[str, Any]) -> bool:
    """Return whether words are met so often on the way that asking the index would cost more than it saves."""
    newest = line_of(_NEWEST, {**bound, "state": State.PENDING.value}, _OFTEN, (A_LOOK,))
    return len(newest.places) == _OFTEN


def _ended(line: Mapping[str, Any], most: int) -> dict[str, Any]:
    """Return the parameters of a line, ended where so many were looked at."""
    end = end_of(_NEWEST, line, most)
    return {**line, "end": end.value, "end_id": end.comment} if end else dict(line)


def _rules(lines: list[dict[str, Any]]) -> tuple[tuple[str, int], ...]:
    """Return the rules of comments, most first."""
    counts: dict[str, int] = {}
    for line in lines:
        for rule, count in connection().execute(_grouped(frozenset(line), "rule"), line).all():
            counts[rule] = counts.get(rule, 0) + count
    return tuple(sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:MOST_GROUPS])


def _campaigns(lines: list[dict[str, Any]]) -> tuple[Group, ...]:
    """Return the campaigns of comments, most first."""
    groups: dict[CampaignId, Group] = {}
    for line in lines:
        for number, count, text in connection().execute(_grouped(frozenset(line), "campaign_id"), line).all():
            campaign = CampaignId(number)
            before = groups.get(campaign)
            groups[campaign] = Group(campaign, count + (before.count if before else 0), text)
    return tuple(sorted(groups.values(), key=lambda one: (-one.count, one.campaign))[:MOST_GROUPS])


@lru_cache(maxsize=256)
def _counted(named: frozenset[str]) -> Select[Any]:
    """Return the statement that counts comments."""
    return in_order(select(func.count()).select_from(COMMENT), _NEWEST, named, ordered=False)


@lru_cache(maxsize=256)
def _grouped(named: frozenset[str], by: str) -> Select[Any]:
    """Return the statement that counts groups of comments: by rule, or by campaign with one of its texts."""
    count = func.count()
    if by == "rule":
        statement = select(_C.rule, count).group_by(_C.rule)
    else:
        statement = select(_C.campaign_id, count, func.min(_C.text)).where(_C.campaign_id.is_not(None))
        # A comment that is alone founded a campaign of its own.
        statement = statement.group_by(_C.campaign_id).having(count > 1)
    narrowed = in_order(statement, _NEWEST, named, ordered=False)
    return narrowed.order_by(count.desc(), statement.selected_columns[0]).limit(_MOST_OF_A_SITE)
