"""A Dockerfile as its engine reads it: stages of instructions."""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import dataclass, field

from tests.integration.deployment.composition import ROOT


@dataclass(slots=True, kw_only=True)
class Stage:
    """One stage.

    Attributes:
        image: What it begins from.
        name: By which later stages copy from it, or ``""``.
        instructions: In order, each with its words in upper case and its arguments as written.
    """

    image: str
    name: str = ""
    instructions: list[tuple[str, str]] = field(default_factory=list)

    def all(self, word: str) -> list[str]:
        """Return the arguments of every instruction of a kind."""
        return [arguments for found, arguments in self.instructions if found == word]

    def last(self, word: str) -> str:
        """Return the arguments of the last instruction of a kind, the one in force."""
        return self.all(word)[-1]

    @property
    def environment(self) -> dict[str, str]:
        """What its ENV instructions set."""
        pairs = [pair for arguments in self.all("ENV") for pair in shlex.split(arguments)]
        return dict(pair.split("=", 1) for pair in pairs)

    @property
    def command(self) -> list[str]:
        """What a container runs unless told otherwise."""
        command: list[str] = json.loads(self.last("CMD"))
        return command

    @property
    def health(self) -> list[str]:
        """Its test of health, as Compose writes one."""
        command = self.last("HEALTHCHECK").partition("CMD ")[2]
        return ["CMD", *json.loads(command)]


def read_stages(text: str | None = None) -> list[Stage]:
    """Return the stages of a Dockerfile, the project's unless *text* is another."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8") if text is None else text
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    stages: list[Stage] = []
    for logical in re.sub(r"\\\n", " ", "\n".join(lines)).splitlines():
        if not logical.strip():
            continue
        word, _, arguments = logical.strip().partition(" ")
        if word.upper() == "FROM":
            image, _, name = arguments.partition(" AS ")
            stages.append(Stage(image=image, name=name))
        else:
            stages[-1].instructions.append((word.upper(), arguments.strip()))
    return stages
