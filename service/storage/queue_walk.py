"""Walks the orders of the queue by their indexes, and looks at no more rows than is stated, whatever a filter asks.

Where an index serves all of a filter, its rows are the answer. Where it does not (a rule, a language, a score in an
order by time …) rows are looked at in the index's order, at most so many, and the listing goes on from there.
"""

from __future__ import annotations

from functools import lru_cache
from heapq import merge
from itertools import islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Text, bindparam, func, literal, select, tuple_
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from service.domain.comment import CommentId
from service.domain.lifecycle import State
from service.storage.database import connection
from service.storage.queue_filter import conditions, is_of_words
from service.storage.tables import COMMENT
from service.use_cases.learning_order import MIDDLE, SAMPLED_BELOW
from service.use_cases.queue import BY_TIME, DOWNWARDS, Line, Place, QueueOrder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from sqlalchemy import Row, Select

A_LOOK = 1_000
"""Rows looked at first, by which most pages are full."""

MOST_LOOKED_AT = 20_000
"""Rows looked at for one answer; with a million comments some 15 ms by time, and 60 ms by score."""

MOST_SITES = 20
"""Sites that are walked one by one and united; of more, the index over all sites is walked and sifted."""

_C = COMMENT.c


class _LastDigits(FunctionElement[str]):
    """The last two hexadecimal digits of an id: its last byte."""

    inherit_cache = True
    type = Text()


@compiles(_LastDigits, "sqlite")
def _of_text(element: _LastDigits, compiler: Any, **more: Any) -> str:  # noqa: ANN401 - as SQLAlchemy calls it
    """Ids are 32 digits there."""
    return f"substr({compiler.process(element.clauses, **more)}, 31)"


@compiles(_LastDigits, "postgresql")
def _of_uuid(element: _LastDigits, compiler: Any, **more: Any) -> str:  # noqa: ANN401 - as above
    """With hyphens."""
    return f"substr(CAST({compiler.process(element.clauses, **more)} AS TEXT), 35)"


_CHOSEN = [f"{byte:02x}" for byte in range(SAMPLED_BELOW)]
_HALF = literal(MIDDLE)
_LINES: Mapping[str, Callable[[ColumnElement[Any]], ColumnElement[bool]]] = {
    "above": lambda value: value >= _HALF,
    "below": lambda value: value < _HALF,
    "sampled": lambda _: _LastDigits(_C.id).in_(_CHOSEN),
    "unsampled": lambda _: _LastDigits(_C.id).not_in(_CHOSEN),
}
"""Conditions of lines within an order, by what it is ordered by; they bind nothing."""

_SCORES = frozenset({"min_score", "max_score"})
_SIFTED = frozenset({"rule", "language", "within", "sampled", "hold_mine", "hold_taken"}) | _SCORES
_SIFTED_BY_SCORE = frozenset({"since", "until"})
_FEW = frozenset({"found", "author"})


def line_of(order: QueueOrder, bound: Mapping[str, Any], limit: int, looks: tuple[int, ...], *lines: str) -> Line:
    """Return places of an order, walking the index in parts if the filter is about several sites or states."""
    apiece = list(apart(bound))
    looks = shared(looks, len(apiece))
    parts = [
        Line(tuple(Place(row[0], CommentId(row[1])) for row in rows), reached)
        for rows, reached in (walk(places, order, one, limit, looks, *lines) for one in apiece)
    ]
    return parts[0] if len(parts) == 1 else united(parts, order, limit)


def shared(looks: tuple[int, ...], lines: int) -> tuple[int, ...]:
    """Return how many rows each of several lines looks at, so that all of them together keep the bound."""
    return tuple(max(1, look // lines) for look in looks)


def apart(bound: Mapping[str, Any], *, states: bool = True) -> Iterator[dict[str, Any]]:
    """Yield parameters that each have a site and a state, as the indexes begin, where there are not too many."""
    few = bool(_FEW & bound.keys())
    within = bound.get("within", ())
    split = not few and "site" not in bound and 0 < len(within) <= MOST_SITES and "campaign" not in bound
    sites = [{"site": site} for site in within] if split else [{}]
    each = [{"state": state.value} for state in State] if states and not few and "state" not in bound else [{}]
    return ({**bound, **site, **state} for site in sites for state in each)


def united(parts: list[Line], order: QueueOrder, limit: int) -> Line:
    """Return the places of several lines as one; where one of them stopped early, nothing behind that is known."""

    def key(place: Place) -> Any:  # noqa: ANN401 - a moment or a number, and an id
        return place.value, place.comment

    down = order in DOWNWARDS
    stops = [part.reached for part in parts if part.reached is not None]
    stop = (max if down else min)(stops, key=key) if stops else None
    places = merge(*(part.places for part in parts), key=key, reverse=down)
    known = [
        place
        for place in islice(places, limit)
        if stop is None or (key(place) >= key(stop) if down else key(place) <= key(stop))
    ]
    return Line(tuple(known), stop if len(known) < limit else None)


def walk(
    statement: Callable[[QueueOrder, frozenset[str]], Select[Any]],
    order: QueueOrder,
    bound: Mapping[str, Any],
    limit: int,
    looks: tuple[int, ...],
    *lines: str,
) -> tuple[Sequence[Row[*tuple[Any, ...]]], Place | None]:
    """Return rows of one line and where looking stopped, if it did before there were *limit*.

    Args:
        statement: Makes the statement for an order and parameters: :func:`places`, or one of more columns.
        order: The order.
        bound: What is asked, ``value`` and ``last`` of the place to begin behind among it.
        limit: Greatest number of rows.
        looks: How many rows to look at, less first.
        lines: Which lines of the order.
    """
    link = connection()
    named = frozenset({*bound, *lines})
    values = {**bound, "limit": limit}
    if not sifted(order, named):
        return link.execute(statement(order, named), values).all(), None
    rows: Sequence[Row[*tuple[Any, ...]]] = ()
    stop: Place | None = None
    for look in looks:
        stop = end_of(order, bound, look, *lines)
        if stop is None:
            return link.execute(statement(order, named), values).all(), None
        ended = {**values, "end": stop.value, "end_id": stop.comment}
        rows = link.execute(statement(order, named | {"end"}), ended).all()
        if len(rows) >= limit:
            return rows, None
    return rows, stop


def end_of(order: QueueOrder, bound: Mapping[str, Any], look: int, *lines: str) -> Place | None:
    """Return the last of so many places that the index of an order serves; ``None`` if there are fewer."""
    if _FEW & bound.keys():
        return None
    named = frozenset({*bound, *lines})
    # In the orders by score a range of scores is one of the index, too.
    served = (named - sifted(order, named)) | {"look"} | (frozenset() if order in BY_TIME else named & _SCORES)
    row = connection().execute(places(order, served), {**bound, "limit": 1, "look": look - 1}).first()
    return None if row is None else Place(row[0], CommentId(row[1]))


def sifted(order: QueueOrder, named: frozenset[str]) -> frozenset[str]:
    """Return which parameters the index of an order does not serve: those whose rows would all be looked at."""
    if _FEW & named:
        return frozenset()
    unserved = _SIFTED if order in BY_TIME else _SIFTED | _SIFTED_BY_SCORE
    if "site" in named:
        unserved -= {"within"}
    return named & unserved | {name for name in named if is_of_words(name)}


@lru_cache(maxsize=512)
def places(order: QueueOrder, named: frozenset[str]) -> Select[Any]:
    """Return the statement for places alone, which the index of the order holds."""
    return in_order(select(_value(order), _C.id), order, named)


def in_order(statement: Select[Any], order: QueueOrder, named: frozenset[str], *, ordered: bool = True) -> Select[Any]:
    """Return a statement about comments for one kind of query, by its parameters; not *ordered*, it has no limit."""
    value = _served(order, named)
    asked = named - _SCORES if "look" in named else named
    statement = statement.where(*conditions(asked), *(_LINES[name](value) for name in sorted(named & _LINES.keys())))
    if order not in BY_TIME:
        # The conditions of a filter are about the probability, which may be missing; the index is not.
        statement = statement.where(
            *([value >= bindparam("min_score")] if "min_score" in named else ()),
            *([value <= bindparam("max_score")] if "max_score" in named else ()),
        )
    down = order in DOWNWARDS
    here = tuple_(value, _C.id)
    if "last" in named:
        place = tuple_(bindparam("value", type_=_value(order).type), bindparam("last", type_=_C.id.type))
        statement = statement.where(here < place if down else here > place)
    if "end" in named:
        end = tuple_(bindparam("end", type_=_value(order).type), bindparam("end_id", type_=_C.id.type))
        statement = statement.where(here >= end if down else here <= end)
    if not ordered:
        return statement
    statement = statement.order_by(*((value.desc(), _C.id.desc()) if down else (value, _C.id)))
    statement = statement.limit(bindparam("limit"))
    return statement.offset(bindparam("look")) if "look" in named else statement


def _value(order: QueueOrder) -> ColumnElement[Any]:
    """Return what an order is by."""
    return _C.created_at if order in BY_TIME else _C.spam_order


def _served(order: QueueOrder, named: frozenset[str]) -> ColumnElement[Any]:
    """Return what to order by: itself where its index is to be walked, else something that has to be sorted.

    SQLite has no numbers to choose by, and would go through a whole queue for the comments of one author.
    """
    value = _value(order)
    sort = bool(_FEW & named) or (order not in BY_TIME and bool({"campaign", "page"} & named))
    return func.coalesce(value, value) if sort else value
