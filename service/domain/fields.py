"""The fields of a submission: their limits and what can be wrong with them."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Field(StrEnum):
    """A field, by its name on the wire (JSON)."""

    NAME = "author.name"
    EMAIL = "author.email"
    URL = "author.url"
    TEXT = "text"
    PAGE = "page"
    PAGE_TITLE = "page_title"
    PARENT = "parent_id"
    LANGUAGE = "lang"
    STAMP = "stamp"
    TRAP = "trap"


LIMITS: Mapping[Field, int] = {
    Field.NAME: 100,
    Field.EMAIL: 254,  # RFC 5321, section 4.5.3.1.3: a path of 256 octets holds two angle brackets
    Field.URL: 500,
    Field.TEXT: 10_000,
    Field.PAGE: 2_000,
    Field.PAGE_TITLE: 300,
    Field.PARENT: 36,
    Field.LANGUAGE: 35,  # RFC 5646, section 4.4.1
    Field.STAMP: 500,
    Field.TRAP: 10_000,
}
"""Greatest length of each field, in characters after normalisation to NFC with line ends as LF."""


class FieldFault(StrEnum):
    """What can be wrong with a field; the code is stable, its wording is the catalogue's."""

    MISSING = "missing"
    WRONG_TYPE = "wrong-type"
    TOO_LONG = "too-long"
    NOT_TEXT = "not-text"
    CONTROL_CHARACTERS = "control-characters"
    TOO_MANY_MARKS = "too-many-marks"
    INVALID_EMAIL = "invalid-email"
    RESERVED_DOMAIN = "reserved-domain"
    INVALID_URL = "invalid-url"
    INVALID_PAGE = "invalid-page"
    UNKNOWN_PARENT = "unknown-parent"
    # Of settings only.
    NOT_A_NUMBER = "not-a-number"
    NOT_A_WHOLE_NUMBER = "not-a-whole-number"
    NOT_YES_OR_NO = "not-yes-or-no"
    NOT_A_LIST = "not-a-list"
    NOT_AN_OBJECT = "not-an-object"
    OUT_OF_RANGE = "out-of-range"
    TOO_MANY = "too-many"
    UNKNOWN_VALUE = "unknown-value"
    UNKNOWN_SETTING = "unknown-setting"
    INVALID_ORIGIN = "invalid-origin"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldProblem:
    """One thing wrong with one field.

    Attributes:
        field: The field's name on the wire.
        code: What is wrong.
        values: What the sentence names, such as ``limit`` and ``length``; never the visitor's own input.
    """

    field: str
    code: FieldFault
    values: Mapping[str, int] = dataclasses.field(default_factory=dict)
