"""Bodies read into values of the core, from an allow-list: what is not named here never comes in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import ValidationError

from service.api.schemas import SubmissionIn
from service.domain.errors import MalformedRequest
from service.domain.fields import Field

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TypeVar

    from pydantic import BaseModel

    M = TypeVar("M", bound=BaseModel)

REASONS = {
    "missing": "missing",
    "enum": "unknown-value",
    "greater_than_equal": "out-of-range",
    "less_than_equal": "out-of-range",
    "string_too_long": "too-long",
    "too_long": "too-long",
    "too_short": "missing",
    "string_too_short": "missing",
    "string_pattern_mismatch": "control-characters",
    "string_unicode": "not-text",
    "literal_error": "unknown-value",
    "uuid_parsing": "not-an-id",
}
"""What pydantic finds wrong, by our stable words; anything else is ``wrong-type``."""


def parse_submission(body: Mapping[str, object]) -> Mapping[Field, object]:
    """Return a submission's fields as they came; the use case names what is wrong with them, all at once."""
    sent = SubmissionIn.model_validate(body)
    return {
        Field.NAME: sent.author.name,
        Field.EMAIL: sent.author.email,
        Field.URL: sent.author.url,
        Field.TEXT: sent.text,
        Field.PAGE: sent.page,
        Field.PAGE_TITLE: sent.page_title,
        Field.PARENT: sent.parent_id,
        Field.LANGUAGE: sent.lang,
        Field.STAMP: sent.stamp,
        Field.TRAP: sent.trap,
    }


def read(model: type[M], body: Mapping[str, object]) -> M:
    """Return what a moderator sent, in its shape.

    Raises:
        MalformedRequest: A field is missing or unusable; the first one is named.
    """
    try:
        return model.model_validate(body)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        parameter = ".".join(str(part) for part in first["loc"])
        raise MalformedRequest(REASONS.get(first["type"], "wrong-type"), parameter=parameter) from None
