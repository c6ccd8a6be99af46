"""``serve``: the web processes, and the worker beside them."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import click

from service.installation import is_ready
from service.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path


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
    # One comment is scored at a time, and a process with threads should not fork.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # Both settings above are read at import, and a set-up that fails should not wait for the import.
    from service import web  # noqa: PLC0415 - see above
    from service.processes import Program, Supervisor  # noqa: PLC0415 - as above

    click.echo(_greeting(settings), err=True)
    programs = [Program(name="web", run=lambda: web.serve(settings), stop=signal.SIGINT)] * settings.web_processes
    if settings.worker_enabled:
        programs.append(Program(name="worker", run=lambda: _work(settings), stop=signal.SIGTERM))
    Supervisor(programs).run()


def _work(settings: Settings) -> None:
    """Run the worker; only its own process loads the job engine."""
    from service import worker  # noqa: PLC0415 - see above

    worker.run(settings)


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
