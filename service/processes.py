"""The process that starts the others, starts them again when they end by themselves, and outlives none of them.

It imports what they need before it forks, so that they share that memory and start at once; whatever has state
(connections, keys, the model, chance) each child makes for itself.
"""

from __future__ import annotations

import gc
import logging
import os
import signal
import sys
import time
import traceback
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from service.orphans import exit_with_parent

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import FrameType

STOP_SECONDS = 5.0
"""How long a child may take to finish what it is at; what was answered is committed, so none needs longer."""

RESTART_SECONDS = 2.0
"""Shortest time from one start of a program to the next, so that a broken one does not spin."""

_POLL_SECONDS = 0.05

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """What a child does.

    Attributes:
        name: For the log.
        run: Does it, until it is stopped.
        stop: The signal that asks it to finish.
    """

    name: str
    run: Callable[[], None]
    stop: signal.Signals


@dataclass(slots=True)
class Supervisor:
    """Keeps one child running for each program.

    Attributes:
        programs: What to run.
    """

    programs: Sequence[Program]
    _children: dict[int, tuple[Program, float]] = field(default_factory=dict)
    _waiting: list[tuple[Program, float]] = field(default_factory=list)
    _stopping: bool = False

    def run(self) -> None:
        """Run the programs until SIGTERM or SIGINT comes, then stop them all."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        # A collection writes to every object it looks at: what was imported is taken out of its sight, so that children
        # go on sharing it.
        gc.collect()
        gc.freeze()
        for program in self.programs:
            self._start(program)
        while not self._stopping:
            self._look_after_children()
            time.sleep(_POLL_SECONDS)
        self._stop_children()

    def _stop(self, _: int, __: FrameType | None) -> None:
        """Note that a signal asks to stop."""
        self._stopping = True

    def _start(self, program: Program) -> None:
        """Fork a child for a program."""
        sys.stdout.flush()
        sys.stderr.flush()
        parent = os.getpid()
        child = os.fork()
        if child:
            self._children[child] = (program, time.monotonic())
            return
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
        exit_with_parent(parent)
        status = 1
        try:
            program.run()
            status = 0
        except Exception:  # noqa: BLE001 - a child says why it cannot run, and never returns into the parent's code
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(status)

    def _look_after_children(self) -> None:
        """Start children again that ended."""
        now = time.monotonic()
        for child in list(self._children):
            ended, status = os.waitpid(child, os.WNOHANG)
            if not ended:
                continue
            program, began = self._children.pop(child)
            logger.error("process_ended", extra={"program": program.name, "status": status})
            self._waiting.append((program, max(now, began + RESTART_SECONDS)))
        due = [program for program, at in self._waiting if at <= now]
        self._waiting = [(program, at) for program, at in self._waiting if at > now]
        for program in due:
            self._start(program)

    def _stop_children(self) -> None:
        """Ask every child to finish, and end those that do not."""
        for child, (program, _) in self._children.items():
            os.kill(child, program.stop)
        deadline = time.monotonic() + STOP_SECONDS
        while self._children and time.monotonic() < deadline:
            for child in list(self._children):
                if os.waitpid(child, os.WNOHANG)[0]:
                    del self._children[child]
            time.sleep(_POLL_SECONDS)
        for child in self._children:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
