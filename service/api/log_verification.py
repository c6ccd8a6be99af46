"""The verification of the log's seals on the wire."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict
from pydantic import Field as Described

from service.api.operation import Answer, Input, Operation
from service.domain import errors
from service.domain.errors import MalformedRequest
from service.domain.token import Scope

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.use_cases.verify_part import VerifiedPart

_NUMBER = re.compile(r"[0-9]{1,18}")


class FaultView(BaseModel):
    """A seal that does not hold: a line of it, it itself or the seal before was changed, taken out or put in."""

    seal: int
    first_line: int
    last_line: int


class Verification(BaseModel):
    """What was found in one part of the log."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "intact": False,
                    "sealed_lines": 4200,
                    "unsealed_lines": 12,
                    "faults": [{"seal": 17, "first_line": 1601, "last_line": 1700}],
                    "seals": 43,
                    "through_seal": 43,
                    "last_seal": 911,
                    "next": 43,
                }
            ]
        }
    )

    intact: bool = Described(description="Whether all seals of this part hold.")
    sealed_lines: int = Described(description="Lines under those that do.")
    unsealed_lines: int = Described(description="Lines that the worker has not sealed yet; counted up to 10,000.")
    faults: list[FaultView]
    seals: int = Described(description="How many were looked at in this part.")
    through_seal: int = Described(description="How far that is.")
    last_seal: int = Described(description="How far it goes.")
    next: int | None = Described(description="Go on behind this, as `after_seal`; null once all was looked at.")


def render_verification(part: VerifiedPart) -> Verification:
    """Render what was found."""
    return Verification(
        intact=not part.faults,
        sealed_lines=part.lines,
        unsealed_lines=part.unsealed,
        faults=[
            FaultView(seal=fault.seal, first_line=fault.first_line, last_line=fault.last_line) for fault in part.faults
        ],
        seals=part.seals,
        through_seal=part.through,
        last_seal=part.last,
        next=part.next,
    )


def parse_after_seal(query: Mapping[str, str]) -> int:
    """Return behind which seal to go on.

    Raises:
        MalformedRequest: It is no number.
    """
    digits = query.get("after_seal", "") or "0"
    if not _NUMBER.fullmatch(digits):
        raise MalformedRequest("not-a-cursor", parameter="after_seal")
    return int(digits)


def operation(read: tuple[errors.ModerationError, ...]) -> Operation:
    """Return the operation, for the table of all; *read* is what can go wrong wherever something is read."""
    return Operation(
        method="get",
        path="/api/v1/moderation/log/verification",
        name="verify_log",
        tag="moderators",
        summary="Compute the log's seals again, part by part; needs the scope on all sites",
        inputs=(
            Input(
                name="after_seal",
                place="query",
                schema={"type": "integer", "minimum": 0, "maximum": 10**18 - 1, "default": 0},
                description="Go on behind: `next` of before.",
            ),
        ),
        answers={200: Answer(description="What was found.", model=Verification)},
        errors=(errors.MalformedRequest("not-a-cursor", parameter="after_seal"), *read),
        scope=Scope.READ,
    )
