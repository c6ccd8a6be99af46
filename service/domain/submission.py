"""What a visitor sent, read once: every field normalised, measured and judged usable or not."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from uuid import UUID

from service.domain.comment import CommentId
from service.domain.fields import LIMITS, Field, FieldFault, FieldProblem
from service.domain.page import PageKey, canonical_page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.domain.site import Site

MAX_MARKS = 30
"""Combining marks in a row that a text may hold: UAX #15, section 13 (Stream-Safe Text Format)."""

# Bidirectional overrides, embeddings and isolates (UAX #9, section 2): in a name they rearrange the line around it.
_BIDI = "\u202a-\u202e\u2066-\u2069"
_NOT_IN_LINES = re.compile(rf"[\x00-\x1f\x7f-\x9f\u2028\u2029{_BIDI}]")
_NOT_IN_TEXTS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_MARKS = re.compile(
    r"[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff"
    r"\u20d0-\u20ff\ufe20-\ufe2f]" + f"{{{MAX_MARKS + 1},}}"
)
# Letters that take room and show nothing: Hangul fillers, Braille blank, Khmer inherent vowels.
_BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0\u2800\u17b4\u17b5")


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """A readable submission.

    Attributes:
        page: Canonical key of the page.
        email: The address as typed; it leaves this object only to be sealed.
        trap: Content of the field that people do not see.
        stamp: The form's signed, dated stamp, or ``""``.
        others: as in :class:`service.domain.comment.Comment`.
    """

    page: PageKey
    page_title: str = ""
    parent: CommentId | None = None
    name: str = ""
    email: str = field(default="", repr=False)
    url: str | None = None
    text: str
    language: str
    stamp: str = ""
    trap: str = ""


def read_submission(
    fields: Mapping[Field, object], site: Site, language: str
) -> tuple[Submission | None, tuple[FieldProblem, ...]]:
    """Read the fields of a submission as the site wants them.

    Nothing is repaired: what cannot be used is named, and everything that is wrong is named at once. The e-mail address
    is only measured here; whether it is one is for the e-mail adapter.

    Args:
        fields: What was sent, by field; a missing or ``None`` value counts as empty.
        site: Says what is required, and which hosts are its own.
        language: Language to note if the submission names none.

    Returns:
        The submission (``None`` if a field is unusable) and the problems, in the order of :class:`Field`.
    """
    problems: list[FieldProblem] = []
    values = {name: _read(name, fields.get(name), problems) for name in Field}
    for name in Field:
        if name in site.required and not any(problem.field == name for problem in problems) and is_blank(values[name]):
            problems.append(FieldProblem(field=name, code=FieldFault.MISSING))
    page = _page(values[Field.PAGE], site, problems)
    parent = _parent(values[Field.PARENT], problems)
    url = _website(values[Field.URL], problems)
    if problems:
        order = list(Field)
        return None, tuple(sorted(problems, key=lambda problem: order.index(Field(problem.field))))
    return (
        Submission(
            page=page,
            page_title=values[Field.PAGE_TITLE].strip(),
            parent=parent,
            name=values[Field.NAME].strip(),
            email=values[Field.EMAIL].strip(),
            url=url,
            text=values[Field.TEXT],
            language=values[Field.LANGUAGE].strip() or language,
            stamp=values[Field.STAMP],
            trap=values[Field.TRAP],
        ),
        (),
    )


def is_blank(text: str) -> bool:
    """Return whether a reader would see nothing at all."""
    return all(
        character.isspace()
        or character in _BLANK_LETTERS
        or unicodedata.category(character) in {"Cf", "Cc", "Cn", "Co", "Cs", "Mn", "Me"}
        for character in text
    )


def _read(name: Field, value: object, problems: list[FieldProblem]) -> str:
    """Return one field as text, as typed; ``""`` after noting what makes it unusable."""
    if value is None:
        return ""
    if not isinstance(value, str):
        problems.append(FieldProblem(field=name, code=FieldFault.WRONG_TYPE))
        return ""
    found = _fault(name, value)
    if found is None:
        return value
    problems.append(found)
    return ""


def _fault(name: Field, value: str) -> FieldProblem | None:
    """Return what makes a text unusable for any field of its kind, or ``None``."""
    if _SURROGATES.search(value):
        return FieldProblem(field=name, code=FieldFault.NOT_TEXT)
    length = len(unicodedata.normalize("NFC", value).replace("\r\n", "\n"))
    if length > LIMITS[name]:
        return FieldProblem(field=name, code=FieldFault.TOO_LONG, values={"limit": LIMITS[name], "length": length})
    forbidden = _NOT_IN_TEXTS if name in {Field.TEXT, Field.TRAP} else _NOT_IN_LINES
    if forbidden.search(value):
        return FieldProblem(field=name, code=FieldFault.CONTROL_CHARACTERS)
    if _MARKS.search(value):
        return FieldProblem(field=name, code=FieldFault.TOO_MANY_MARKS, values={"limit": MAX_MARKS})
    return None


def _page(value: str, site: Site, problems: list[FieldProblem]) -> PageKey:
    """Return the page's key; note a value that is none."""
    if any(problem.field == Field.PAGE for problem in problems):
        return PageKey("")
    if is_blank(value):
        problems.append(FieldProblem(field=Field.PAGE, code=FieldFault.MISSING))
        return PageKey("")
    try:
        return canonical_page(value, site.own_hosts)
    except ValueError:
        problems.append(FieldProblem(field=Field.PAGE, code=FieldFault.INVALID_PAGE))
        return PageKey("")


def _parent(value: str, problems: list[FieldProblem]) -> CommentId | None:
    """Return the id of the comment replied to; WordPress sends 0 for none."""
    if value.strip() in {"", "0"}:
        return None
    try:
        return CommentId(UUID(value.strip()))
    except ValueError:
        problems.append(FieldProblem(field=Field.PARENT, code=FieldFault.UNKNOWN_PARENT))
        return None


def _website(value: str, problems: list[FieldProblem]) -> str | None:
    """Return a website that is safe to link to; note any that is not."""
    value = value.strip()
    if value in {"", "http://", "https://"}:
        return None
    address = value if re.match(r"[a-z][a-z0-9+.-]*:", value, re.IGNORECASE) else "https://" + value
    try:
        parts = urlsplit(address)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and "." in (parts.hostname or "")
        usable = usable and parts.username is None and not re.search(r"[\s<>\"'`\\]", address)
        _ = parts.port
    except ValueError:
        usable = False
    if not usable:
        problems.append(FieldProblem(field=Field.URL, code=FieldFault.INVALID_URL))
        return None
    return address
