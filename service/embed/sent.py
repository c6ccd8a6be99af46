"""A posted form as it came: read without losing a letter, whatever its encoding."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote_to_bytes

from service.domain.fields import Field

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

TRAP = "topic"
"""Name of the field that people do not see. No browser fills such a field in by itself, and many a program does."""

FIELDS: Mapping[Field, str] = {
    Field.TEXT: "comment",
    Field.NAME: "author",
    Field.EMAIL: "email",
    Field.URL: "url",
    Field.PAGE: "page",
    Field.PAGE_TITLE: "page_title",
    Field.PARENT: "parent_id",
    Field.STAMP: "stamp",
    Field.TRAP: TRAP,
}
"""Each field's name in the form, in the form's order; those of WordPress wherever it has one."""

MAX_KEY = 64
"""Greatest length of the form's own key, in characters; a longer one is none of ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What a form sent.

    Attributes:
        values: By the names of the form's inputs; undecodable bytes stand as lone surrogates.
    """

    values: Mapping[str, str] = field(default_factory=dict, repr=False)

    def get(self, name: str) -> str:
        """Return one input's value, ``""`` if it was not sent."""
        return self.values.get(name, "")

    @property
    def fields(self) -> Mapping[Field, object]:
        """The fields of the submission, under the names the core knows."""
        fields: dict[Field, object] = {field: self.get(name) for field, name in FIELDS.items()}
        fields[Field.PAGE] = self.page
        fields[Field.PARENT] = self.get("parent_id") or self.get("comment_parent")
        fields[Field.TRAP] = self.get(TRAP) or self.get("trap")
        return fields

    @property
    def page(self) -> str:
        """The page; a WordPress form names it by its number."""
        post = self.get("comment_post_ID")
        return self.get("page") or (f"/?p={quote(post, errors='surrogateescape')}" if post else "")

    @property
    def key(self) -> str | None:
        """By which the same form sent twice is known, or ``None``."""
        once = self.get("once")
        return f"form:{once}" if 0 < len(once) <= MAX_KEY and once.isascii() and once.isprintable() else None

    @property
    def shown(self) -> Mapping[str, str]:
        """The values as a page can show them: what is not UTF-8 is read as browsers read it, as Windows-1252."""
        return {name: _showable(value) for name, value in self.values.items()}


def read_form(body: bytes) -> Sent:
    """Read an ``application/x-www-form-urlencoded`` body. It never fails; broken escapes stay as they are."""
    pairs = (pair.partition(b"=") for pair in body.split(b"&") if pair)
    return read_pairs((_unquoted(name), _unquoted(value)) for name, _, value in pairs)


def read_pairs(pairs: Iterable[tuple[str, str]]) -> Sent:
    """Return the form of decoded pairs. Of a name sent twice the last counts, as WordPress reads it."""
    return Sent(values={name: value.replace("\r\n", "\n") for name, value in pairs})


def _unquoted(quoted: bytes) -> str:
    """Undo the form encoding of one name or value."""
    return unquote_to_bytes(quoted.replace(b"+", b" ")).decode("utf-8", "surrogateescape")


def _showable(value: str) -> str:
    """Return *value* without lone surrogates."""
    try:
        value.encode()
    except UnicodeEncodeError:
        # Escaped bytes are what UTF-8 could not read; a surrogate that came as UTF-8 (CESU) is three such bytes.
        return value.encode("utf-8", "surrogateescape").decode("cp1252", "replace")
    return value
