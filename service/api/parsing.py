"""Bodies read into values of the core, from an allow-list: what is not named here never comes in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import ValidationError

from service.api.schemas import DecisionIn, SubmissionIn
from service.domain.comment import CommentId
from service.domain.errors import MalformedRequest
from service.domain.fields import Field
from service.use_cases.decide_comments import Decision

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

REASONS = {
    "missing": "missing",
    "enum": "unknown-value",
    "greater_than_equal": "out-of-range",
    "less_than_equal": "out-of-range",
    "string_too_long": "too-long",
    "string_pattern_mismatch": "control-characters",
    "string_unicode": "not-text",
    "literal_error": "unknown-value",
    "not_a_code": "not-a-code",
    "too_long": "too-long",
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


def parse_decision(comment: UUID, body: Mapping[str, object]) -> Decision:
    """Return what a moderator wants.

    Raises:
        MalformedRequest: A field is missing or unusable; the first one is named.
    """
    try:
        sent = DecisionIn.model_validate(body)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        parameter = ".".join(str(part) for part in first["loc"])
        raise MalformedRequest(REASONS.get(first["type"], "wrong-type"), parameter=parameter) from None
    return Decision(comment=CommentId(comment), action=sent.action, version=sent.version, reason=sent.reason)
