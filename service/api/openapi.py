"""The API's description (OpenAPI 3.1), made of the table of operations and the models that parse the requests."""

from __future__ import annotations

import json
from importlib.metadata import version
from itertools import groupby
from typing import TYPE_CHECKING

from openapi_pydantic import OpenAPI
from openapi_pydantic.util import PydanticSchema, construct_open_api_with_schema_class

from service.api.auth import COOKIE
from service.api.doors import doors
from service.api.examples import OF_MODELS, OF_TYPES
from service.api.inputs import EMPTY
from service.api.operation import JSON
from service.api.operations import OPERATIONS
from service.api.problems import headers, problem, status_of
from service.api.schemas import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping
    from http import HTTPStatus

    from pydantic import BaseModel

    from service.api.links import Link
    from service.api.operation import Answer, Input, Operation
    from service.domain.errors import ModerationError
    from service.use_cases.ports import Phrasebook

PROBLEM_JSON = "application/problem+json"

DOCUMENT = "/openapi.json"

EXAMPLES_LANGUAGE = "en"


def document() -> str:
    """Return the document, within an application's context. It is written once."""
    kept = doors().documents
    if DOCUMENT not in kept:
        kept[DOCUMENT] = write(doors().phrasebook)
    return kept[DOCUMENT]


def write(phrasebook: Phrasebook) -> str:
    """Return the document as JSON; the phrasebook words its examples."""
    paths: dict[str, dict[str, object]] = {}
    for operation in OPERATIONS:
        paths.setdefault(operation.path, {})[operation.method] = _operation(operation, phrasebook)
    described = OpenAPI.model_validate(
        {
            "openapi": "3.1.1",
            "info": {
                "title": "Saring",
                "version": version("saring"),
                "summary": "Comments filtered for spam, e-mail addresses sealed, decisions left to people.",
                "description": (
                    "Bodies are JSON objects in UTF-8, without duplicate names. Fields and parameters not named here "
                    "are ignored, but where `additionalProperties` is false; an empty optional parameter is a missing "
                    "one. Errors are `application/problem+json` (RFC 9457) with stable codes; `/problems` explains "
                    "them. Tokens are for programs and moderators; visitors need none."
                ),
                "license": {"name": "MIT", "identifier": "MIT"},
            },
            "tags": [
                {"name": "public", "description": "For visitors and the pages they read. No token."},
                {"name": "moderators", "description": "With a token, or a session, of the site."},
                {"name": "operators", "description": "For those who run the service."},
            ],
            "paths": paths,
            "components": {
                "securitySchemes": {
                    "token": {
                        "type": "http",
                        "scheme": "bearer",
                        "description": "A moderator's token; its scopes are named with each operation.",
                    },
                    "session": {
                        "type": "apiKey",
                        "in": "cookie",
                        "name": COOKIE,
                        "description": "A session; each write with it needs the header `X-CSRF-Token`.",
                    },
                }
            },
        }
    )
    whole = construct_open_api_with_schema_class(described)
    return json.dumps(
        whole.model_dump(mode="json", by_alias=True, exclude_unset=True, exclude_none=True),
        ensure_ascii=False,
        indent=1,
    )


def _operation(operation: Operation, phrasebook: Phrasebook) -> dict[str, object]:
    """Describe one operation."""
    described: dict[str, object] = {
        "tags": [operation.tag],
        "operationId": operation.name,
        "summary": operation.summary,
        "parameters": [_input(one) for one in operation.inputs],
        "responses": {
            **{str(status): _answer(one) for status, one in operation.answers.items()},
            **_problems(operation.errors, phrasebook),
        },
    }
    if operation.body is not None:
        described["requestBody"] = {"required": True, "content": {JSON: _of_model(operation.body)}}
    if operation.scope is not None:
        described["description"] = f"Needs the scope `{operation.scope}`."
    if operation.scope is not None or operation.authenticated:
        described["security"] = [{"token": []}, {"session": []}]
    return described


def _input(one: Input) -> dict[str, object]:
    """Describe a parameter. One of the query string that may be missing may be empty as well, as forms send it."""
    schema = dict(one.schema)
    if one.place == "query" and not one.required:
        default = {"default": schema.pop("default")} if "default" in schema else {}
        schema = {"anyOf": [schema, EMPTY], **default}
    return {
        "name": one.name,
        "in": one.place,
        "required": one.required,
        "description": one.description,
        "schema": schema,
    }


def _answer(one: Answer) -> dict[str, object]:
    """Describe an answer."""
    described: dict[str, object] = {"description": one.description}
    if one.headers:
        described["headers"] = _headers(one.headers)
    if one.media_type is not None:
        content = _of_model(one.model) if one.model else _of_type(one.media_type)
        otherwise = {} if one.or_else is None else {one.or_else: _of_type(one.or_else)}
        described["content"] = {one.media_type: content, **otherwise}
    if one.links:
        described["links"] = {link.to: _link(link) for link in one.links}
    return described


def _link(link: Link) -> dict[str, object]:
    """Describe a way on."""
    described: dict[str, object] = {"operationId": link.to, "parameters": dict(link.parameters)}
    if link.body is not None:
        described["requestBody"] = link.body
    if link.description is not None:
        described["description"] = link.description
    return described


def _problems(errors: tuple[ModerationError, ...], phrasebook: Phrasebook) -> dict[str, object]:
    """Describe the errors, by status, each with an example."""

    def status(error: ModerationError) -> HTTPStatus:
        return status_of(type(error))

    described: dict[str, object] = {}
    for code, same_status in groupby(sorted(errors, key=status), key=status):
        group = list(same_status)
        examples = {
            error.code: {
                "value": problem(error, phrasebook, EXAMPLES_LANGUAGE).model_dump(mode="json", exclude_none=True)
            }
            for error in group
        }
        names = {name: "As HTTP defines it." for error in group for name in headers(error)}
        described[str(int(code))] = {
            "description": " or ".join(f"`{error.code}`" for error in group),
            "headers": _headers(names),
            "content": {PROBLEM_JSON: {**_of_model(Problem), "examples": examples}},
        }
    return described


def _headers(names: Mapping[str, str]) -> dict[str, object]:
    """Describe headers."""
    return {name: {"description": text, "schema": {"type": "string"}} for name, text in names.items()}


def _of_model(model: type[BaseModel]) -> dict[str, object]:
    """Refer to a model's schema, with an example unless the schema bears some itself."""
    described: dict[str, object] = {"schema": PydanticSchema.model_validate({"schema_class": model})}
    if model.__name__ in OF_MODELS:
        described["example"] = OF_MODELS[model.__name__]
    return described


def _of_type(media_type: str) -> dict[str, object]:
    """Describe what has no shape of ours."""
    kind = "object" if media_type == JSON else "string"
    return {"schema": {"type": kind}, "example": OF_TYPES[media_type.partition(";")[0]]}
