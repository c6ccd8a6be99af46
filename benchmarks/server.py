"""The real service as processes of its own, and what they use."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import psutil

if TYPE_CHECKING:
    from pathlib import Path

START_SECONDS = 60
"""How long a start may take before it counts as failed."""


def free_port() -> int:
    """Return a TCP port of the loopback address that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass(kw_only=True)
class Server:
    """A service on a free port; a context manager that stops all of its processes.

    Attributes:
        data_dir: Its ``DATA_DIR``.
        port: Where it listens.
        started_in: Seconds from the command to the first answer.
    """

    data_dir: Path
    port: int = 0
    started_in: float = 0.0
    _process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        """Start it and wait for its first answer."""
        self.port = free_port()
        settings = {"PORT": str(self.port), "DATA_DIR": str(self.data_dir), "SARING_RATE_LIMIT_ENABLED": "false"}
        began = time.perf_counter()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "service", "serve"],
            env={**os.environ, **settings},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        while not self._answers():
            if self._process.poll() is not None or time.perf_counter() - began > START_SECONDS:
                raise RuntimeError("the service did not start")
            time.sleep(0.01)
        self.started_in = time.perf_counter() - began
        return self

    def __exit__(self, *_: object) -> None:
        """Stop it with everything it started."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGTERM)
            self._process.wait(30)

    def _answers(self) -> bool:
        """Return whether it answers already."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
        try:
            connection.request("GET", "/livez")
            return connection.getresponse().status == http.HTTPStatus.OK
        except OSError:
            return False
        finally:
            connection.close()

    @property
    def token(self) -> str:
        """The first moderator's token."""
        return (self.data_dir / "moderator.token").read_text().strip()

    def processes(self) -> list[psutil.Process]:
        """Return its processes, the one that was started first."""
        if self._process is None:
            return []
        root = psutil.Process(self._process.pid)
        return [root, *root.children(recursive=True)]

    def cpu_seconds(self) -> float:
        """Return the CPU time that all its processes have used, user and system, in seconds."""
        return sum(sum(process.cpu_times()[:2]) for process in self.processes())

    def memory_mib(self) -> float:
        """Return the memory of all its processes, shared pages counted once (PSS), in MiB."""
        return float(sum(process.memory_full_info().pss for process in self.processes())) / 2**20
