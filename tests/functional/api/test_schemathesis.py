"""What the document promises, held against requests that nobody thought of, one by one and in sequences."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.config import SchemathesisConfig

from service.adapters.translations import CataloguePhrasebook
from service.api.openapi import write
from service.api.operations import OPERATIONS
from tests.functional.api.requests import Possible

if TYPE_CHECKING:
    from pathlib import Path

    from schemathesis import Case
    from schemathesis.core.transport import Response

    from service.api.operation import Operation
    from tests.functional.api.driver import Api

SETTINGS = settings(
    max_examples=8,
    stateful_step_count=12,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
SEQUENCES = settings(SETTINGS, max_examples=70)
# Every check that there is; slow is what takes a hundred times as long as the slowest request should.
CONFIG = SchemathesisConfig.from_dict({"checks": {"max_response_time": 10}})

CASES = [
    (operation, mode)
    for operation in OPERATIONS
    for mode in GenerationMode
    if mode is GenerationMode.POSITIVE or operation.inputs or operation.body  # else nothing about it can be wrong
]


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(write(CataloguePhrasebook()))
    return read


@pytest.mark.parametrize(("operation", "mode"), CASES, ids=[f"{one.name} {mode.value}" for one, mode in CASES])
def test_every_request_gets_a_documented_answer(
    api: Api, document: dict[str, Any], operation: Operation, mode: GenerationMode
) -> None:
    described = schemathesis.openapi.from_dict(document, config=CONFIG)
    described.app = api.app
    possible, headers = Possible(api, api.published()), {"Authorization": f"Bearer {api.token}"}

    @SETTINGS
    @given(case=described[operation.path][operation.method].as_strategy(generation_mode=mode))
    def every_request(case: Case[Any]) -> None:
        possible(case)
        case.call_and_validate(headers=headers)

    every_request()


def copy(source: Path, target: Path) -> None:
    """Copy a database over another."""
    with closing(sqlite3.connect(source)) as one, closing(sqlite3.connect(target)) as other:
        one.backup(other)


def test_every_sequence_of_requests_gets_documented_answers(api: Api, document: dict[str, Any], tmp_path: Path) -> None:
    described = schemathesis.openapi.from_dict(document, config=CONFIG)
    described.app = api.app
    possible, headers = Possible(api, api.published()), {"Authorization": f"Bearer {api.token}"}
    before = tmp_path / "before.db"
    copy(tmp_path / "saring.db", before)
    walked: Counter[str] = Counter()

    class Sequence(described.as_state_machine()):  # type: ignore[misc] # made at run time
        def setup(self) -> None:
            copy(before, tmp_path / "saring.db")  # so that each sequence finds the same, whatever others did
            api.held()

        def before_call(self, case: Case[Any]) -> None:
            possible(case)
            super().before_call(case)

        def get_call_kwargs(self, case: Case[Any]) -> dict[str, object]:  # noqa: ARG002 - as inherited
            return {"headers": headers}

        def after_call(self, response: Response, case: Case[Any]) -> None:
            super().after_call(response, case)
            told = self.recorder.cases[case.id]
            if told.is_transition_applied and told.transition is not None and response.status_code < 300:
                walked[told.transition.id] += 1

        def validate_response(self, response: Response, case: Case[Any], **options: Any) -> None:  # noqa: ANN401 - as inherited
            # As inherited, but told that the token is ours, so that it is tried without, too.
            case.validate_response(response, headers=headers, transport_kwargs=options, recorder=self.recorder)

    Sequence.run(settings=SEQUENCES)

    assert len(walked) >= 15, walked  # of the document's links and those that follow from its names
