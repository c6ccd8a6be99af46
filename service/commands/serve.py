"""``serve``: the web processes, and the worker beside them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import click
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.mp import MPServer

from service.installation import is_ready
from service.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

WORKER_RESTART_SECONDS = 2.0
"""Pause before a worker that ended by itself is started again, so that a broken one does not spin."""


@click.command("serve")
def command() -> None:
    """Serve on PORT, with the worker beside.

    What is missing (keys, database, the site demo, the first token) is created first.
    """
    settings = Settings.from_environ()
    if not is_ready(settings):
        # In a process of its own, so that this one, which stays, never loads what set-up needs.
        subprocess.run([sys.executable, "-m", "service", "init"], check=True)
    _fresh_metrics(settings.data_dir)
    click.echo(_greeting(settings), err=True)
    stopping = threading.Event()
    if settings.worker_enabled:
        threading.Thread(target=_keep_worker, args=(stopping,), daemon=True).start()
    try:
        _web(settings).serve()
    finally:
        stopping.set()


def _web(settings: Settings) -> MPServer:
    """Return the web server: processes of one blocking thread each, so that a request never waits for another's GIL."""
    return MPServer(
        "service.app:web",
        factory=True,
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=settings.web_processes,
        blocking_threads=1,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
    )


def _keep_worker(stopping: threading.Event) -> None:
    """Run the worker until the service stops, again whenever it ends by itself."""
    while not stopping.is_set():
        with subprocess.Popen([sys.executable, "-m", "service", "worker"]) as worker:
            while worker.poll() is None and not stopping.wait(0.2):
                pass
            if worker.poll() is None:
                worker.terminate()
        stopping.wait(WORKER_RESTART_SECONDS)


def _fresh_metrics(data_dir: Path) -> None:
    """Begin counting anew: the web processes share their counts through files that belong to one run."""
    folder = data_dir / "metrics"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder.resolve())


def _greeting(settings: Settings) -> str:
    """Return what a newcomer needs to know."""
    base = settings.public_url or f"http://{settings.host}:{settings.port}"
    demo = f"  the demo article      {base}/demo\n" if settings.demo_enabled else ""
    return (
        f"Saring serves on {base}\n{demo}"
        f"  the moderators' desk  {base}/desk\n"
        f"  the API, to read      {base}/docs\n"
        f"  your token is in      {settings.data_dir / 'moderator.token'}\n"
        "Ctrl-C stops it; the next start finds everything as it was."
    )
