"""An engine for Compose files that knows no containers: each service is a plain process with its own environment.

Programs of the images (``python``, ``redis-server``, ``pg_isready`` …) are found on a ``PATH`` of their own, so that
commands and health checks run word for word. Names of hosts become ports of the loopback address; a volume becomes a
folder, which a service sees only if it mounts it.
"""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Self

from tests.integration.deployment.servers import REDIS_CLI, REDIS_SERVER, Database, free_port

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.integration.deployment.composition import Service

SYSTEM_PATH = "/usr/local/bin:/usr/bin:/bin"
PATIENCE = 60.0
"""Longest wait for anything, in seconds."""


class DidNotHappen(AssertionError):
    """A service did not become what the file says that others wait for."""


class PlainEngine:
    """Runs the services of a Compose file."""

    def __init__(self, services: Mapping[str, Service], image: Mapping[str, str], folder: Path) -> None:
        self.services = services
        self.ports = {name: free_port() for name in services}
        self.finished: dict[str, int] = {}
        self._image = image
        self._folder = folder
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self.database = Database.prepare(services["db"].environment, self.ports["db"])
        self._install_programs()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.ExitStack() as leftovers:
            leftovers.callback(self.database.remove)
            # Each one is stopped, whatever becomes of the others; the last to be started goes first.
            for name in self._running:
                leftovers.callback(self.stop, name)

    def up(self) -> None:
        """Start every service after those it waits for."""
        started: set[str] = set()
        while len(started) < len(self.services):
            able = [one for one in self.services.values() if one.name not in started and started >= set(one.waits_for)]
            assert able, "services wait for each other"
            for service in able:
                for other, condition in service.waits_for.items():
                    self.wait(other, condition)
                self.start(service.name)
                started.add(service.name)
        for service in self.services.values():
            self.wait(service.name, "service_healthy" if service.runs_on else "service_completed_successfully")

    def start(self, name: str) -> None:
        """Start a service by its own command."""
        service = self.services[name]
        if name == "db":
            self._running[name] = self.database.start()
            return
        with (self._folder / f"{name}.log").open("ab") as log:
            self._running[name] = subprocess.Popen(  # noqa: S603 - the command of our own file
                service.command,
                # Not the checkout: in the image, too, the package is found because it is installed.
                cwd=self._folder,
                env=self.environment(name),
                executable=self.programs_of(service.command[0]),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def wait(self, name: str, condition: str) -> None:
        """Wait until a service is what *condition* says.

        Raises:
            DidNotHappen: It ended, or was not in time.
        """
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if condition == "service_completed_successfully":
                if self._ended(name) is not None:
                    break
            elif self._ended(name) is not None:
                raise DidNotHappen(f"{name} ended with {self._ended(name)}:\n{self.last_words(name)}")
            elif self.is_healthy(name):
                return
            time.sleep(0.05)
        if condition != "service_completed_successfully" or self._ended(name) != 0:
            raise DidNotHappen(f"{name} is not {condition}:\n{self.last_words(name)}")

    def is_healthy(self, name: str) -> bool:
        """Return what the service's own health check says."""
        healthy = self._check(name).returncode == 0
        if healthy and name == "db" and not self._founded():
            self.database.found()
        return healthy

    def stop(self, name: str) -> None:
        """Stop a service as an engine does: SIGTERM (PostgreSQL's image: SIGINT), then SIGKILL."""
        process = self._running.pop(name)
        group = process.pid
        with contextlib.suppress(ProcessLookupError):
            os.killpg(group, signal.SIGINT if name == "db" else signal.SIGTERM)
        try:
            self.finished[name] = process.wait(timeout=20)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(group, signal.SIGKILL)
            process.wait()

    def environment(self, name: str) -> dict[str, str]:
        """Return the environment of a service: the image's and its own, in terms of this machine."""
        service = self.services[name]
        given = {**(self._image if service.image == "saring" else {}), **service.environment}
        if "PORT" in given:
            given |= {"PORT": str(self.ports[name]), "SARING_HOST": "127.0.0.1"}
        given |= {variable: self._localized(service, value) for variable, value in given.items()}
        measuring = {name: value for name, value in os.environ.items() if name.startswith("COVERAGE_")}
        return given | measuring | {"PATH": f"{self._folder / 'bin'}:{SYSTEM_PATH}", "HOME": str(self._folder)}

    def volume(self, name: str) -> Path:
        """Return the folder that stands for a volume."""
        folder = self._folder / "volumes" / name
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def log(self, name: str) -> str:
        """Return what a service wrote."""
        file = self._folder / f"{name}.log"
        return file.read_text(encoding="utf-8", errors="replace") if file.exists() else ""

    def last_words(self, name: str) -> str:
        """Return the end of what a service wrote, and what its health check says, for a message."""
        health = self._check(name) if self.services[name].health else None
        said = f"\nhealth check: {health.stderr[-300:].decode()}" if health else ""
        lines = [line for line in self.log(name).splitlines() if '"/readyz"' not in line]
        return "\n".join(lines[-15:]) + said

    def programs_of(self, word: str) -> str:
        """Return the program that a word names on the services' PATH."""
        return str(self._folder / "bin" / word)

    def _check(self, name: str) -> subprocess.CompletedProcess[bytes]:
        """Run a service's health check."""
        kind, *words = self.services[name].health
        command = ["/bin/sh", "-c", *words] if kind == "CMD-SHELL" else words
        return subprocess.run(  # noqa: S603 - the command of our own file
            command,
            cwd=self._folder,
            env=self.environment(name),
            executable=command[0] if kind == "CMD-SHELL" else self.programs_of(command[0]),
            capture_output=True,
            check=False,
            timeout=PATIENCE,
        )

    def _localized(self, service: Service, value: str) -> str:
        """Return a value with hosts and paths as they are here."""
        for other, port in self.ports.items():
            value = re.sub(rf"(?<=[@/]){other}:\d+", f"127.0.0.1:{port}", value)
        for mount in service.mounts:
            value = re.sub(rf"^{re.escape(mount.target)}(?=/|$)", str(self.volume(mount.volume)), value)
        return value

    def _ended(self, name: str) -> int | None:
        """Return the status that a service ended with, ``None`` while it runs."""
        return self._running[name].poll() if name in self._running else self.finished[name]

    def _founded(self) -> bool:
        """Return whether the database has its role already, noting that it has from now on."""
        mark = self._folder / "founded"
        there = mark.exists()
        mark.touch()
        return there

    def _install_programs(self) -> None:
        """Put the images' programs where the services look for them."""
        folder = self._folder / "bin"
        folder.mkdir(parents=True)
        programs = {
            "python": shlex.quote(sys.executable),
            "redis-server": f"{shlex.quote(str(REDIS_SERVER))} --bind 127.0.0.1 --port {self.ports['redis']}",
            "redis-cli": f"{shlex.quote(str(REDIS_CLI))} -p {self.ports['redis']}",
            "pg_isready": f"{shlex.quote(str(self.database.programs / 'pg_isready'))} --port {self.ports['db']}",
        }
        for name, line in programs.items():
            program = folder / name
            program.write_text(f'#!/bin/sh\nexec {line} "$@"\n', encoding="utf-8")
            program.chmod(0o755)
