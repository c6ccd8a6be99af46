"""Alarms, as they are written on the wire."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - pydantic reads the annotations when it runs

from pydantic import BaseModel
from pydantic import Field as Described

from service.domain.alarm import AlarmKind, Untold  # noqa: TC001 - as above


class AlarmView(BaseModel):
    """One thing that is watched, as the worker found it last. An alarm never holds a comment."""

    site: str | None = Described(description="null: all sites together.")
    kind: AlarmKind
    raised: bool = Described(description="Whether somebody should look.")
    raised_at: datetime | None = Described(description="Since when.")
    checked_at: datetime
    value: float | None = Described(
        description=(
            "`score-distribution`: population stability index; `unknown-ngrams`: difference of shares; `volume`: "
            "robust standard deviations. null if nothing can be told."
        )
    )
    limit: float = Described(description="From here on, whatever the sign, it is raised.")
    now: int = Described(description="Comments that the value says something about.")
    before: int = Described(description="Comments that they are compared with.")
    untold: Untold | None = Described(description="Why there is no value.")


class AlarmList(BaseModel):
    """The alarms."""

    alarms: list[AlarmView]
