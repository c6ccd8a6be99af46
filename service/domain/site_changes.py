"""Changes to a site's settings, read once: every field measured, and everything that is wrong named at once."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NoReturn

from service.domain.aim import GREATEST_RATIO, MOST_A_DAY, Aim
from service.domain.errors import InvalidSettings
from service.domain.fields import Field, FieldFault, FieldProblem
from service.domain.policy import Mode, Policy
from service.domain.site import Site, is_origin
from service.domain.workload import Thresholds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    Reader = Callable[[object], Any]

TITLE, ENTRY = 200, 200
"""Greatest lengths of a title and of an entry of a list, in characters."""

ORIGINS, ENTRIES = 50, 1_000
"""Greatest numbers of origins and of entries of a word list: each is looked for in every comment."""

MOST_LINKS = 1_000
MOST_APPROVED = 1_000_000
SLOWEST_FORM = 3_600
"""Greatest ``fastest_form``, in seconds."""

MOST_DAYS = 90
"""How far back a trial looks at most."""


class _Unusable(Exception):
    """One value cannot be used. Nobody sees this but the reader of its object."""

    def __init__(self, fault: FieldFault, place: str = "", **values: int) -> None:
        super().__init__(fault)
        self.fault, self.place, self.values = fault, place, values


def read_changes(site: Site, sent: Mapping[str, object], languages: Iterable[str]) -> Site:
    """Return a site with what was sent changed; what is not named stays.

    Args:
        site: As it is.
        sent: Fields as they came, ``policy`` as an object of its own.
        languages: Those that forms can speak.

    Raises:
        InvalidSettings: Fields are unusable.
    """
    readers: dict[str, Reader] = {
        "title": _line(TITLE),
        "language": _one_of({name: name for name in languages}),
        "origins": _list_of(_origin, ORIGINS),
        "required": _required,
        "listed_pages_only": _truth,
        "closed": _truth,
        "policy": _object,
    }
    problems: list[FieldProblem] = []
    changed = _read(sent, readers, "", problems)
    if "policy" in changed:
        changed["policy"] = _policy(site.policy, changed["policy"], problems, aims=True)
    if problems:
        raise InvalidSettings(tuple(problems))
    return replace(site, **changed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a trial is to be about.

    Attributes:
        span: How far back it looks.
        policy: The policy on trial.
    """

    span: timedelta
    policy: Policy


def read_trial(policy: Policy, sent: Mapping[str, object]) -> Wanted:
    """Return what is to be tried. An aim cannot be: try the thresholds that follow from it.

    Raises:
        InvalidSettings: Fields are unusable.
    """
    problems: list[FieldProblem] = []
    found = _read({"days": None, **sent}, {"days": _whole(1, MOST_DAYS), "policy": _object}, "", problems)
    tried = _policy(policy, found.get("policy", {}), problems, aims=False)
    if problems:
        raise InvalidSettings(tuple(problems))
    return Wanted(span=timedelta(days=found["days"]), policy=tried)


def _policy(policy: Policy, sent: Mapping[str, object], problems: list[FieldProblem], *, aims: bool) -> Policy:
    """Return a policy with what was sent changed; where that cannot be, the problems grow."""
    readers = {**_POLICY, "aim": _nothing_or_object} if aims else _POLICY
    changed = _read(sent, readers, "policy.", problems)
    if (aim := changed.get("aim")) is not None:
        values = _read(aim, _AIM, "policy.aim.", problems)
        strangers = values.pop("strangers", None)
        changed["aim"] = Aim(strangers=Thresholds.of(policy).strangers if strangers is None else strangers, **values)
        if policy.aim is not None and replace(policy.aim, followed="") == changed["aim"]:
            changed["aim"] = policy.aim
    return replace(policy, **changed)


def _read(
    sent: Mapping[str, object], readers: Mapping[str, Reader], prefix: str, problems: list[FieldProblem]
) -> dict[str, Any]:
    """Return the values that can be used, and name those that cannot."""
    values: dict[str, Any] = {}
    for name, value in sent.items():
        try:
            values[name] = readers.get(name, _unknown)(value)
        except _Unusable as error:
            # A name that nobody knows may be anything: it is repeated only as far as it can be read.
            field = prefix + "".join(sign if sign.isprintable() else "?" for sign in name[:ENTRY]) + error.place
            problems.append(FieldProblem(field=field, code=error.fault, values=error.values))
    return values


def _unknown(_: object) -> NoReturn:
    """Refuse a field that nobody knows: a misspelt one would otherwise look as if it were set."""
    raise _Unusable(FieldFault.UNKNOWN_SETTING)


def _number(low: int, high: int) -> Reader:
    """Read a number in [low, high]; JSON's ``true`` is none."""

    def read(value: object) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise _Unusable(FieldFault.NOT_A_NUMBER)
        if not low <= value <= high:
            raise _Unusable(FieldFault.OUT_OF_RANGE, low=low, high=high)
        return value

    return read


def _whole(low: int, high: int) -> Reader:
    """Read a whole number in [low, high]."""

    def read(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise _Unusable(FieldFault.NOT_A_WHOLE_NUMBER)
        if not low <= value <= high:
            raise _Unusable(FieldFault.OUT_OF_RANGE, low=low, high=high)
        return value

    return read


def _truth(value: object) -> bool:
    """Read yes or no."""
    if not isinstance(value, bool):
        raise _Unusable(FieldFault.NOT_YES_OR_NO)
    return value


def _one_of(choices: Mapping[str, object]) -> Reader:
    """Read one of a few words."""

    def read(value: object) -> object:
        if not isinstance(value, str) or value not in choices:
            raise _Unusable(FieldFault.UNKNOWN_VALUE)
        return choices[value]

    return read


def _line(limit: int) -> Reader:
    """Read a line with something to see in it."""

    def read(value: object) -> str:
        if not isinstance(value, str):
            raise _Unusable(FieldFault.WRONG_TYPE)
        kinds = {unicodedata.category(sign) for sign in value}
        if "Cs" in kinds:
            raise _Unusable(FieldFault.NOT_TEXT)
        if kinds & {"Cc", "Zl", "Zp"}:
            raise _Unusable(FieldFault.CONTROL_CHARACTERS)
        if not value.strip():
            raise _Unusable(FieldFault.MISSING)
        if len(value) > limit:
            raise _Unusable(FieldFault.TOO_LONG, limit=limit, length=len(value))
        return value

    return read


def _list_of(read_one: Reader, most: int) -> Reader:
    """Read a list; the place of an entry that cannot be used is told."""

    def read(value: object) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise _Unusable(FieldFault.NOT_A_LIST)
        if len(value) > most:
            raise _Unusable(FieldFault.TOO_MANY, limit=most)
        found = []
        for number, entry in enumerate(value):
            try:
                found.append(read_one(entry))
            except _Unusable as error:
                raise _Unusable(error.fault, f".{number}", **error.values) from error
        return tuple(found)

    return read


def _origin(value: object) -> str:
    """Read a web origin."""
    if not isinstance(value, str) or not is_origin(value):
        raise _Unusable(FieldFault.INVALID_ORIGIN)
    return value


def _required(value: object) -> frozenset[Field]:
    """Read which fields are required; the text always is."""
    able = (Field.NAME, Field.EMAIL, Field.URL, Field.TEXT)
    return frozenset({Field.TEXT, *_list_of(_one_of({str(one): one for one in able}), len(able))(value)})


def _object(value: object) -> Mapping[str, object]:
    """Read an object, whatever is in it."""
    if not isinstance(value, dict):
        raise _Unusable(FieldFault.NOT_AN_OBJECT)
    return value


def _nothing_or_object(value: object) -> Mapping[str, object] | None:
    """Read an object, or nothing."""
    return None if value is None else _object(value)


def _seconds(value: object) -> timedelta:
    """Read a duration."""
    return timedelta(seconds=_number(0, SLOWEST_FORM)(value))


def _a_day(value: object) -> float | None:
    """Read how many comments are to be read a day, or that as many as pay are; no aim is at none."""
    if value is None:
        return None
    number: float = _number(0, MOST_A_DAY)(value)
    if not number:
        raise _Unusable(FieldFault.OUT_OF_RANGE, low=0, high=MOST_A_DAY)
    return number


_PROBABILITY = _number(0, 1)
_WORDS = _list_of(_line(ENTRY), ENTRIES)
_POLICY: Mapping[str, Reader] = {
    "mode": _one_of({mode.value: mode for mode in Mode}),
    "spam_probability": _PROBABILITY,
    "doubtful_probability": _PROBABILITY,
    "stranger_probability": _PROBABILITY,
    "links_allowed": _whole(0, MOST_LINKS),
    "trusted_after": _whole(1, MOST_APPROVED),
    "fastest_form": _seconds,
    "blocked_names": _WORDS,
    "blocked_links": _WORDS,
    "blocked_words": _WORDS,
    "second_opinions": _PROBABILITY,
}
_AIM: Mapping[str, Reader] = {
    "read_per_day": _a_day,
    "cost_ratio": _number(1, GREATEST_RATIO),
    "strangers": _PROBABILITY,
}
