"""Answers in JSON."""

from __future__ import annotations

import hashlib
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Response, request

if TYPE_CHECKING:
    from pydantic import BaseModel

    from service.api.schemas import Problem


def answer(model: BaseModel, status: int = HTTPStatus.OK) -> Response:
    """Answer with a model. What is not meant for everybody is kept by no cache."""
    response = Response(model.model_dump_json(), status, mimetype="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response


def answer_unless_known(model: BaseModel) -> Response:
    """Answer with a model, or that it is what the client has: the ETag is a digest of all that would be said.

    What is shown depends on so many tables that nothing less would be right; it saves the wire, and drawing it again.
    """
    response = answer(model)
    response.set_etag(hashlib.blake2b(response.data, digest_size=16).hexdigest())
    if request.if_none_match.contains_weak(response.get_etag()[0] or ""):
        response.set_data(b"")
        response.status_code = HTTPStatus.NOT_MODIFIED
    return response


def answer_problem(problem: Problem) -> Response:
    """Answer with an error."""
    response = Response(problem.model_dump_json(exclude_none=True), problem.status, mimetype="application/problem+json")
    response.headers["Cache-Control"] = "no-store"
    return response
