"""JSON objects read by a pydantic model, with our words for what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel, ValidationError

from service.api.parsing import REASONS
from service.domain.errors import MalformedRequest

if TYPE_CHECKING:
    from collections.abc import Mapping

M = TypeVar("M", bound=BaseModel)


def read_model(model: type[M], body: Mapping[str, object]) -> M:
    """Return what a body says.

    Raises:
        MalformedRequest: A field is missing or unusable; the first one is named.
    """
    try:
        return model.model_validate(body)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        parameter = ".".join(str(part) for part in first["loc"])
        raise MalformedRequest(REASONS.get(first["type"], "wrong-type"), parameter=parameter) from None
