"""Answers in JSON."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Response

if TYPE_CHECKING:
    from pydantic import BaseModel

    from service.api.schemas import Problem


def answer(model: BaseModel, status: int = HTTPStatus.OK) -> Response:
    """Answer with a model. What is not meant for everybody is kept by no cache."""
    response = Response(model.model_dump_json(), status, mimetype="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response


def answer_problem(problem: Problem) -> Response:
    """Answer with an error."""
    response = Response(problem.model_dump_json(exclude_none=True), problem.status, mimetype="application/problem+json")
    response.headers["Cache-Control"] = "no-store"
    return response
