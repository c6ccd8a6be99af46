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
    from collections.abc import Iterable, Mapping

    from service.domain.site import Site

MAX_MARKS = 30
"""Combining marks in a row that a text may hold: UAX #15, section 13 (Stream-Safe Text Format)."""

# Bidirectional overrides, embeddings and isolates (UAX #9, section 2): in a name they rearrange the line around it.
_BIDI = "\u202a-\u202e\u2066-\u2069"
NOT_IN_LINES = re.compile(rf"[\x00-\x1f\x7f-\x9f\u2028\u2029{_BIDI}]")
NOT_IN_TEXTS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
"""What fields of one line, and of several, never hold."""
_SURROGATES = re.compile("[\ud800-\udfff]")
# Marks are no letters to ``\w``: a long run of what is neither may hold too many, and is then looked at one by one.
_MAYBE_MARKS = re.compile(rf"[^\w\s\x00-\x7f]{{{MAX_MARKS + 1},}}")
# Code points that Unicode reserves for characters that show nothing (Default_Ignorable_Code_Point, unassigned).
_RESERVED_BLANKS = re.compile("[\u2065\ufff0-\ufff8\U000e0000-\U000e0fff]")
# A language tag as far as its form goes (RFC 5646, section 2.1).
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
# What is left of a form's prefilled website if nothing is typed.
_NO_WEBSITE = frozenset({"", "http://", "https://"})
# A colon before a digit begins a port, not what follows a scheme.
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:(?!\d)", re.IGNORECASE)
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
        language: Language to note if the submission names none, or none that has the form of a tag.

    Returns:
        The submission (``None`` if a field is unusable) and the problems, in the order of :class:`Field`.
    """
    problems: list[FieldProblem] = []
    values = {name: _read(name, fields.get(name), problems) for name in Field}
    for name in Field:
        if (
            name in site.required
            and not any(problem.field == name for problem in problems)
            and _holds_nothing(name, values[name])
        ):
            problems.append(FieldProblem(field=name, code=FieldFault.MISSING))
    page = _page(values[Field.PAGE], site, problems)
    parent = _parent(values[Field.PARENT], problems)
    url = _website(values[Field.URL], problems)
    if problems:
        return None, in_field_order(problems)
    tag = values[Field.LANGUAGE].strip()
    return (
        Submission(
            page=page,
            page_title=values[Field.PAGE_TITLE].strip(),
            parent=parent,
            name="" if is_blank(values[Field.NAME]) else values[Field.NAME].strip(),
            email=values[Field.EMAIL].strip(),
            url=url,
            text=values[Field.TEXT],
            language=tag if _LANGUAGE_TAG.fullmatch(tag) else language,
            stamp=values[Field.STAMP],
            trap=values[Field.TRAP],
        ),
        (),
    )


def in_field_order(problems: Iterable[FieldProblem]) -> tuple[FieldProblem, ...]:
    """Return problems in the order of :class:`Field`."""
    order = list(Field)
    return tuple(sorted(problems, key=lambda problem: order.index(Field(problem.field))))


def is_blank(text: str) -> bool:
    """Return whether a reader would see nothing at all.

    A character that this Python's Unicode does not know yet is seen: it may be a new emoji.
    """
    return all(
        character.isspace()
        or character in _BLANK_LETTERS
        or unicodedata.category(character) in {"Cf", "Cc", "Co", "Cs", "Mn", "Me"}
        or _RESERVED_BLANKS.match(character) is not None
        for character in text
    )


def _holds_nothing(name: Field, value: str) -> bool:
    """Return whether a field counts as not filled in."""
    return is_blank(value) or (name is Field.URL and value.strip() in _NO_WEBSITE)


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
    forbidden = NOT_IN_TEXTS if name in {Field.TEXT, Field.TRAP} else NOT_IN_LINES
    if forbidden.search(value):
        return FieldProblem(field=name, code=FieldFault.CONTROL_CHARACTERS)
    if _has_too_many_marks(value):
        return FieldProblem(field=name, code=FieldFault.TOO_MANY_MARKS, values={"limit": MAX_MARKS})
    return None


def _has_too_many_marks(text: str) -> bool:
    """Return whether more than ``MAX_MARKS`` combining marks stand in a row."""
    for run in _MAYBE_MARKS.finditer(text):
        marks = 0
        for character in run.group():
            marks = marks + 1 if unicodedata.category(character) in {"Mn", "Me"} else 0
            if marks > MAX_MARKS:
                return True
    return False


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
    if value in _NO_WEBSITE:
        return None
    address = value if _SCHEME.match(value) else "https://" + value
    if not _is_safe_link(address):
        problems.append(FieldProblem(field=Field.URL, code=FieldFault.INVALID_URL))
        return None
    if len(address) > LIMITS[Field.URL]:
        values = {"limit": LIMITS[Field.URL], "length": len(address)}
        problems.append(FieldProblem(field=Field.URL, code=FieldFault.TOO_LONG, values=values))
        return None
    return address


def _is_safe_link(address: str) -> bool:
    """Return whether an address is of a web page on a named host, with nothing in it that could leave an attribute."""
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return False
    labels = (parts.hostname or "").removesuffix(".").split(".")
    return (
        parts.scheme in {"http", "https"}
        and len(labels) > 1
        and all(labels)
        and parts.username is None
        and not re.search(r"[\s<>\"'`\\]", address)
    )
